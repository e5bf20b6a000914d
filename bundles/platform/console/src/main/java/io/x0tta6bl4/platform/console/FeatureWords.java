package io.x0tta6bl4.platform.console;

import io.x0tta6bl4.feature.api.ChangeOutcome;
import io.x0tta6bl4.feature.api.ChangePlan;
import io.x0tta6bl4.feature.api.FeatureChange;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Plans and outcomes of changes, for people and for programs. */
final class FeatureWords {
    private FeatureWords() {}

    static String plan(ChangePlan plan, Screen screen) {
        List<String> parts = new ArrayList<>();
        parts.add(head(plan));
        if (!plan.possible()) {
            parts.add("This cannot be done, and nothing was touched:\n" + list(plan.obstacles()));
        } else {
            parts.add("signed by: " + plan.signer());
            parts.add(plan.steps().isEmpty() ? "No bundle is touched." : steps(plan, screen));
            parts.add(blinks(plan, screen));
            if (!plan.configurations().isEmpty()) parts.add("configurations:\n" + list(plan.configurations()));
        }
        if (!plan.notes().isEmpty()) parts.add("notes:\n" + list(plan.notes()));
        return String.join("\n\n", parts);
    }

    private static String head(ChangePlan plan) {
        String what = plan.kind().name().toLowerCase(Locale.ROOT) + " " + plan.feature();
        if (plan.from().isEmpty() && plan.to().isEmpty()) return what;
        if (plan.from().isEmpty()) return what + ": " + plan.to();
        return what + ": " + plan.from() + " -> " + (plan.to().isEmpty() ? "nothing" : plan.to());
    }

    private static String steps(ChangePlan plan, Screen screen) {
        Table table = new Table("STEP", "BUNDLE", "VERSION", "WHY");
        for (ChangePlan.Step step : plan.steps())
            table.row(step.act().name().toLowerCase(Locale.ROOT), step.symbolicName(), step.version(), step.why());
        return table.render(screen);
    }

    private static String blinks(ChangePlan plan, Screen screen) {
        if (plan.blinks().isEmpty()) return "No component and no service is touched, no call has to wait.";
        Table table = new Table("COMPONENT OR SERVICE", "CALLS WAIT", "HOW");
        for (ChangePlan.Blink blink : plan.blinks())
            table.row(
                    blink.what(),
                    blink.longestWaitMillis() == 0 ? "no" : "up to " + blink.longestWaitMillis() + " ms",
                    blink.how());
        return table.render(screen);
    }

    static String outcome(ChangeOutcome outcome, Screen screen) {
        return switch (outcome) {
            case ChangeOutcome.Applied applied ->
                head(applied.plan()) + "\nIn force after " + Words.duration(applied.took()) + ", state "
                        + applied.generation() + ". Signed by: "
                        + applied.plan().signer() + ".\n"
                        + (applied.plan().steps().isEmpty() ? "No bundle was touched." : steps(applied.plan(), screen))
                        + (applied.proofs().isEmpty() ? "" : "\nproven:\n" + list(applied.proofs()))
                        + (applied.plan().notes().isEmpty()
                                ? ""
                                : "\nnotes:\n" + list(applied.plan().notes()));
            case ChangeOutcome.TakenBack back ->
                head(back.plan()) + "\nTaken back after " + Words.duration(back.took()) + ":\n" + list(back.reasons())
                        + (back.differences().isEmpty()
                                ? "\n"
                                        + "The node is exactly as before: bundles, versions, start levels,"
                                        + " configurations, wiring."
                                : "\nNOT as before:\n" + list(back.differences()));
            case ChangeOutcome.Refused refused -> plan(refused.plan(), screen);
        };
    }

    static String history(List<FeatureChange> changes, Screen screen) {
        Table table = new Table("STATE", "AT", "CHANGE", "FEATURE", "ENDED", "WHO", "FROM -> TO, WHY");
        for (FeatureChange change : changes)
            table.row(
                    change.generation(),
                    change.at().truncatedTo(java.time.temporal.ChronoUnit.SECONDS),
                    change.kind().name().toLowerCase(Locale.ROOT),
                    change.feature(),
                    change.ended(),
                    change.who(),
                    (change.from().isEmpty() ? "nothing" : change.from()) + " -> "
                            + (change.to().isEmpty() ? "nothing" : change.to())
                            + (change.why().isEmpty() ? "" : ", " + change.why()));
        return table.render(screen);
    }

    private static String list(List<String> lines) {
        return "  - " + String.join("\n  - ", lines);
    }

    static JsonObject json(ChangePlan plan) {
        var steps = Json.createArrayBuilder();
        for (ChangePlan.Step step : plan.steps())
            steps.add(Json.createObjectBuilder()
                    .add("act", step.act().name())
                    .add("symbolicName", step.symbolicName())
                    .add("version", step.version())
                    .add("coordinates", step.coordinates())
                    .add("why", step.why()));
        var blinks = Json.createArrayBuilder();
        for (ChangePlan.Blink blink : plan.blinks())
            blinks.add(Json.createObjectBuilder()
                    .add("what", blink.what())
                    .add("bundle", blink.bundle())
                    .add("how", blink.how())
                    .add("longestWaitMillis", blink.longestWaitMillis()));
        return Json.createObjectBuilder()
                .add("kind", plan.kind().name())
                .add("feature", plan.feature())
                .add("from", plan.from())
                .add("to", plan.to())
                .add("signer", plan.signer())
                .add("possible", plan.possible())
                .add("steps", steps)
                .add("blinks", blinks)
                .add("configurations", Json.createArrayBuilder(plan.configurations()))
                .add("obstacles", Json.createArrayBuilder(plan.obstacles()))
                .add("notes", Json.createArrayBuilder(plan.notes()))
                .build();
    }

    static JsonObject json(ChangeOutcome outcome) {
        var json = Json.createObjectBuilder();
        switch (outcome) {
            case ChangeOutcome.Applied applied ->
                json.add("ended", "applied")
                        .add("generation", applied.generation())
                        .add("tookMillis", applied.took().toMillis())
                        .add("proofs", Json.createArrayBuilder(applied.proofs()));
            case ChangeOutcome.TakenBack back ->
                json.add("ended", "taken back")
                        .add("tookMillis", back.took().toMillis())
                        .add("reasons", Json.createArrayBuilder(back.reasons()))
                        .add("differences", Json.createArrayBuilder(back.differences()));
            case ChangeOutcome.Refused refused -> json.add("ended", "refused");
        }
        return json.add("plan", json(outcome.plan())).build();
    }

    static JsonObject json(FeatureChange change) {
        return Json.createObjectBuilder()
                .add("generation", change.generation())
                .add("at", change.at().toString())
                .add("kind", change.kind().name())
                .add("feature", change.feature())
                .add("from", change.from())
                .add("to", change.to())
                .add("ended", change.ended())
                .add("who", change.who())
                .add("why", change.why())
                .build();
    }
}
