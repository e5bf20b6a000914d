package io.x0tta6bl4.platform.console;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.incident.Cause;
import io.x0tta6bl4.knowledge.api.incident.Incident;
import io.x0tta6bl4.knowledge.api.incident.Symptom;
import io.x0tta6bl4.knowledge.api.journal.Journal;
import io.x0tta6bl4.knowledge.api.journal.JournalEntry;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import io.x0tta6bl4.loop.api.BrakeState;
import io.x0tta6bl4.loop.api.ElementHealth;
import io.x0tta6bl4.loop.api.LoopStatus;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The same for programs: JSON; what is not known is null. */
final class Documents {
    private Documents() {}

    private static <T> JsonArrayBuilder array(Collection<T> values, Function<T, JsonObjectBuilder> form) {
        JsonArrayBuilder array = Json.createArrayBuilder();
        values.forEach(value -> array.add(form.apply(value)));
        return array;
    }

    private static JsonArrayBuilder texts(Collection<?> values) {
        JsonArrayBuilder array = Json.createArrayBuilder();
        values.forEach(value -> array.add(value.toString()));
        return array;
    }

    static JsonObject json(LoopStatus status) {
        return Json.createObjectBuilder()
                .add("mode", status.mode().name())
                .add("reason", status.reason())
                .add("ticks", status.ticks())
                .add(
                        "lastTick",
                        status.lastTick()
                                .map(Instant::toString)
                                .<JsonValue>map(Json::createValue)
                                .orElse(JsonValue.NULL))
                .add("tickMillis", status.tickTime().toNanos() / 1e6)
                .add("observations", status.observations())
                .add("shed", status.shed())
                .add("holding", status.holding())
                .add("openIncidents", status.openIncidents())
                .add("actions", status.actions())
                .add("verified", status.verified())
                .add("missing", texts(status.missing()))
                .build();
    }

    static JsonArray brakes(List<BrakeState> brakes) {
        return array(
                        brakes,
                        state -> Json.createObjectBuilder()
                                .add("number", state.brake().number())
                                .add("brake", state.brake().key())
                                .add("on", state.on())
                                .add("setting", state.setting())
                                .add("held", state.held())
                                .add("holding", texts(state.holding())))
                .build();
    }

    static JsonArray healths(List<ElementHealth> all) {
        return array(all, Documents::health).build();
    }

    static JsonObject json(ElementHealth health, Optional<Model> model) {
        JsonObjectBuilder json = health(health);
        model.flatMap(m -> m.element(health.element()))
                .ifPresent(element -> json.add("class", element.elementClass())
                        .add("zone", element.zone())
                        .add("origin", element.origin().name())
                        .add("dependsOn", texts(element.dependsOn()))
                        .add("neededBy", texts(model.get().dependents(element.id()))));
        return json.build();
    }

    private static JsonObjectBuilder health(ElementHealth health) {
        return Json.createObjectBuilder()
                .add("element", health.element().value())
                .add("kind", health.kind())
                .add("state", health.state().name())
                .add("note", health.note())
                .add("symptoms", array(health.symptoms(), Documents::symptom))
                .add("observations", array(health.observations(), Documents::observation));
    }

    static JsonArray unwatched(Model model) {
        JsonArrayBuilder array = Json.createArrayBuilder();
        for (Element element : model.elements())
            array.add(Json.createObjectBuilder()
                    .add("element", element.id().value())
                    .add("kind", element.subject().kind())
                    .add("state", ElementHealth.State.UNKNOWN.name())
                    .add("note", "the loop is absent"));
        return array.build();
    }

    private static JsonObjectBuilder symptom(Symptom symptom) {
        return Json.createObjectBuilder()
                .add("element", symptom.element().value())
                .add("kind", symptom.kind().name())
                .add("signal", symptom.signal())
                .add("since", symptom.since().toString())
                .add("score", symptom.score())
                .add("detector", symptom.detector())
                .add("summary", symptom.summary());
    }

    private static JsonObjectBuilder observation(Observation o) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("element", o.element().value())
                .add("signal", o.signal())
                .add("at", o.at().toString())
                .add("sensor", o.sensor())
                .add("provenance", o.provenance().name())
                .add("quality", o.quality().name())
                .add("doubt", o.doubt());
        return switch (o.reading()) {
            case Reading.Measured m -> json.add("value", m.value()).add("unit", m.unit());
            case Reading.State s -> json.add("value", s.value()).add("detail", s.detail());
            case Reading.Absent a -> json.addNull("value").add("absent", a.reason());
        };
    }

    static JsonArray incidents(List<Incident> incidents) {
        return array(
                        incidents,
                        incident -> Json.createObjectBuilder()
                                .add("id", incident.id())
                                .add("state", incident.state().name())
                                .add("open", incident.open())
                                .add("element", incident.element().value())
                                .add(
                                        "cause",
                                        incident.diagnosis()
                                                .cause()
                                                .map(Documents::cause)
                                                .orElse(JsonValue.NULL))
                                .add("blastRadius", texts(incident.diagnosis().blastRadius()))
                                .add("explanation", incident.diagnosis().explanation())
                                .add("since", incident.since().toString())
                                .add("opened", incident.opened().toString())
                                .add("changed", incident.changed().toString())
                                .add("attempts", incident.attempts())
                                .add("note", incident.note()))
                .build();
    }

    private static JsonValue cause(Cause cause) {
        return Json.createObjectBuilder()
                .add("element", cause.element().value())
                .add("kind", cause.kind().name())
                .add("confidence", cause.confidence())
                .add("explanation", cause.explanation())
                .build();
    }

    static JsonObject chain(String id, List<JournalEntry> entries, Journal.Verification verification) {
        return Json.createObjectBuilder()
                .add("incident", id)
                .add(
                        "trace",
                        entries.stream()
                                .flatMap(entry -> entry.trace().stream())
                                .findFirst()
                                .<JsonValue>map(Json::createValue)
                                .orElse(JsonValue.NULL))
                .add("intact", verification.intact())
                .add("verification", verification.detail())
                .add(
                        "entries",
                        array(
                                entries,
                                entry -> Json.createObjectBuilder()
                                        .add("sequence", entry.sequence())
                                        .add("at", entry.at().toString())
                                        .add("hash", entry.hash())
                                        .add("type", entry.record().getClass().getSimpleName())
                                        .add("record", stored(entry.json()))))
                .build();
    }

    /** The record as it was stored and hashed; as text when it is no JSON. */
    private static JsonValue stored(String text) {
        try (var reader = Json.createReader(new StringReader(text))) {
            return reader.readValue();
        } catch (JsonException e) {
            return Json.createValue(text);
        }
    }
}
