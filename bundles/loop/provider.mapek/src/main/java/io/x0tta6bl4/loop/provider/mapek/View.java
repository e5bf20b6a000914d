package io.x0tta6bl4.loop.provider.mapek;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.incident.Cause;
import io.x0tta6bl4.knowledge.api.incident.Incident;
import io.x0tta6bl4.knowledge.api.incident.Symptom;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import io.x0tta6bl4.knowledge.api.observation.Snapshot;
import io.x0tta6bl4.loop.api.ElementHealth;
import io.x0tta6bl4.loop.api.Lesson;
import io.x0tta6bl4.loop.api.LoopStatus;
import io.x0tta6bl4.loop.api.LoopStatus.Mode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the loop shows of itself: status and the health of every element, as of the last tick. */
final class View {
    private View() {}

    static LoopStatus status(Engine engine) {
        List<String> missing = engine.phases.missing();
        String trouble = engine.chronicle.trouble();
        boolean dry = engine.brakes().dryRun().all();
        Mode mode = !missing.isEmpty()
                ? Mode.BLIND
                : !engine.pauseReason().isEmpty() ? Mode.PAUSED : dry ? Mode.DRY_RUN : Mode.LIVE;
        String reason = switch (mode) {
            case BLIND -> "missing: " + String.join(", ", missing);
            case PAUSED -> engine.pauseReason();
            case DRY_RUN -> "dry-run: decides and records, does nothing";
            case LIVE, MAINTENANCE -> trouble.isEmpty() ? "" : "does not act, the journal takes no records: " + trouble;
        };
        Ticks ticks = engine.ticks();
        int open;
        synchronized (engine) {
            open = engine.incidents.open().size();
        }
        return new LoopStatus(
                mode,
                reason,
                ticks.count(),
                ticks.last(),
                ticks.took(),
                ticks.observations(),
                ticks.shed(),
                engine.analysis().holding().size(),
                open,
                engine.counts().carriedOut(),
                engine.counts().verified(),
                missing);
    }

    /** By kind of cause, what helps most first; nothing while experience cannot be asked. */
    static List<Lesson> lessons(Engine engine) {
        List<Lesson> all = new ArrayList<>();
        for (Cause.Kind cause : Cause.Kind.values())
            engine.phases.experience.callIfPresent(e -> e.of(cause)).orElse(Map.of()).entrySet().stream()
                    .map(entry -> new Lesson(cause, entry.getKey(), entry.getValue()))
                    .sorted(Comparator.comparingDouble(l -> -l.tally().expectedSuccess()))
                    .forEach(all::add);
        return all;
    }

    static List<ElementHealth> health(Engine engine) {
        Snapshot snapshot = engine.snapshot();
        Map<io.x0tta6bl4.knowledge.api.element.ElementId, List<Symptom>> symptoms =
                engine.analysis().holding().stream().collect(Collectors.groupingBy(Symptom::element));
        List<ElementHealth> all = new ArrayList<>();
        synchronized (engine) {
            for (Element element : snapshot.model().elements())
                all.add(health(engine, element, snapshot, symptoms.getOrDefault(element.id(), List.of())));
        }
        return all;
    }

    private static ElementHealth health(Engine engine, Element element, Snapshot snapshot, List<Symptom> symptoms) {
        List<Observation> seen = new ArrayList<>(
                snapshot.latest().getOrDefault(element.id(), Map.of()).values());
        seen.sort(Comparator.comparing(Observation::signal).thenComparing(Observation::sensor));
        return new ElementHealth(
                element.id(),
                element.subject().kind(),
                state(seen, symptoms),
                symptoms,
                seen,
                note(engine, element, snapshot));
    }

    private static ElementHealth.State state(List<Observation> seen, List<Symptom> symptoms) {
        if (!symptoms.isEmpty()) return ElementHealth.State.SICK;
        boolean stopped = seen.stream()
                .anyMatch(o -> o.signal().equals(Signals.PROCESS_STATE)
                                && o.reading() instanceof Reading.State s
                                && !s.value().equals("running")
                        || o.says("stopped-by-operator"));
        if (stopped) return ElementHealth.State.STOPPED;
        return switch (Look.at(seen).verdict()) {
            case HEALTHY -> ElementHealth.State.HEALTHY;
            case SICK, DOUBTFUL -> ElementHealth.State.UNKNOWN;
            case BLIND -> measured(seen) ? ElementHealth.State.HEALTHY : ElementHealth.State.UNKNOWN;
        };
    }

    /** A host has measurements only; within its thresholds it is healthy. */
    private static boolean measured(List<Observation> seen) {
        return seen.stream()
                .anyMatch(o -> o.reading() instanceof Reading.Measured && o.quality() == Observation.Quality.GOOD);
    }

    private static String note(Engine engine, Element element, Snapshot snapshot) {
        var maintained = engine.target(element.id()).maintained(snapshot.at());
        if (maintained.isPresent()) return "in maintenance until " + maintained.get();
        Incident incident = engine.incidents.on(element.id());
        return incident == null
                ? engine.healing.awaits(element.id())
                : incident.id() + " " + incident.state() + ": " + incident.note();
    }
}
