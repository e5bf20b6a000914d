package io.x0tta6bl4.analyze.provider.rules;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import io.x0tta6bl4.knowledge.api.observation.Snapshot;
import io.x0tta6bl4.knowledge.api.policy.Policy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The known case of the self-test: a process exits, and runs again. */
final class KnownExit {
    private static final ElementId ID = new ElementId("self-test");

    private KnownExit() {}

    /** @throws IllegalStateException when the analyzer says anything but one symptom and then one clearance */
    static String on(RuleAnalyzer trial) {
        Model model = new Model(
                1, "self-test", List.of(Element.discovered(ID, process(), "process", Set.of())), Policy.defaults());
        int exited = trial.analyze(snapshot(1, model, "exited")).raised().size();
        int back = trial.analyze(snapshot(2, model, "running")).cleared().size();
        if (exited != 1 || back != 1)
            throw new IllegalStateException("expected one symptom and one clearance, got " + exited + ", " + back);
        return "one raised, one cleared";
    }

    private static Subject process() {
        return new Subject.Process(
                List.of("true"),
                Path.of("/"),
                Map.of(),
                List.of(),
                Subject.Restart.ALWAYS,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1));
    }

    private static Snapshot snapshot(long tick, Model model, String state) {
        Instant at = Instant.EPOCH.plusSeconds(tick);
        Observation seen = Observation.state(ID, Signals.PROCESS_STATE, state, "", at, "self-test");
        return new Snapshot(tick, at, model, Map.of(ID, Map.of(seen.signal(), seen)), List.of(seen), 0);
    }
}
