package io.x0tta6bl4.loop.provider.mapek;

import io.x0tta6bl4.analyze.api.Analysis;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.incident.Incident;
import io.x0tta6bl4.knowledge.api.incident.Incident.State;
import io.x0tta6bl4.knowledge.api.incident.Symptom;
import io.x0tta6bl4.knowledge.api.observation.Snapshot;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Closes incidents whose element is healthy for long enough, or whose symptoms went, or whose element left. */
final class Closing {
    private static final String STANDS = "; its symptoms cleared, and it stands because ";

    private final Engine engine;
    private final Recovery recovery;
    private final Consumer<String> forget;
    /** Since when an incident that people were called for has had no symptom and no evidence of health. */
    private final Map<String, Instant> unproven = new HashMap<>();

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
            Optional<Element> element = snapshot.model().element(id);
            if (element.isEmpty()) {
                cleared(incident, snapshot.at(), "the element left the model");
                continue;
            }
            Calm calm = Calm.of(
                    element.get(),
                    List.copyOf(snapshot.latest().getOrDefault(id, Map.of()).values()),
                    symptomatic.contains(id));
            recovery.seen(id, calm.well(), snapshot.at());
            if (incident.state() == State.PAGED) explain(incident, calm, snapshot.at());
            if (!sick.contains(id) && !engine.workers.isBusy(id)) close(incident, calm, snapshot.at());
        }
        List<String> open =
                engine.incidents.open().values().stream().map(Incident::id).toList();
        engine.brakeLog.retain(open);
        unproven.keySet().retainAll(open);
    }

    private void close(Incident incident, Calm calm, Instant now) {
        boolean stable = calm.well()
                && recovery.stable(
                        incident.element(), engine.brakes().coolDown().stableWindow(), now);
        switch (incident.state()) {
            case OPEN, HELD -> {
                if (!calm.is(Calm.Verdict.SYMPTOMS)) wentAlone(incident, now);
            }
            case WATCHED -> {
                if (stable && calm.is(Calm.Verdict.HEALTHY)) resolved(incident, now);
                else if (stable) cleared(incident, now, "over after the repair: " + calm.why());
            }
            case PAGED -> {
                if (!stable) return;
                engine.target(incident.element()).stable();
                boolean healthy = calm.is(Calm.Verdict.HEALTHY);
                cleared(
                        incident,
                        now,
                        healthy
                                ? "healthy again after people were called"
                                : "over after people were called: " + calm.why());
            }
            case HEALING, RESOLVED, CLEARED -> {}
        }
    }

    private void wentAlone(Incident incident, Instant now) {
        if (incident.attempts() == 0) engine.levels.wentAlone(incident);
        cleared(
                incident,
                now,
                incident.attempts() == 0
                        ? "its symptoms cleared without an action"
                        : "its symptoms cleared after " + incident.attempts() + " actions");
    }

    private void resolved(Incident incident, Instant now) {
        engine.target(incident.element()).stable();
        engine.levels.confirmed(incident);
        forget.accept(incident.id());
        engine.incidents.put(incident.in(State.RESOLVED, now, incident.note() + "; held for the stable window"));
    }

    /** What has no symptom any more and does not end, says why; once, and not before the stable window is over. */
    private void explain(Incident incident, Calm calm, Instant now) {
        int told = incident.note().indexOf(STANDS);
        if (!calm.is(Calm.Verdict.UNPROVEN)) {
            unproven.remove(incident.id());
            if (told >= 0 && calm.is(Calm.Verdict.SYMPTOMS))
                engine.incidents.put(
                        incident.in(State.PAGED, now, incident.note().substring(0, told)));
            return;
        }
        Instant since = unproven.computeIfAbsent(incident.id(), id -> now);
        boolean due = !since.plus(engine.brakes().coolDown().stableWindow()).isAfter(now);
        if (due && told < 0) engine.incidents.put(incident.in(State.PAGED, now, incident.note() + STANDS + calm.why()));
    }

    private void cleared(Incident incident, Instant now, String why) {
        engine.target(incident.element()).changed(now, engine.brakes().flapDamping());
        recovery.repaired(incident.element(), incident.diagnosis(), now);
        forget.accept(incident.id());
        engine.incidents.put(incident.in(State.CLEARED, now, why));
    }
}
