package io.x0tta6bl4.loop.provider.mapek;

import io.x0tta6bl4.knowledge.api.action.Action;
import io.x0tta6bl4.knowledge.api.action.Outcome;
import io.x0tta6bl4.knowledge.api.action.Plan;
import io.x0tta6bl4.knowledge.api.incident.Diagnosis;
import io.x0tta6bl4.knowledge.api.incident.Incident;
import io.x0tta6bl4.knowledge.api.incident.Symptom;
import io.x0tta6bl4.knowledge.api.journal.JournalEntry;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.telemetry.api.Attribute;
import io.x0tta6bl4.telemetry.api.FinishedSpan;
import io.x0tta6bl4.telemetry.api.SpanKind;
import io.x0tta6bl4.telemetry.api.TraceContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.MDC;

/**
 * One incident, one trace: the first span lasts from the first evidence to the end of the incident, and what was seen, decided and
 * done are its parts. Without telemetry there is no trace, and nothing carries the id of one.
 */
final class Traces {
    /** The name under which log lines carry the id. */
    static final String LOGGED = "trace_id";

    private static final int OBSERVATIONS = 8;
    private static final int SPAN_DIGITS = 16;

    private final Phases phases;
    private final InstantSource clock;
    private final Map<String, TraceContext> roots = new ConcurrentHashMap<>();

    /** When the phases of one tick ended. */
    record Times(Instant observed, Instant analyzed, Instant diagnosed) {}

    Traces(Phases phases, InstantSource clock) {
        this.phases = phases;
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    /** Id of the incident's trace; empty when it is not traced. */
    String id(String incident) {
        TraceContext root = roots.get(incident);
        return root == null ? "" : root.traceId();
    }

    Optional<TraceContext> root(String incident) {
        return Optional.ofNullable(roots.get(incident));
    }

    /** A place for a step of the incident, to be handed on before the step is over. */
    Optional<TraceContext> step(String incident) {
        TraceContext root = roots.get(incident);
        return root == null ? Optional.empty() : child(root);
    }

    /** A place for a part of a step. */
    Optional<TraceContext> child(TraceContext of) {
        return phases.tracing.callIfPresent(tracing -> tracing.child(of));
    }

    /** The incident begins: its trace has an id before anything about it is written down. */
    void begin(String incident) {
        phases.tracing.callIfPresent(t -> t.begin()).ifPresent(first -> roots.put(incident, rootOf(first.traceId())));
    }

    /** The place of the first span follows from the id, so that the journal alone brings it back after a restart. */
    private static TraceContext rootOf(String traceId) {
        return new TraceContext(traceId, traceId.substring(0, SPAN_DIGITS), true);
    }

    /** Takes up the traces of incidents from before a restart. */
    void recall(List<JournalEntry> entries) {
        for (JournalEntry entry : entries)
            entry.trace().ifPresent(trace -> roots.put(entry.record().incident(), rootOf(trace)));
    }

    /** Forgets the traces of all incidents but these. */
    void retain(Collection<String> incidents) {
        roots.keySet().retainAll(incidents);
    }

    /** What a diagnosis rests on, and itself. */
    void diagnosed(String incident, List<Symptom> fresh, Diagnosis diagnosis, Times times) {
        fresh.stream().limit(OBSERVATIONS).forEach(symptom -> observed(incident, symptom));
        span(
                incident,
                "analysis",
                times.observed(),
                times.analyzed(),
                Optional.empty(),
                List.of(Attribute.of("x0.symptoms", fresh.size())));
        List<Attribute> found = new ArrayList<>(List.of(Attribute.of("x0.explanation", diagnosis.explanation())));
        diagnosis.cause().ifPresent(cause -> {
            found.add(Attribute.of("x0.cause.element", cause.element().value()));
            found.add(Attribute.of("x0.cause.kind", cause.kind().name()));
            found.add(Attribute.of("x0.cause.confidence", cause.confidence()));
        });
        span(incident, "diagnosis", times.analyzed(), times.diagnosed(), Optional.empty(), found);
    }

    private void observed(String incident, Symptom symptom) {
        Observation newest = symptom.evidence().getLast();
        Instant end = newest.at().isBefore(symptom.since()) ? symptom.since() : newest.at();
        span(
                incident,
                "observation",
                symptom.since(),
                end,
                Optional.empty(),
                List.of(
                        Attribute.of("x0.element", symptom.element().value()),
                        Attribute.of("x0.signal", symptom.signal()),
                        Attribute.of("x0.sensor", newest.sensor()),
                        Attribute.of("x0.symptom", symptom.kind().name()),
                        Attribute.of("x0.detector", symptom.detector())));
    }

    void planned(Plan plan, Instant from, Instant to, String held) {
        List<Attribute> attributes = new ArrayList<>(List.of(
                Attribute.of("x0.plan.reason", plan.reason()),
                Attribute.of("x0.plan.actions", plan.actions().size())));
        if (!held.isEmpty()) attributes.add(Attribute.of("x0.brake", held));
        span(plan.incident(), "plan", from, to, Optional.empty(), attributes);
    }

    /** An action that is over; {@code place} is where it was from its beginning. */
    void acted(Optional<TraceContext> place, String incident, Action action, Outcome outcome, Instant from) {
        boolean good = outcome instanceof Outcome.Verified || outcome instanceof Outcome.ExecutedUnverified;
        place.ifPresent(here -> emit(
                "action " + action.command().name(),
                here,
                root(incident),
                from,
                now(),
                good ? Optional.empty() : Optional.of(Words.of(outcome)),
                List.of(
                        Attribute.of("x0.action.id", action.id()),
                        Attribute.of("x0.element", action.target().value()),
                        Attribute.of("x0.outcome", Tally.name(outcome)),
                        Attribute.of("x0.outcome.detail", Words.of(outcome)))));
    }

    /** The looks after an action; {@code place} is where they were from their beginning. */
    void verified(
            Optional<TraceContext> place, Optional<TraceContext> action, Action of, Outcome outcome, Instant from) {
        boolean good = outcome instanceof Outcome.Verified;
        place.ifPresent(here -> emit(
                "verification",
                here,
                action,
                from,
                now(),
                good ? Optional.empty() : Optional.of(Words.of(outcome)),
                List.of(
                        Attribute.of("x0.element", of.target().value()),
                        Attribute.of("x0.success.test", of.success().name()))));
    }

    /** The incident is over, and with it its trace. */
    void closed(Incident incident) {
        TraceContext root = roots.remove(incident.id());
        if (root == null) return;
        Instant end = incident.changed().isBefore(incident.since()) ? incident.since() : incident.changed();
        emit(
                "incident",
                root,
                Optional.empty(),
                incident.since(),
                end,
                Optional.empty(),
                List.of(
                        Attribute.of("x0.incident.id", incident.id()),
                        Attribute.of("x0.element", incident.element().value()),
                        Attribute.of("x0.incident.state", incident.state().name()),
                        Attribute.of("x0.incident.actions", incident.attempts()),
                        Attribute.of("x0.incident.opened", incident.opened().toString()),
                        Attribute.of("x0.incident.note", incident.note())));
    }

    private void span(
            String incident,
            String name,
            Instant from,
            Instant to,
            Optional<String> error,
            List<Attribute> attributes) {
        step(incident).ifPresent(here -> emit(name, here, root(incident), from, to, error, attributes));
    }

    private void emit(
            String name,
            TraceContext here,
            Optional<TraceContext> parent,
            Instant from,
            Instant to,
            Optional<String> error,
            List<Attribute> attributes) {
        Instant end = to.isBefore(from) ? from : to;
        FinishedSpan span = new FinishedSpan(name, here, parent, SpanKind.INTERNAL, from, end, attributes, error);
        phases.tracing.callIfPresent(tracing -> {
            tracing.emit(span);
            return Boolean.TRUE;
        });
    }

    /** Runs the body, whose log lines carry the id of the incident's trace. */
    void logged(String incident, Runnable body) {
        String trace = id(incident);
        if (trace.isEmpty()) {
            body.run();
            return;
        }
        try (var scope = MDC.putCloseable(LOGGED, trace)) {
            body.run();
        }
    }
}
