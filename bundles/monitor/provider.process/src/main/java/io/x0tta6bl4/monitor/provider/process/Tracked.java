package io.x0tta6bl4.monitor.provider.process;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import io.x0tta6bl4.knowledge.api.store.ProcessLedger;
import io.x0tta6bl4.monitor.api.ObservationSink;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One element as the watching thread knows it; used by that thread alone. */
final class Tracked {
    private static final Logger LOG = LoggerFactory.getLogger(Tracked.class);

    final ElementId id;
    final long number;
    Sight sight = new Sight.NeverStarted("");
    boolean events;
    boolean settled; // whether the sight is in line with the ledger
    long token;
    private Duration processorTime = Duration.ZERO;
    private long measuredAt;
    private boolean complained; // once is enough for the log

    Tracked(ElementId id, long number) {
        this.id = id;
        this.number = number;
    }

    boolean runs(ProcessLedger.Identity identity) {
        return sight instanceof Sight.Running running && running.identity().equals(identity);
    }

    /** Remembers a new sight; {@code events} says whether the end of the process will be an event. */
    void now(Sight sight, boolean events) {
        this.sight = sight;
        this.events = events;
        if (sight instanceof Sight.Running running) {
            processorTime = running.look().processorTime();
            measuredAt = System.nanoTime();
        }
    }

    void say(ObservationSink sink, Instant at) {
        sink.accept(state(id, sight, at));
    }

    static Observation state(ElementId id, Sight sight, Instant at) {
        return switch (sight) {
            case Sight.Running running ->
                state(id, "running", "process " + running.identity().pid(), at);
            case Sight.Exited exited -> state(id, "exited", exited.detail(), at);
            case Sight.NeverStarted never -> state(id, "never-started", never.detail(), at);
        };
    }

    private static Observation state(ElementId id, String value, String detail, Instant at) {
        return Observation.state(id, Signals.PROCESS_STATE, value, detail, at, ProcessSensor.NAME);
    }

    void sayResources(Vitals.Look look, long nanos, ObservationSink sink, Instant at) {
        double used = look.processorTime().minus(processorTime).toNanos();
        double passed = nanos - measuredAt;
        processorTime = look.processorTime();
        measuredAt = nanos;
        if (passed > 0 && used >= 0)
            sink.accept(Observation.measured(
                    id,
                    Signals.PROCESS_CPU,
                    used / passed,
                    Signals.UNITS.get(Signals.PROCESS_CPU),
                    at,
                    ProcessSensor.NAME));
        look.readings().forEach((signal, reading) -> sink.accept(observed(id, signal, reading, at)));
    }

    static Observation observed(ElementId id, String signal, Reading reading, Instant at) {
        return new Observation(
                id,
                signal,
                reading,
                at,
                ProcessSensor.NAME,
                Observation.Provenance.OBSERVED,
                Observation.Quality.GOOD,
                "");
    }

    void sayFailure(RuntimeException failure, ObservationSink sink, Instant at) {
        if (!complained) LOG.warn("Could not watch the process of {}; trying again each second", id, failure);
        complained = true;
        try {
            sink.accept(Observation.absent(
                    id, Signals.PROCESS_STATE, "the sensor could not look: " + failure, at, ProcessSensor.NAME));
        } catch (RuntimeException e) {
            LOG.debug("The sink refused an observation of {}", id, e); // it is likely what failed in the first place
        }
    }
}
