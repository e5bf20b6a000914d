package io.x0tta6bl4.replay.provider.series;

import io.x0tta6bl4.analyze.api.Score;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.policy.Policy;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import io.x0tta6bl4.replay.api.BadInput;
import io.x0tta6bl4.replay.api.Course;
import io.x0tta6bl4.replay.api.CsvReader;
import io.x0tta6bl4.replay.api.CsvRow;
import io.x0tta6bl4.replay.api.CsvWriter;
import io.x0tta6bl4.replay.api.Replay;
import io.x0tta6bl4.replay.api.ReplayWords;
import io.x0tta6bl4.replay.api.Turn;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** {@code x0 replay series DIR --out scores.csv}: each file {@code timestamp,value} is one signal, watched for anomalies. */
@Component(
        service = {Replay.class, SelfTest.class},
        property = {"x0.capability=replay", "x0.name=series"})
public final class SeriesReplay implements Replay, SelfTest {
    private static final String SIGNAL = "x-value";

    private final Course course;

    @Activate
    public SeriesReplay(@Reference(policyOption = ReferencePolicyOption.GREEDY) Course course) {
        this.course = course;
    }

    @Override
    public String replay(List<String> words) throws BadInput {
        ReplayWords asked = ReplayWords.parse(words, Set.of("out", "plans", "effort"));
        boolean thorough = effort(asked.options().getOrDefault("effort", "full"));
        Inputs inputs = Inputs.of(asked.input());
        Tally tally = new Tally();
        try (CsvWriter out = new CsvWriter(asked.out(), "series", "t", "score", "alarm");
                Dryruns plans = new Dryruns(asked.file("plans"))) {
            for (Path file : inputs.files()) replay(file, inputs.name(file), thorough, out, plans, tally);
            out.finish();
            plans.finish();
        }
        return tally.words(inputs.files().size(), "series");
    }

    private static boolean effort(String word) {
        return switch (word) {
            case "full" -> true;
            case "screen" -> false;
            default -> throw new IllegalArgumentException("--effort is full or screen, not '" + word + "'");
        };
    }

    private void replay(Path file, String name, boolean thorough, CsvWriter out, Dryruns plans, Tally tally)
            throws BadInput {
        course.begin(List.of(Watched.element(List.of(SIGNAL), false, thorough)), Policy.defaults());
        try (CsvReader reader = new CsvReader(file)) {
            requireHeader(reader.header());
            Instant last = Instant.EPOCH;
            long t = 0;
            for (Optional<CsvRow> row = reader.next(); row.isPresent(); row = reader.next(), t++) {
                if (row.get().fields().size() != 2)
                    throw row.get()
                            .bad("a row is timestamp,value: this one has "
                                    + row.get().fields().size() + " fields");
                Instant at = Timestamps.read(row.get(), 0);
                double value = row.get().number(1, "value");
                tally.row(at, last, t, value);
                if (at.isAfter(last)) last = at;
                if (Double.isFinite(value)) judge(name, t, last, value, out, plans, tally);
            }
            if (t == 0) throw new BadInput(file + ":2: there is no row after the header");
            tally.ended();
        }
    }

    private void judge(String name, long t, Instant at, double value, CsvWriter out, Dryruns plans, Tally tally) {
        Turn turn = course.turn(at, List.of(Observation.measured(Watched.ID, SIGNAL, value, "1", at, "recording")));
        for (Score score : turn.analysis().scores()) {
            boolean alarm = score.judgement().alarm();
            if (score.judgement().score().isEmpty()) continue;
            out.row(name, t, score.judgement().score().getAsDouble(), alarm ? 1 : 0);
            tally.judged(alarm, !turn.analysis().raised().isEmpty());
        }
        plans.write(name, t, turn);
    }

    private static void requireHeader(CsvRow header) throws BadInput {
        List<String> names = header.fields().stream().map(String::strip).toList();
        if (!names.equals(List.of("timestamp", "value")))
            throw header.bad("a series begins with the line timestamp,value, this file with '"
                    + abbreviated(String.join(",", names)) + "'; for many columns there is replay entities");
    }

    private static String abbreviated(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of("the course takes a series of one signal", () -> {
            course.begin(List.of(Watched.element(List.of(SIGNAL), false, false)), Policy.defaults());
            int scores = course.turn(
                            Instant.EPOCH,
                            List.of(Observation.measured(Watched.ID, SIGNAL, 1, "1", Instant.EPOCH, "recording")))
                    .analysis()
                    .scores()
                    .size();
            if (scores != 1)
                throw new IllegalStateException("one value gave " + scores + " judgements: is there a"
                        + " detector of anomalies (feature analyze.series)?");
            return "one value, one judgement";
        });
    }
}
