package io.x0tta6bl4.analyze.provider.rules;

import io.x0tta6bl4.analyze.api.Analysis;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.element.Probe;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.element.Subject.Restart;
import io.x0tta6bl4.knowledge.api.element.Threshold;
import io.x0tta6bl4.knowledge.api.incident.Symptom;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Observation.Quality;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import io.x0tta6bl4.knowledge.api.observation.Snapshot;
import io.x0tta6bl4.knowledge.api.policy.Brakes;
import io.x0tta6bl4.knowledge.api.policy.Policy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One element under the rules: each call is one snapshot with one thing seen. */
final class Watched {
    static final ElementId ID = new ElementId("store");
    static final Duration START_LIMIT = Duration.ofSeconds(10);

    final RuleAnalyzer analyzer = new RuleAnalyzer();
    final List<Analysis> history = new ArrayList<>();
    final List<Snapshot> snapshots = new ArrayList<>();
    Instant now = Instant.parse("2026-01-01T12:00:00Z");
    private final Map<ElementId, Map<String, Observation>> latest = new HashMap<>();
    private Model model;
    private boolean hysteresis = true;

    Watched(Element element) {
        model(element);
    }

    static Watched process(Restart restart, Threshold... thresholds) {
        return new Watched(element(restart, thresholds));
    }

    static Element element(Restart restart, Threshold... thresholds) {
        Subject subject = new Subject.Process(
                List.of("store"), Path.of("/"), Map.of(), List.of(), restart, START_LIMIT, Duration.ofSeconds(1));
        return element(subject, thresholds);
    }

    static Element element(Subject subject, Threshold... thresholds) {
        Probe.Schedule schedule = new Probe.Schedule(Duration.ofSeconds(1), Duration.ofMillis(200), 2, 3, 2);
        Probe probe = new Probe.Http(URI.create("http://127.0.0.1:1/"), 200, 299, "", schedule);
        return new Element(
                ID,
                subject,
                "backend",
                "default",
                Element.Origin.CONFIGURED,
                List.of(probe),
                List.of(thresholds),
                Set.of(),
                List.of());
    }

    Watched model(Element... elements) {
        Brakes b = Brakes.defaults();
        Brakes brakes = new Brakes(
                b.rateLimit(),
                b.blastRadius(),
                b.healthQuorum(),
                new Brakes.Hysteresis(hysteresis),
                b.flapDamping(),
                b.coolDown(),
                b.ladder(),
                b.dryRun(),
                b.approval(),
                b.precondition(),
                b.verification(),
                b.idempotence(),
                b.locks(),
                b.maintenance(),
                b.plausibility(),
                b.audit(),
                b.privileges(),
                b.budget());
        model = new Model(
                model == null ? 1 : model.revision() + 1, "test", List.of(elements), new Policy(brakes, List.of()));
        return this;
    }

    Watched withoutHysteresis(Element element) {
        hysteresis = false;
        return model(element);
    }

    Watched after(Duration time) {
        now = now.plus(time);
        return this;
    }

    Watched seconds(long seconds) {
        return after(Duration.ofSeconds(seconds));
    }

    /** One snapshot with these arrivals. */
    Analysis sees(Observation... arrived) {
        for (Observation seen : arrived)
            latest.merge(seen.element(), Map.of(seen.signal(), seen), (a, b) -> {
                Map<String, Observation> both = new HashMap<>(a);
                both.putAll(b);
                return both;
            });
        Snapshot snapshot = new Snapshot(snapshots.size() + 1, now, model, Map.copyOf(latest), List.of(arrived), 0);
        snapshots.add(snapshot);
        Analysis analysis = analyzer.analyze(snapshot);
        history.add(analysis);
        return analysis;
    }

    Analysis quiet() {
        return sees();
    }

    Analysis runs() {
        return sees(state(Signals.PROCESS_STATE, "running", "process 123"));
    }

    Analysis exits(String how) {
        return sees(state(Signals.PROCESS_STATE, "exited", "process 123 ended" + how));
    }

    Analysis neverStarted(String detail) {
        return sees(state(Signals.PROCESS_STATE, "never-started", detail));
    }

    Analysis http(String state) {
        return sees(state(Signals.HTTP_STATE, state, ""));
    }

    /** Runs, and has answered its probe: past its start. */
    Watched settled() {
        runs();
        seconds(1).http("healthy");
        seconds(1);
        return this;
    }

    Analysis measures(String signal, double value) {
        return sees(Observation.measured(ID, signal, value, Signals.UNITS.getOrDefault(signal, "1"), now, "probe"));
    }

    Analysis doubtful(String signal, String state) {
        return sees(state(signal, state, "").doubted(Quality.DOUBTFUL, "cannot be"));
    }

    Analysis stale(String signal, String state) {
        Observation seen = state(signal, state, "").doubted(Quality.STALE, "nothing new");
        latest.put(ID, Map.of(signal, seen));
        return quiet();
    }

    /** The monitor knows nothing of the element any more. */
    Watched forgets() {
        latest.remove(ID);
        return this;
    }

    Observation state(String signal, String state, String detail) {
        return Observation.state(ID, signal, state, detail, now, "probe");
    }

    long raised() {
        return history.stream().mapToLong(a -> a.raised().size()).sum();
    }

    long cleared() {
        return history.stream().mapToLong(a -> a.cleared().size()).sum();
    }

    List<Symptom.Kind> kinds() {
        return history.getLast().holding().stream().map(Symptom::kind).toList();
    }
}
