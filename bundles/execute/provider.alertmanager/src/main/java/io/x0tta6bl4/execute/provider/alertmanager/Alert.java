package io.x0tta6bl4.execute.provider.alertmanager;

import io.x0tta6bl4.knowledge.api.incident.Incident;
import io.x0tta6bl4.platform.api.SteadyClock;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One alert of an incident. Its labels never change while the incident lasts, for they are what Alertmanager knows it by; what
 * changes is in the annotations.
 *
 * @param kind that there is an incident, or that people are needed for it
 * @param incident as it is now
 * @param firing false when it ended
 * @param trace id of the incident's trace; empty when it is not traced
 */
record Alert(Kind kind, Incident incident, boolean firing, Optional<String> trace) {
    /** Without news for so long, Alertmanager takes the alert for resolved: a node that is gone does not alert for ever. */
    static final Duration LEASE = Duration.ofMinutes(5);

    private static final int TEXT = 2_000;

    /** Names and severities of the alerts. */
    enum Kind {
        INCIDENT("X0Incident", "warning"),
        PAGE("X0Page", "critical");

        final String alertname;
        final String severity;

        Kind(String alertname, String severity) {
            this.alertname = alertname;
            this.severity = severity;
        }

        boolean firing(Incident incident) {
            return this == INCIDENT ? incident.open() : incident.state() == Incident.State.PAGED;
        }
    }

    String key() {
        return kind + " " + incident.id();
    }

    /** As the API v2 of Alertmanager takes it. */
    JsonObject json(String node, Instant now) {
        Instant over = now.isBefore(incident.opened()) ? incident.opened() : now;
        Instant ends = firing ? now.plus(LEASE) : over;
        JsonObjectBuilder annotations = Json.createObjectBuilder()
                .add("summary", cut(incident.element() + ": " + summary()))
                .add("description", cut(incident.diagnosis().explanation()))
                .add("state", incident.state().name())
                .add("note", cut(incident.note()));
        trace.ifPresent(id -> annotations.add("trace_id", id));
        return Json.createObjectBuilder()
                .add(
                        "labels",
                        Json.createObjectBuilder()
                                .add("alertname", kind.alertname)
                                .add("severity", kind.severity)
                                .add("node", node)
                                .add("element", incident.element().value())
                                .add("incident", incident.id()))
                .add("annotations", annotations)
                .add("startsAt", wall(incident.opened()))
                .add("endsAt", wall(ends))
                .build();
    }

    /** Alertmanager judges by the wall clock what is over. */
    private static String wall(Instant at) {
        return SteadyClock.system().wall(at).toString();
    }

    private String summary() {
        return incident.diagnosis()
                .cause()
                .map(cause -> cause.kind().name())
                .orElseGet(
                        () -> incident.diagnosis().symptoms().getFirst().kind().name());
    }

    private static String cut(String text) {
        return text.length() <= TEXT ? text : text.substring(0, TEXT) + "…";
    }
}
