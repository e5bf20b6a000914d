package io.x0tta6bl4.itests.scenarios.node;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The one place that knows the shape of the JSON that the console prints. */
public final class NodeJson {
    private NodeJson() {}

    /** The answer of {@code incident:list --json}, newest first. */
    public static List<IncidentView> incidents(String text) {
        return objects(parse(text), "incidents").stream()
                .map(NodeJson::incident)
                .toList();
    }

    /** The answer of {@code incident:show ID --json}: the entries of the journal, which hold the incident as it changed. */
    public static ChainView chain(String text) {
        JsonObject json = parse(text).asJsonObject();
        List<ActionView> actions = new ArrayList<>();
        List<String> causes = new ArrayList<>();
        Optional<IncidentView> incident = Optional.empty();
        for (JsonObject entry : objects(json, "entries")) {
            String type = required(entry, "type");
            if (type.equals("Ended")) actions.add(ended(entry));
            if (type.equals("Diagnosed"))
                cause(entry.getJsonObject("record"))
                        .flatMap(c -> string(c, "kind"))
                        .ifPresent(causes::add);
            if (type.equals("Changed"))
                incident = Optional.of(incident(entry.getJsonObject("record").getJsonObject("now")));
        }
        return new ChainView(
                incident.orElseThrow(
                        () -> new IllegalStateException("the journal never says what the incident is: " + json)),
                causes,
                actions,
                json.getBoolean("intact"),
                json);
    }

    /** The answer of {@code element:list --json}. */
    public static List<ElementView> elements(String text) {
        return objects(parse(text), "elements").stream()
                .map(json -> new ElementView(
                        required(json, "element"),
                        string(json, "kind").orElse(""),
                        required(json, "state").toUpperCase(java.util.Locale.ROOT),
                        string(json, "note").orElse("")))
                .toList();
    }

    /** The answer of {@code loop:status --json}. */
    public static LoopView loop(String text) {
        JsonObject json = parse(text).asJsonObject();
        return new LoopView(
                required(json, "mode"),
                json.getJsonNumber("ticks").longValue(),
                json.getJsonNumber("actions").longValue(),
                json.getJsonNumber("verified").longValue(),
                json.getInt("openIncidents"));
    }

    /** What the readiness probe finds missing, in a few words; the text itself when it is not its JSON. */
    public static String unready(String text) {
        try {
            JsonObject json = parse(text).asJsonObject();
            return "missing " + json.get("missing") + ", problems " + json.get("problems");
        } catch (JsonException | ClassCastException e) {
            return text;
        }
    }

    static JsonStructure parse(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.read();
        }
    }

    private static IncidentView incident(JsonObject json) {
        Optional<JsonObject> cause = cause(json);
        return new IncidentView(
                required(json, "id"),
                required(json, "element"),
                required(json, "state").toUpperCase(java.util.Locale.ROOT),
                cause.flatMap(c -> string(c, "kind")),
                cause.flatMap(c -> string(c, "explanation")).orElse(""),
                strings(json, "blastRadius"),
                Instant.parse(required(json, "opened")),
                Instant.parse(required(json, "changed")),
                json.getInt("attempts", 0),
                string(json, "note").orElse(""));
    }

    private static Optional<JsonObject> cause(JsonObject incident) {
        JsonObject holder = incident.get("diagnosis") instanceof JsonObject diagnosis ? diagnosis : incident;
        if (holder.get("cause") instanceof JsonObject cause) return Optional.of(cause);
        return objects(holder, "causes").stream().findFirst();
    }

    private static ActionView ended(JsonObject entry) {
        JsonObject record = entry.getJsonObject("record");
        JsonObject action = record.getJsonObject("action");
        JsonObject outcome = record.getJsonObject("outcome");
        return new ActionView(
                required(action, "id"),
                command(required(action.getJsonObject("command"), "type")),
                required(action, "target"),
                required(outcome, "type"),
                string(outcome, "detail").orElse(""),
                Instant.parse(required(entry, "at")));
    }

    /** The name in the catalogue of what the journal stores by type. */
    private static String command(String type) {
        return switch (type) {
            case "StartProcess" -> "process.start";
            case "StopProcess" -> "process.stop";
            case "RestartProcess" -> "process.restart";
            case "KillAndRestartProcess" -> "process.kill";
            case "RestartBundle" -> "bundle.restart";
            case "RefreshBundle" -> "bundle.refresh";
            case "RevertFeature" -> "feature.revert";
            case "RollBackBundle" -> "bundle.roll-back";
            case "RestartComponent" -> "component.restart";
            case "RestoreConfiguration" -> "configuration.restore";
            case "RenewIdentity" -> "identity.renew";
            case "CallHook" -> "hook.call";
            case "Page" -> "page";
            default -> type;
        };
    }

    private static List<JsonObject> objects(JsonStructure json, String member) {
        JsonArray array =
                json instanceof JsonArray itself ? itself : json.asJsonObject().getJsonArray(member);
        return array == null ? List.of() : array.getValuesAs(JsonObject.class);
    }

    private static List<String> strings(JsonObject json, String member) {
        JsonObject holder = json.get("diagnosis") instanceof JsonObject diagnosis ? diagnosis : json;
        JsonArray array = holder.getJsonArray(member);
        return array == null ? List.of() : array.getValuesAs(JsonString::getString);
    }

    private static Optional<String> string(JsonObject json, String... names) {
        for (String name : names) {
            JsonValue value = json.get(name);
            if (value instanceof JsonString text) return Optional.of(text.getString());
        }
        return Optional.empty();
    }

    private static String required(JsonObject json, String... names) {
        return string(json, names)
                .orElseThrow(() -> new IllegalStateException("the console's JSON has no " + names[0] + ": " + json));
    }
}
