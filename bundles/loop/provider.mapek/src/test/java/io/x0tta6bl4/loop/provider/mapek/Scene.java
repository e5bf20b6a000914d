package io.x0tta6bl4.loop.provider.mapek;

import static org.awaitility.Awaitility.await;

import io.x0tta6bl4.analyze.api.Analyzer;
import io.x0tta6bl4.analyze.api.Localizer;
import io.x0tta6bl4.analyze.provider.graph.GraphLocalizer;
import io.x0tta6bl4.analyze.provider.rules.RuleAnalyzer;
import io.x0tta6bl4.knowledge.api.action.Outcome;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.ElementModel;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.element.Probe;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.element.Threshold;
import io.x0tta6bl4.knowledge.api.incident.Cause;
import io.x0tta6bl4.knowledge.api.incident.Incident;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.policy.Brakes;
import io.x0tta6bl4.knowledge.api.policy.Policy;
import io.x0tta6bl4.knowledge.api.store.Experience;
import io.x0tta6bl4.monitor.provider.snapshot.SnapshotMonitor;
import io.x0tta6bl4.monitor.provider.snapshot.SnapshotMonitorAccess;
import io.x0tta6bl4.plan.provider.ladder.LadderPlanner;
import io.x0tta6bl4.policy.api.FixedAnswer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * The real loop with its real phases over a simulated plant and a clock that is moved by hand: {@code step} lets time pass, has
 * the plant tell what is true, ticks, and waits until running actions have ended.
 */
final class Scene implements AutoCloseable {
    final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T12:00:00Z"));
    final InstantSource clock = now::get;
    /** By how much the wall clock is ahead of the loop's time. */
    final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

    final MemoryJournal journal = new MemoryJournal();
    final Plant plant = new Plant(clock);
    final Set<String> forbidden = new TreeSet<>();
    final FixedAnswer policy = new FixedAnswer(request -> !forbidden.contains(request.action()));
    final Phases phases = new Phases();
    final Engine engine;
    final SnapshotMonitor monitor = SnapshotMonitorAccess.at(clock);
    private final Map<ElementId, Element> elements = new LinkedHashMap<>();
    private Brakes brakes;
    private long revision;
    /** What the watch file says, whatever the monitor has been told. */
    Model inForce = Model.empty("scene");

    Scene(Brakes brakes) {
        this.brakes = brakes;
        engine = new Engine(phases, clock, new Wall(), () -> {});
        phases.monitor.bind(1, monitor);
        phases.analyzer.bind(1, (Analyzer) new RuleAnalyzer());
        phases.localizer.bind(1, (Localizer) new GraphLocalizer());
        phases.planner.bind(1, new LadderPlanner());
        phases.journal.bind(1, journal);
        phases.experience.bind(1, new MemoryExperience());
        phases.effector("plant").bind(1, plant);
        phases.guard.with(policy);
        phases.model.bind(1, new FixedModel());
        SnapshotMonitorAccess.bind(monitor, plant);
    }

    private final class Wall extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("the scene is in UTC");
        }

        @Override
        public Instant instant() {
            return now.get().plus(ahead.get());
        }
    }

    /** A process with an HTTP probe that needs others. */
    Scene process(String id, String... needs) {
        return member("process", id, needs);
    }

    Scene member(String elementClass, String id, String... needs) {
        Set<ElementId> on = new TreeSet<>();
        for (String need : needs) on.add(new ElementId(need));
        ElementId name = new ElementId(id);
        Probe probe = new Probe.Http(java.net.URI.create("http://127.0.0.1:1/health"), 200, 299, "", SCHEDULE);
        Subject subject = new Subject.Process(
                List.of("x"),
                Path.of("/"),
                Map.of(),
                List.of(),
                Subject.Restart.ALWAYS,
                Duration.ofSeconds(5),
                Duration.ofSeconds(1));
        elements.put(
                name,
                new Element(
                        name,
                        subject,
                        elementClass,
                        "default",
                        Element.Origin.CONFIGURED,
                        List.of(probe),
                        List.of(),
                        on,
                        List.of()));
        plant.process.put(name, "running");
        plant.http.put(name, "healthy");
        return this;
    }

    /** Gives an element a threshold. */
    Scene limit(String id, Threshold threshold) {
        elements.computeIfPresent(
                new ElementId(id),
                (name, e) -> new Element(
                        name,
                        e.subject(),
                        e.elementClass(),
                        e.zone(),
                        e.origin(),
                        e.probes(),
                        List.of(threshold),
                        e.dependsOn(),
                        e.hooks()));
        return this;
    }

    private static final Probe.Schedule SCHEDULE =
            new Probe.Schedule(Duration.ofMillis(500), Duration.ofMillis(250), 2, 3, 2);

    Scene ready() {
        model();
        steps(4);
        return this;
    }

    /** Puts the model in force without letting time pass. */
    void watch() {
        model();
    }

    void brakes(Brakes changed) {
        brakes = changed;
        model();
    }

    private void model() {
        Model model = new Model(++revision, "scene", elements.values(), new Policy(brakes, List.of()));
        inForce = model;
        SnapshotMonitorAccess.watch(monitor, model);
    }

    /** The process dies; whoever needs it fails. */
    void kill(String id) {
        plant.process.put(new ElementId(id), "exited");
        plant.http.put(new ElementId(id), "unreachable");
    }

    /** An operator stops the process on purpose. */
    void stop(String id) {
        plant.process.put(new ElementId(id), "never-started");
        plant.http.put(new ElementId(id), "unreachable");
    }

    /** Somebody other than the loop starts it. */
    void revive(String id) {
        plant.process.put(new ElementId(id), "running");
        plant.http.put(new ElementId(id), "healthy");
    }

    void answers(String id, String state) {
        plant.http.put(new ElementId(id), state);
    }

    Scene step(Duration time) {
        now.updateAndGet(t -> t.plus(time));
        elements.keySet().forEach(plant::tell);
        engine.tick();
        if (engine.workers.busy().isEmpty()) return this;
        await().pollInterval(2, TimeUnit.MILLISECONDS)
                .atMost(20, TimeUnit.SECONDS)
                .until(() -> engine.workers.busy().isEmpty());
        return this;
    }

    Scene steps(int count) {
        for (int i = 0; i < count; i++) step(Duration.ofMillis(500));
        return this;
    }

    Incident incident(String element) {
        return engine.incidents.all().stream()
                .filter(i -> i.element().value().equals(element))
                .findFirst()
                .orElseThrow(
                        () -> new AssertionError("no incident on " + element + " among " + engine.incidents.all()));
    }

    /** An observation from a sensor other than the plant's. */
    void observe(Observation observation) {
        SnapshotMonitorAccess.accept(monitor, observation);
    }

    @Override
    public void close() {
        engine.workers.close();
        phases.close();
    }

    private final class FixedModel implements ElementModel {
        @Override
        public Model current() {
            return inForce;
        }

        @Override
        public void discovered(String source, Collection<Element> found) {}

        @Override
        public AutoCloseable onChange(Consumer<Model> listener) {
            return () -> {};
        }
    }

    private static final class MemoryExperience implements Experience {
        private final Map<Cause.Kind, Map<String, Tally>> tallies = new HashMap<>();

        @Override
        public synchronized void learn(Cause.Kind cause, String command, Outcome outcome) {
            Experience.lesson(outcome)
                    .ifPresent(helped -> tallies.put(
                            cause, Experience.after(tallies.getOrDefault(cause, Map.of()), command, helped)));
        }

        @Override
        public synchronized Map<String, Tally> of(Cause.Kind cause) {
            return new HashMap<>(tallies.getOrDefault(cause, Map.of()));
        }
    }

    List<String> commands() {
        return new ArrayList<>(plant.commands());
    }
}
