package io.x0tta6bl4.monitor.provider.snapshot;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.element.Probe;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import io.x0tta6bl4.knowledge.api.observation.Snapshot;
import io.x0tta6bl4.knowledge.api.policy.Brakes;
import io.x0tta6bl4.knowledge.api.policy.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** A real monitor with a clock that is moved by hand. */
final class Bench implements AutoCloseable {
    static final ElementId STORE = new ElementId("store");
    static final ElementId WEB = new ElementId("web");

    final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T12:00:00Z"));
    final SnapshotMonitor monitor = new SnapshotMonitor(now::get);
    Brakes brakes = Brakes.defaults();
    private long revision;

    Bench() {
        watch(endpoint(STORE), endpoint(WEB));
    }

    static Element endpoint(ElementId id, Probe... probes) {
        return new Element(
                id,
                new Subject.Endpoint(),
                "endpoint",
                "default",
                Element.Origin.CONFIGURED,
                List.of(probes),
                List.of(),
                Set.of(),
                List.of());
    }

    static Probe tcp(Duration every) {
        return new Probe.Tcp("localhost", 1, new Probe.Schedule(every, Duration.ofMillis(100), 2, 3, 2));
    }

    static Probe.Schedule schedule() {
        return new Probe.Schedule(Duration.ofSeconds(1), Duration.ofMillis(100), 2, 3, 2);
    }

    Bench watch(Element... elements) {
        monitor.watch(new Model(++revision, "bench", Arrays.asList(elements), new Policy(brakes, List.of())));
        monitor.settle();
        return this;
    }

    /** The same elements under other brakes. */
    Bench under(Brakes changed) {
        brakes = changed;
        return watch(endpoint(STORE), endpoint(WEB));
    }

    Bench after(Duration time) {
        now.updateAndGet(t -> t.plus(time));
        return this;
    }

    Observation state(String signal, String value, String sensor) {
        return Observation.state(STORE, signal, value, "", now.get(), sensor);
    }

    Observation http(String value, String sensor) {
        return state(Signals.HTTP_STATE, value, sensor);
    }

    Observation measured(String signal, double value, String unit) {
        return Observation.measured(STORE, signal, value, unit, now.get(), "probe");
    }

    Bench says(Observation... observations) {
        for (Observation observation : observations) monitor.accept(observation);
        return this;
    }

    Snapshot snapshot() {
        return monitor.snapshot();
    }

    Observation latest(String signal) {
        return snapshot().latest(STORE, signal).orElseThrow(() -> new AssertionError("nothing known of " + signal));
    }

    @Override
    public void close() {
        monitor.deactivate();
    }
}
