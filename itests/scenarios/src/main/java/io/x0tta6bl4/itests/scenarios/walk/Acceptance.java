package io.x0tta6bl4.itests.scenarios.walk;

import io.x0tta6bl4.itests.scenarios.evidence.Evidence;
import io.x0tta6bl4.itests.scenarios.evidence.Progress;
import io.x0tta6bl4.itests.scenarios.node.Distribution;
import io.x0tta6bl4.itests.scenarios.sample.Stage;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.util.List;

/** Plays scenarios with their twins: passed only if the scenario holds and its twin fails the check that it must fail. */
public final class Acceptance {
    private final Distribution distribution;
    private final Progress progress;
    private final JsonArrayBuilder results = Json.createArrayBuilder();

    public Acceptance(Distribution distribution, Progress progress) {
        this.distribution = distribution;
        this.progress = progress;
    }

    /** How a play ended. */
    sealed interface Ending {
        String words();

        /** Every check held. */
        record Held(String words) implements Ending {}

        /** A check did not hold. */
        record Failed(String check, String words) implements Ending {}

        /** It could not be played to its end, which proves nothing. */
        record Broke(String words) implements Ending {}

        /** It cannot be played on this machine. */
        record Skipped(String words) implements Ending {}
    }

    /** Plays each scenario a number of times; true if none failed. What cannot be run here is said and is no failure. */
    public boolean run(List<Scenario> scenarios, int runs, long seed, Evidence evidence) throws java.io.IOException {
        boolean good = true;
        for (Scenario scenario : scenarios)
            for (int run = 1; run <= runs; run++) good &= one(scenario, run, seed + run);
        evidence.with("seed", Json.createValue(seed))
                .with("n", Json.createValue(runs * scenarios.size()))
                .with("passed", good ? "yes" : "no")
                .with("results", results.build());
        progress.say("evidence: " + evidence.write());
        return good;
    }

    private boolean one(Scenario scenario, int run, long seed) {
        progress.head(scenario.id() + "  " + scenario.title() + (run > 1 ? "  (run " + run + ")" : ""));
        long start = System.nanoTime();
        Ending held = play(scenario, false, seed);
        Ending twin = held instanceof Ending.Held
                ? play(scenario, true, seed)
                : new Ending.Skipped("the scenario did not hold");
        boolean ok = held instanceof Ending.Held
                && twin instanceof Ending.Failed failed
                && failed.check().equals(scenario.mustFail());
        boolean skipped = held instanceof Ending.Skipped;
        String verdict = skipped
                ? "not run: " + held.words()
                : ok ? "passed; the twin failed as it must" : complaint(scenario, held, twin);
        if (skipped) progress.say("  " + scenario.id() + "  " + verdict);
        else progress.judge(ok, scenario.id() + "  " + verdict);
        results.add(Json.createObjectBuilder()
                .add("scenario", scenario.id())
                .add("title", scenario.title())
                .add("run", run)
                .add("seed", seed)
                .add("result", skipped ? "not run" : ok ? "passed" : "failed")
                .add("seconds", (System.nanoTime() - start) / 1_000_000 / 1000.0)
                .add("held", held.words())
                .add("twin", twin.words()));
        return ok || skipped;
    }

    private static String complaint(Scenario scenario, Ending held, Ending twin) {
        if (!(held instanceof Ending.Held)) return held.words();
        return "the twin (" + scenario.sabotage() + ") must fail '" + scenario.mustFail() + "', but: " + twin.words();
    }

    private Ending play(Scenario scenario, boolean sabotaged, long seed) {
        progress.say(sabotaged ? "  twin: " + scenario.sabotage() : "  " + scenario.text());
        try (Stage stage = Stage.open(distribution, scenario.id().toLowerCase(java.util.Locale.ROOT))) {
            Ending ending = on(stage, scenario, sabotaged, seed);
            boolean expected = sabotaged ? ending instanceof Ending.Failed : ending instanceof Ending.Held;
            if (!expected && !(ending instanceof Ending.Skipped)) {
                stage.keep();
                progress.say("    its directory is kept: " + stage.directory());
            }
            return ending;
        } catch (java.io.IOException e) {
            return new Ending.Broke("no stage: " + e);
        }
    }

    private Ending on(Stage stage, Scenario scenario, boolean sabotaged, long seed) {
        try {
            scenario.play(new Trial(stage, sabotaged, seed, progress));
            return new Ending.Held("every check held");
        } catch (Unmet e) {
            return new Ending.Failed(e.check(), e.getMessage());
        } catch (NotRun e) {
            return new Ending.Skipped(e.getMessage());
        } catch (Exception e) {
            return new Ending.Broke("it broke off: " + e);
        }
    }
}
