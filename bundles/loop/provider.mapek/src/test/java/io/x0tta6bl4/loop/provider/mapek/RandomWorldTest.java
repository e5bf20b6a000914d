package io.x0tta6bl4.loop.provider.mapek;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.analyze.api.Analysis;
import io.x0tta6bl4.analyze.provider.graph.GraphLocalizer;
import io.x0tta6bl4.analyze.provider.rules.RuleAnalyzer;
import io.x0tta6bl4.knowledge.api.action.Action;
import io.x0tta6bl4.knowledge.api.action.Outcome;
import io.x0tta6bl4.knowledge.api.action.Plan;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.element.Probe;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.element.Threshold;
import io.x0tta6bl4.knowledge.api.incident.Diagnosis;
import io.x0tta6bl4.knowledge.api.incident.Incident;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import io.x0tta6bl4.knowledge.api.observation.Snapshot;
import io.x0tta6bl4.knowledge.api.policy.Brakes;
import io.x0tta6bl4.knowledge.api.policy.Policy;
import io.x0tta6bl4.knowledge.api.store.Experience;
import io.x0tta6bl4.monitor.provider.snapshot.SnapshotMonitor;
import io.x0tta6bl4.monitor.provider.snapshot.SnapshotMonitorAccess;
import io.x0tta6bl4.plan.api.Situation;
import io.x0tta6bl4.plan.provider.ladder.LadderPlanner;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever sensors say, in whatever order and however absurd, monitor, rules, graph and ladder stand it and keep their promises. */
class RandomWorldTest {
    private static final List<String> SIGNALS = List.of(
            Signals.PROCESS_STATE,
            Signals.HTTP_STATE,
            Signals.TCP_STATE,
            Signals.BUNDLE_STATE,
            Signals.COMPONENT_STATE,
            Signals.SERVICE_STATE,
            Signals.CONFIGURATION_STATE,
            Signals.FRAMEWORK_ERROR,
            Signals.HTTP_LATENCY,
            Signals.PROCESS_CPU,
            Signals.HOST_DISK,
            "x-own");
    private static final List<String> STATES = List.of(
            "running",
            "exited",
            "never-started",
            "healthy",
            "unreachable",
            "unresponsive",
            "wrong",
            "active",
            "installed",
            "unsatisfied",
            "absent",
            "present",
            "changed",
            "baseline",
            "error",
            "nonsense");
    private static final List<String> DETAILS = List.of(
            "", "process 1 ended: exit code 0", "process 1 ended: killed by signal 9", "stopped by operator", "é\n\"");

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T12:00:00Z"));
    private final SnapshotMonitor monitor = SnapshotMonitorAccess.at(now::get);
    private final RuleAnalyzer rules = new RuleAnalyzer();
    private final RuleAnalyzer twin = new RuleAnalyzer();
    private final GraphLocalizer graph = new GraphLocalizer();
    private final LadderPlanner ladder = new LadderPlanner();
    private final Set<String> open = new HashSet<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void the_phases_stand_whatever_is_said_and_keep_their_promises(long seed) {
        Random random = new Random(seed);
        watch(random, 1);
        for (int tick = 1; tick <= 250; tick++) {
            now.updateAndGet(
                    t -> t.plusMillis(random.nextInt(10) == 0 ? random.nextInt(40_000) : random.nextInt(1_000)));
            if (random.nextInt(25) == 0) watch(random, tick + 1);
            for (int i = random.nextInt(40); i > 0; i--) SnapshotMonitorAccess.accept(monitor, observation(random));
            check(monitor.snapshot(), random);
        }
    }

    private void watch(Random random, long revision) {
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < 8; i++) if (random.nextInt(8) != 0) elements.add(element(i, random));
        Brakes b = Brakes.defaults();
        Brakes brakes = new Brakes(
                b.rateLimit(),
                b.blastRadius(),
                b.healthQuorum(),
                new Brakes.Hysteresis(random.nextInt(4) != 0),
                b.flapDamping(),
                b.coolDown(),
                new Brakes.Ladder(random.nextInt(4) != 0, 1 + random.nextInt(3), Duration.ofMinutes(5)),
                b.dryRun(),
                b.approval(),
                b.precondition(),
                b.verification(),
                b.idempotence(),
                b.locks(),
                b.maintenance(),
                new Brakes.Plausibility(random.nextInt(4) != 0, Duration.ofSeconds(2), 5),
                b.audit(),
                b.privileges(),
                new Brakes.Budget(random.nextBoolean(), Duration.ofMillis(50), 1 + random.nextInt(30)));
        SnapshotMonitorAccess.watch(monitor, new Model(revision, "random", elements, new Policy(brakes, List.of())));
    }

    private static Element element(int i, Random random) {
        Subject subject = switch (random.nextInt(5)) {
            case 0 -> new Subject.Endpoint();
            case 1 -> new Subject.Bundle("b" + i);
            case 2 -> new Subject.Component("b" + i, "c");
            default ->
                new Subject.Process(
                        List.of("x"),
                        Path.of("/"),
                        Map.of(),
                        List.of(),
                        Subject.Restart.values()[random.nextInt(3)],
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(1));
        };
        Set<ElementId> needs = new HashSet<>();
        for (int j = 0; j < 8; j++) if (j != i && random.nextInt(4) == 0) needs.add(id(j));
        Probe.Schedule schedule = new Probe.Schedule(Duration.ofSeconds(1), Duration.ofMillis(300), 2, 3, 2);
        List<Probe> probes = random.nextBoolean()
                ? List.of()
                : List.of(new Probe.Http(URI.create("http://127.0.0.1:1/"), 200, 299, "", schedule));
        Threshold threshold = new Threshold(
                Signals.PROCESS_CPU,
                Threshold.Measure.values()[random.nextInt(2)],
                Threshold.Direction.ABOVE,
                0.7,
                0.4,
                2,
                4,
                Threshold.Response.values()[random.nextInt(2)]);
        return new Element(
                id(i),
                subject,
                "class",
                "zone",
                Element.Origin.CONFIGURED,
                probes,
                List.of(threshold),
                needs,
                random.nextBoolean() ? List.of() : List.of(URI.create("http://127.0.0.1:2/heal")));
    }

    private static ElementId id(int i) {
        return new ElementId("e" + i);
    }

    private Observation observation(Random random) {
        ElementId id = id(random.nextInt(9));
        String signal = SIGNALS.get(random.nextInt(SIGNALS.size()));
        String sensor = "s" + random.nextInt(2);
        Instant at = switch (random.nextInt(12)) {
            case 0 -> now.get().plusSeconds(random.nextInt(3600));
            case 1 -> now.get().minusSeconds(random.nextInt(3600));
            case 2 -> Instant.EPOCH;
            default -> now.get().minusMillis(random.nextInt(500));
        };
        return switch (random.nextInt(6)) {
            case 0 -> Observation.absent(id, signal, "nothing", at, sensor);
            case 1 -> Observation.measured(id, signal, extreme(random), random.nextBoolean() ? "1" : "ms", at, sensor);
            default ->
                Observation.state(
                        id,
                        signal,
                        STATES.get(random.nextInt(STATES.size())),
                        DETAILS.get(random.nextInt(DETAILS.size())),
                        at,
                        sensor);
        };
    }

    private static double extreme(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> Double.MAX_VALUE;
            case 1 -> -Double.MAX_VALUE;
            case 2 -> 0;
            default -> random.nextDouble();
        };
    }

    private void check(Snapshot snapshot, Random random) {
        Analysis analysis = rules.analyze(snapshot);
        assertThat(twin.analyze(snapshot)).isEqualTo(analysis);
        analysis.cleared()
                .forEach(c -> assertThat(open.remove(c.symptom().key())).isTrue());
        analysis.raised().forEach(s -> assertThat(open.add(s.key())).isTrue());
        assertThat(analysis.holding())
                .hasSize(open.size())
                .allMatch(s -> snapshot.model().element(s.element()).isPresent());
        List<Diagnosis> diagnoses = graph.localize(snapshot, analysis);
        assertThat(graph.localize(snapshot, analysis)).isEqualTo(diagnoses);
        assertThat(diagnoses.stream().flatMap(d -> d.symptoms().stream()))
                .containsExactlyInAnyOrderElementsOf(analysis.holding());
        for (Diagnosis diagnosis : diagnoses) plan(snapshot, diagnosis, random);
    }

    private void plan(Snapshot snapshot, Diagnosis diagnosis, Random random) {
        ElementId element = diagnosis
                .cause()
                .map(c -> c.element())
                .orElse(diagnosis.symptoms().getFirst().element());
        Incident incident =
                new Incident("I-1", element, diagnosis, Incident.State.OPEN, now.get(), now.get(), now.get(), 0, "");
        Set<String> possible = new HashSet<>(Brakes.ALL_PRIVILEGES);
        possible.removeIf(c -> random.nextInt(3) == 0);
        Map<String, Experience.Tally> experience = new HashMap<>();
        new TreeMap<>(Map.of("process.start", 1, "process.kill", 2, "hook.call", 3))
                .forEach((c, n) -> experience.put(c, new Experience.Tally(random.nextInt(n), random.nextInt(n))));
        List<Situation.Attempt> tried = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Situation situation = new Situation(now.get(), snapshot.model(), incident, tried, experience, possible);
            Plan plan = ladder.plan(situation);
            assertThat(ladder.plan(situation)).isEqualTo(plan);
            boolean over =
                    plan.actions().isEmpty() || plan.actions().getFirst().page().isPresent();
            assertThat(plan.actions().isEmpty()).isEqualTo(diagnosis.cause().isEmpty());
            if (over || !snapshot.model().policy().brakes().ladder().on()) return;
            for (Action action : plan.actions()) {
                assertThat(action.target()).isEqualTo(element);
                assertThat(possible).contains(action.command().name());
                tried.add(new Situation.Attempt(action, new Outcome.Failed(false, "no"), now.get()));
            }
        }
        throw new AssertionError("no end with " + tried);
    }
}
