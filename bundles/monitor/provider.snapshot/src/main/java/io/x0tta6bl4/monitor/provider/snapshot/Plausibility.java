package io.x0tta6bl4.monitor.provider.snapshot;

import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Observation.Quality;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import io.x0tta6bl4.knowledge.api.policy.Brakes;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** Can this be true? (brake 17) Time stamps ahead of the clock, impossible values and frozen instruments are faults of the sensor. */
final class Plausibility {
    /** Signals whose exact repetition is a sign of a frozen instrument, since they are measured in nanoseconds. */
    private static final Set<String> NEVER_REPEATS = Set.of(Signals.HTTP_LATENCY, Signals.TCP_LATENCY);

    private static final Set<String> SHARES = Set.of(Signals.HOST_CPU, Signals.HOST_MEMORY, Signals.HOST_DISK);

    private Plausibility() {}

    /** The observation as it is, or with a doubt. */
    static Observation judge(Observation observation, Instant now, Brakes.Plausibility setting, ElementView view) {
        if (!setting.on() || observation.quality() != Quality.GOOD) return observation;
        String doubt = doubt(observation, now, setting, view);
        return doubt.isEmpty() ? observation : observation.doubted(Quality.DOUBTFUL, doubt);
    }

    private static String doubt(Observation observation, Instant now, Brakes.Plausibility setting, ElementView view) {
        if (observation.at().isAfter(now) && observation.at().isAfter(now.plus(setting.futureLimit())))
            return "its time stamp " + observation.at() + " is ahead of the node's clock";
        return switch (observation.reading()) {
            case Reading.Measured measured -> doubt(observation, measured, setting, view);
            case Reading.State state -> doubt(observation.signal(), state.value());
            case Reading.Absent _ -> "";
        };
    }

    private static String doubt(
            Observation observation, Reading.Measured measured, Brakes.Plausibility setting, ElementView view) {
        String signal = observation.signal();
        String unit = Signals.UNITS.get(signal);
        if (unit == null) return "";
        if (!unit.equals(measured.unit())) return "its unit is " + measured.unit() + ", not " + unit;
        if (measured.value() < 0) return measured.value() + " " + unit + " cannot be negative";
        if (SHARES.contains(signal) && measured.value() > 1.001) return measured.value() + " is more than the whole";
        if (!NEVER_REPEATS.contains(signal)) return "";
        int count = view.repeats(observation).count(measured.value());
        return count >= setting.frozenSamples()
                ? "exactly " + measured.value() + " " + unit + " for " + count + " samples: frozen"
                : "";
    }

    private static String doubt(String signal, String state) {
        Set<String> known = STATES.get(signal);
        return known == null || known.contains(state) ? "" : "'" + state + "' is no state of " + signal;
    }

    private static final Map<String, Set<String>> STATES = Map.of(
            Signals.PROCESS_STATE, Set.of("running", "exited", "never-started"),
            Signals.HTTP_STATE, Set.of("healthy", "unreachable", "unresponsive", "wrong"),
            Signals.TCP_STATE, Set.of("healthy", "unreachable", "unresponsive"),
            Signals.CONFIGURATION_STATE, Set.of("baseline", "changed"),
            Signals.SERVICE_STATE, Set.of("present", "absent"));
}
