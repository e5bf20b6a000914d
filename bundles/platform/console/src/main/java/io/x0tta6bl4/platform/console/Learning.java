package io.x0tta6bl4.platform.console;

import io.x0tta6bl4.knowledge.api.store.Belief;
import io.x0tta6bl4.loop.api.Lesson;
import io.x0tta6bl4.loop.api.LevelState;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import java.util.List;
import java.util.Locale;

/** What the loop has learnt, for people and for programs. */
final class Learning {
    private static final double LOW = 0.05;
    private static final double HIGH = 0.95;

    private Learning() {}

    static String lessons(List<Lesson> lessons, Screen screen) {
        if (lessons.isEmpty()) return "Nothing was learnt of any action yet.";
        Table table = new Table("CAUSE", "STEP", "HELPS", "90 % SURE", "VERIFIED", "FAILED", "STILL COUNT");
        for (Lesson lesson : lessons) {
            Belief belief = lesson.tally().belief();
            table.row(
                    lesson.cause(),
                    lesson.step(),
                    number(belief.mean()),
                    number(belief.quantile(LOW)) + " to " + number(belief.quantile(HIGH)),
                    lesson.tally().verified(),
                    lesson.tally().failed(),
                    number(lesson.tally().successes()) + " + "
                            + number(lesson.tally().failures()));
        }
        return table.render(screen);
    }

    static JsonArray lessons(List<Lesson> lessons) {
        JsonArrayBuilder array = Json.createArrayBuilder();
        for (Lesson lesson : lessons) {
            Belief belief = lesson.tally().belief();
            array.add(Json.createObjectBuilder()
                    .add("cause", lesson.cause().name())
                    .add("step", lesson.step())
                    .add("mean", belief.mean())
                    .add("low", belief.quantile(LOW))
                    .add("high", belief.quantile(HIGH))
                    .add("verified", lesson.tally().verified())
                    .add("failed", lesson.tally().failed())
                    .add("successes", lesson.tally().successes())
                    .add("failures", lesson.tally().failures()));
        }
        return array.build();
    }

    static String levels(List<LevelState> levels, Screen screen) {
        if (levels.isEmpty()) return "No firing level may move; the watch file allows it by may-move.";
        Table table = new Table("ELEMENT", "SIGNAL", "FIRES AT", "WATCH FILE", "BOUNDS", "WENT ALONE", "LAST MOVE");
        for (LevelState state : levels) {
            var bounds = state.configured().bounds().orElseThrow();
            table.row(
                    state.element(),
                    state.configured().signal(),
                    state.fire(),
                    state.configured().fire(),
                    bounds.least() + " to " + bounds.most(),
                    state.alone(),
                    state.lastMove().isEmpty() ? "-" : state.lastMove());
        }
        return table.render(screen);
    }

    static JsonArray levels(List<LevelState> levels) {
        JsonArrayBuilder array = Json.createArrayBuilder();
        for (LevelState state : levels) {
            var bounds = state.configured().bounds().orElseThrow();
            array.add(Json.createObjectBuilder()
                    .add("element", state.element().value())
                    .add("signal", state.configured().signal())
                    .add("fire", state.fire())
                    .add("configured", state.configured().fire())
                    .add("least", bounds.least())
                    .add("most", bounds.most())
                    .add("alone", state.alone())
                    .add("lastMove", state.lastMove()));
        }
        return array.build();
    }

    static double level(String word) {
        try {
            return Double.parseDouble(word);
        } catch (NumberFormatException e) {
            throw new CommandFailed("a level is a number in the unit of the signal, not '" + word + "'");
        }
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
