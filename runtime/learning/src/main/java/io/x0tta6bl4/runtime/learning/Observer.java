package io.x0tta6bl4.runtime.learning;

import io.x0tta6bl4.analyze.api.Analysis;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.element.Probe;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.element.Threshold;
import io.x0tta6bl4.knowledge.api.incident.Symptom;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import io.x0tta6bl4.knowledge.api.observation.Snapshot;
import io.x0tta6bl4.knowledge.api.policy.Policy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * What a node would see of a simulated graph, in the words of its own snapshots and symptoms: probes that sample, sensors that
 * are missing, thresholds that are wide or tight, times that are late. Every element is a process or an endpoint.
 */
final class Observer {
    private static final Instant BEGIN = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final SplittableRandom random;
    private final Simulator simulator;
    private final List<Element> elements = new ArrayList<>();
    private final Model model;

    Observer(Simulator simulator, SplittableRandom random) {
        this.random = random;
        this.simulator = simulator;
        double[] normal = simulator.normal();
        for (int i = 0; i < normal.length; i++) elements.add(element(i, normal[i]));
        model = new Model(1, "simulated", elements, Policy.defaults());
    }

    static ElementId id(int node) {
        return new ElementId("n" + node);
    }

    private Element element(int node, double normal) {
        boolean process = random.nextInt(100) < 70;
        Subject subject = process
                ? new Subject.Process(
                        List.of("service"),
                        Path.of("/"),
                        Map.of(),
                        List.of(),
                        Subject.Restart.ALWAYS,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(1))
                : new Subject.Endpoint();
        boolean probed = !process || random.nextInt(100) < 85;
        Probe.Schedule schedule = new Probe.Schedule(PERIOD, TIMEOUT, 2, 3, 2);
        List<Probe> probes =
                probed ? List.of(new Probe.Http(URI.create("http://127.0.0.1:1/"), 200, 299, "", schedule)) : List.of();
        List<Threshold> thresholds = new ArrayList<>();
        if (probed && random.nextInt(100) < 80)
            thresholds.add(above(Signals.HTTP_LATENCY, normal * (1.6 + 2.4 * random.nextDouble())));
        if (process && random.nextInt(100) < 70) thresholds.add(above(Signals.PROCESS_CPU, 0.9));
        Set<ElementId> on = new TreeSet<>();
        for (int other : simulator.needs().get(node)) on.add(id(other));
        return new Element(
                id(node),
                subject,
                subject.kind(),
                "default",
                Element.Origin.CONFIGURED,
                probes,
                thresholds,
                on,
                List.of());
    }

    private static Threshold above(String signal, double level) {
        return new Threshold(
                signal,
                Threshold.Measure.LEVEL,
                Threshold.Direction.ABOVE,
                level,
                level * 0.9,
                2,
                3,
                Threshold.Response.HEAL);
    }

    /** What is seen three to eight seconds after the fault. */
    Sight look(Simulator.Truth[] truth) {
        Instant now = BEGIN.plusMillis(3000 + random.nextInt(5000));
        Sight sight = new Sight(now);
        for (int i = 0; i < truth.length; i++) {
            if (random.nextInt(100) < 6) continue;
            look(sight, elements.get(i), truth[i]);
        }
        return sight;
    }

    private void look(Sight sight, Element element, Simulator.Truth truth) {
        long reached = truth.hops() > 50 ? 0 : truth.hops() * 120L + random.nextInt(200);
        if (element.subject() instanceof Subject.Process) {
            String state = truth.ended() ? "exited" : "running";
            Instant at = BEGIN.plusMillis(truth.ended() ? random.nextInt(60) : -60_000);
            Observation seen = sight.see(Observation.state(element.id(), Signals.PROCESS_STATE, state, "", at, "sim"));
            if (truth.ended()) sight.hold(seen, Symptom.Kind.DOWN, 1.0);
            if (!truth.ended()) {
                double load = Math.clamp(truth.load() + 0.04 * random.nextDouble() - 0.02, 0, 1);
                level(sight, element, Signals.PROCESS_CPU, load, reached, "1");
            }
        }
        if (!element.probes().isEmpty()) probe(sight, element, truth, reached);
    }

    private void probe(Sight sight, Element element, Simulator.Truth truth, long reached) {
        double jitter = 0.85 + 0.3 * random.nextDouble();
        double millis = truth.millis() * jitter;
        int wrong = 0;
        for (int i = 0; i < 3; i++) if (random.nextDouble() < truth.errors()) wrong++;
        String state = truth.ended()
                ? "unreachable"
                : millis > TIMEOUT.toMillis() ? "unresponsive" : wrong >= 2 ? "wrong" : "healthy";
        Instant at = sight.now.minusMillis(random.nextInt((int) PERIOD.toMillis()));
        Observation seen = sight.see(Observation.state(element.id(), Signals.HTTP_STATE, state, "", at, "sim"));
        Instant since = BEGIN.plusMillis(reached + random.nextInt((int) PERIOD.toMillis()));
        if (state.equals("unresponsive")) since = since.plus(TIMEOUT);
        if (since.isAfter(sight.now)) since = sight.now;
        switch (state) {
            case "unreachable" -> sight.hold(seen, Symptom.Kind.DOWN, 1.0, since);
            case "unresponsive" -> sight.hold(seen, Symptom.Kind.UNRESPONSIVE, 1.0, since);
            case "wrong" -> sight.hold(seen, Symptom.Kind.MALFUNCTIONING, wrong / 3.0, since);
            default -> {
                if (wrong > 0) sight.suspect.add(element.id());
                level(sight, element, Signals.HTTP_LATENCY, millis, reached, "ms");
            }
        }
    }

    private void level(Sight sight, Element element, String signal, double value, long reached, String unit) {
        Observation seen = sight.see(Observation.measured(element.id(), signal, value, unit, sight.now, "sim"));
        for (Threshold threshold : element.thresholds()) {
            if (!threshold.signal().equals(signal)) continue;
            double beyond = value / threshold.fire();
            if (beyond > 1)
                sight.hold(
                        seen,
                        Symptom.Kind.BEYOND_THRESHOLD,
                        Math.min(1, 0.5 + 0.25 * (beyond - 1)),
                        BEGIN.plusMillis(Math.min(reached + random.nextInt(1500), 3000)));
            else if (beyond > 0.85) sight.suspect.add(element.id());
        }
    }

    /** What has been seen so far. */
    final class Sight {
        private final Instant now;
        private final Map<ElementId, Map<String, Observation>> latest = new HashMap<>();
        private final List<Symptom> holding = new ArrayList<>();
        private final Set<ElementId> suspect = new HashSet<>();

        private Sight(Instant now) {
            this.now = now;
        }

        private Observation see(Observation seen) {
            latest.computeIfAbsent(seen.element(), id -> new HashMap<>()).put(seen.signal(), seen);
            return seen;
        }

        private void hold(Observation seen, Symptom.Kind kind, double score) {
            hold(seen, kind, score, seen.at());
        }

        private void hold(Observation seen, Symptom.Kind kind, double score, Instant since) {
            holding.add(new Symptom(
                    seen.element(),
                    kind,
                    seen.signal(),
                    since,
                    score,
                    "simulated",
                    Threshold.Response.HEAL,
                    List.of(seen),
                    "simulated"));
        }

        boolean alarming() {
            return !holding.isEmpty();
        }

        Analysis analysis() {
            holding.sort(java.util.Comparator.comparing(Symptom::since).thenComparing(Symptom::key));
            return new Analysis(holding, holding, List.of(), suspect);
        }

        Snapshot snapshot() {
            return new Snapshot(1, now, model, latest, List.of(), 0);
        }
    }
}
