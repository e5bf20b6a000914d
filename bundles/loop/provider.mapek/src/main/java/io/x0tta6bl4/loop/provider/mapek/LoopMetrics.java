package io.x0tta6bl4.loop.provider.mapek;

import io.x0tta6bl4.knowledge.api.incident.Incident;
import io.x0tta6bl4.loop.api.BrakeState;
import io.x0tta6bl4.loop.api.LoopStatus;
import io.x0tta6bl4.platform.api.HotReference;
import io.x0tta6bl4.telemetry.api.Metric;
import io.x0tta6bl4.telemetry.api.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The loop in numbers, each read where it is counted. */
final class LoopMetrics {
    private static final Metric TICKS = Metric.counter("x0.loop.ticks", "{tick}", "Turns of the loop.");
    private static final Metric TICK =
            Metric.histogram("x0.loop.tick.duration", "s", "How long a turn of the loop takes.");
    private static final Metric OVERRUNS =
            Metric.counter("x0.loop.tick.overruns", "{tick}", "Turns that took longer than their budget.");
    private static final Metric OBSERVATIONS =
            Metric.counter("x0.loop.observations", "{observation}", "Observations taken in.");
    private static final Metric SHED = Metric.counter(
            "x0.loop.observations.shed",
            "{observation}",
            "Measurements dropped because more came than the budget allows.");
    private static final Metric SYMPTOMS = Metric.gauge("x0.loop.symptoms", "{symptom}", "Symptoms that hold now.");
    private static final Metric MISSING =
            Metric.gauge("x0.loop.phases.missing", "{phase}", "Phases without a provider; the loop acts only at 0.");
    private static final Metric OPEN =
            Metric.gauge("x0.incidents.open", "{incident}", "Incidents that are open now, by state.", "state");
    private static final Metric INCIDENTS = Metric.counter(
            "x0.incidents", "{incident}", "How often incidents came into a state since the node started.", "state");
    private static final Metric DETECTION =
            Metric.histogram("x0.incident.detection.time", "s", "From the first evidence to the opened incident.");
    private static final Metric REPAIR =
            Metric.histogram("x0.incident.repair.time", "s", "From the first evidence to the verified repair.");
    private static final Metric ACTIONS =
            Metric.counter("x0.actions", "{action}", "Actions that ended, by outcome.", "outcome");
    private static final Metric BRAKES =
            Metric.counter("x0.brake.held", "{decision}", "How often a brake held something back.", "brake");
    private static final Metric LOST =
            Metric.counter("x0.journal.lost", "{record}", "Records that no journal took since the node started.");
    private static final Metric SWAPS = Metric.counter(
            "x0.capability.swaps", "{swap}", "Changes of the provider that serves the loop.", "capability");
    private static final Metric STALLS = Metric.counter(
            "x0.capability.stalls", "{call}", "Calls of the loop that had to wait for a provider.", "capability");
    private static final Metric STALLED = Metric.counter(
            "x0.capability.stall.time", "s", "Time that calls of the loop waited for a provider.", "capability");

    private final Engine engine;

    LoopMetrics(Engine engine) {
        this.engine = engine;
    }

    static List<Metric> metrics() {
        return List.of(
                TICKS,
                TICK,
                OVERRUNS,
                OBSERVATIONS,
                SHED,
                SYMPTOMS,
                MISSING,
                OPEN,
                INCIDENTS,
                DETECTION,
                REPAIR,
                ACTIONS,
                BRAKES,
                LOST,
                SWAPS,
                STALLS,
                STALLED);
    }

    List<Sample> samples() {
        LoopStatus status = View.status(engine);
        Tally tally = engine.chronicle.tally;
        List<Sample> samples = new ArrayList<>(List.of(
                Sample.of(TICKS, status.ticks()),
                Sample.of(TICK, tally.tick),
                Sample.of(OVERRUNS, engine.ticks().overruns()),
                Sample.of(OBSERVATIONS, status.observations()),
                Sample.of(SHED, status.shed()),
                Sample.of(SYMPTOMS, status.holding()),
                Sample.of(MISSING, status.missing().size()),
                Sample.of(DETECTION, tally.detection),
                Sample.of(REPAIR, tally.repair),
                Sample.of(LOST, engine.chronicle.lost())));
        for (String outcome : Tally.OUTCOMES) samples.add(Sample.of(ACTIONS, tally.outcomes(outcome), outcome));
        for (BrakeState brake : Explanation.of(engine))
            samples.add(Sample.of(BRAKES, brake.held(), brake.brake().key()));
        incidents(samples);
        for (HotReference<?> phase : engine.phases.all()) swaps(phase, samples);
        return samples;
    }

    private void incidents(List<Sample> samples) {
        Map<Incident.State, Long> open;
        synchronized (engine) {
            open = engine.incidents.open().values().stream()
                    .collect(Collectors.groupingBy(Incident::state, Collectors.counting()));
        }
        for (Incident.State state : Incident.State.values()) {
            String name = state.name().toLowerCase(Locale.ROOT);
            samples.add(Sample.of(INCIDENTS, engine.chronicle.tally.entered(state), name));
            if (state != Incident.State.RESOLVED && state != Incident.State.CLEARED)
                samples.add(Sample.of(OPEN, open.getOrDefault(state, 0L), name));
        }
    }

    private static void swaps(HotReference<?> phase, List<Sample> samples) {
        samples.add(Sample.of(SWAPS, phase.swaps(), phase.what()));
        samples.add(Sample.of(STALLS, phase.stalls(), phase.what()));
        samples.add(Sample.of(STALLED, phase.stalled().toNanos() / 1e9, phase.what()));
    }
}
