package io.x0tta6bl4.loop.provider.mapek;

import io.x0tta6bl4.analyze.api.Analysis;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.incident.Incident;
import io.x0tta6bl4.knowledge.api.incident.Incident.State;
import io.x0tta6bl4.knowledge.api.incident.Symptom;
import io.x0tta6bl4.knowledge.api.observation.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Closes incidents whose element is healthy for long enough, or whose symptoms went, or whose element left. */
final class Closing {
    private final Engine engine;
    private final Recovery recovery;
    private final Consumer<String> forget;

    /** {@code forget} is told the id of each incident that was closed. */
    Closing(Engine engine, Recovery recovery, Consumer<String> forget) {
        this.engine = engine;
        this.recovery = recovery;
        this.forget = forget;
    }

    void close(Snapshot snapshot, Analysis analysis, Set<ElementId> sick) {
        Set<ElementId> symptomatic =
                analysis.holding().stream().map(Symptom::element).collect(Collectors.toSet());
        for (Incident incident : List.copyOf(engine.incidents.open().values())) {
            ElementId id = incident.element();
            boolean healthy = Look.at(List.copyOf(
                                    snapshot.latest().getOrDefault(id, Map.of()).values()))
                            .is(Look.Verdict.HEALTHY)
                    && !symptomatic.contains(id);
            recovery.seen(id, healthy, snapshot.at());
            if (snapshot.model().element(id).isEmpty()) cleared(incident, snapshot.at(), "the element left the model");
            else if (!sick.contains(id) && !engine.workers.isBusy(id))
                close(incident, healthy, symptomatic.contains(id), snapshot.at());
        }
        engine.brakeLog.retain(
                engine.incidents.open().values().stream().map(Incident::id).toList());
    }

    private void close(Incident incident, boolean healthy, boolean symptomatic, Instant now) {
        switch (incident.state()) {
            case OPEN, HELD -> {
                if (!symptomatic) {
                    if (incident.attempts() == 0) engine.levels.wentAlone(incident);
                    cleared(
                            incident,
                            now,
                            incident.attempts() == 0
                                    ? "its symptoms cleared without an action"
                                    : "its symptoms cleared after " + incident.attempts() + " actions");
                }
            }
            case WATCHED -> {
                if (healthy
                        && recovery.stable(
                                incident.element(), engine.brakes().coolDown().stableWindow(), now)) {
                    engine.target(incident.element()).stable();
                    engine.levels.confirmed(incident);
                    forget.accept(incident.id());
                    engine.incidents.put(
                            incident.in(State.RESOLVED, now, incident.note() + "; held for the stable window"));
                }
            }
            case PAGED -> {
                if (healthy
                        && recovery.stable(
                                incident.element(), engine.brakes().coolDown().stableWindow(), now)) {
                    engine.target(incident.element()).stable();
                    cleared(incident, now, "healthy again after people were called");
                }
            }
            case HEALING, RESOLVED, CLEARED -> {}
        }
    }

    private void cleared(Incident incident, Instant now, String why) {
        engine.target(incident.element()).changed(now, engine.brakes().flapDamping());
        recovery.repaired(incident.element(), incident.diagnosis(), now);
        forget.accept(incident.id());
        engine.incidents.put(incident.in(State.CLEARED, now, why));
    }
}
