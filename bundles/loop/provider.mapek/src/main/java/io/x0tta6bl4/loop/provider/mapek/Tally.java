package io.x0tta6bl4.loop.provider.mapek;

import io.x0tta6bl4.knowledge.api.action.Outcome;
import io.x0tta6bl4.knowledge.api.incident.Incident;
import io.x0tta6bl4.telemetry.api.Histogram;
import io.x0tta6bl4.telemetry.api.TraceContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the loop counts of its work since it started, for whoever asks; safe for any number of threads. */
final class Tally {
    static final List<String> OUTCOMES = List.of("verified", "unverified", "failed", "unsupported", "suppressed");

    /** Half a minute is the longest that a repair may take by the project's own goals; an hour is a person's work. */
    private static final double[] SECONDS = {0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600};

    final Histogram tick = new Histogram(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5);
    final Histogram detection = new Histogram(SECONDS);
    final Histogram repair = new Histogram(SECONDS);
    private final Map<String, Long> outcomes = new TreeMap<>();
    private final Map<Incident.State, Long> states = new TreeMap<>();

    static String name(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Verified v -> "verified";
            case Outcome.ExecutedUnverified u -> "unverified";
            case Outcome.Failed f -> "failed";
            case Outcome.Unsupported u -> "unsupported";
            case Outcome.Suppressed s -> "suppressed";
        };
    }

    synchronized void ended(Outcome outcome) {
        outcomes.merge(name(outcome), 1L, Long::sum);
    }

    synchronized long outcomes(String name) {
        return outcomes.getOrDefault(name, 0L);
    }

    /** How often an incident came into a state. */
    synchronized long entered(Incident.State state) {
        return states.getOrDefault(state, 0L);
    }

    /** An incident came into another state than before; {@code before} is empty for a new one. */
    void moved(Optional<Incident.State> before, Incident now, Optional<TraceContext> trace) {
        if (before.filter(state -> state == now.state()).isPresent()) return;
        synchronized (this) {
            states.merge(now.state(), 1L, Long::sum);
        }
        if (before.isEmpty() && now.state() == Incident.State.OPEN) record(detection, now.since(), now.opened(), trace);
        if (now.state() == Incident.State.WATCHED) record(repair, now.since(), now.changed(), trace);
    }

    private static void record(Histogram into, Instant from, Instant to, Optional<TraceContext> trace) {
        double seconds = Duration.between(from, to).toNanos() / 1e9;
        if (trace.isPresent()) into.record(seconds, to, trace.get());
        else into.record(seconds);
    }
}
