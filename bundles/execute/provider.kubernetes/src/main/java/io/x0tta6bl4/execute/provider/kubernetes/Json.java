package io.x0tta6bl4.execute.provider.kubernetes;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.util.List;
import java.util.Optional;

/** What stands at a path of an object of the API; whatever is missing or of another type is not there. */
final class Json {
    static final JsonProvider PROVIDER = JsonProvider.provider();

    private Json() {}

    /** @throws jakarta.json.JsonException when it is no object */
    static JsonObject read(String text) {
        try (JsonReader reader = PROVIDER.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    static Optional<JsonValue> at(JsonObject object, String... path) {
        JsonValue found = object;
        for (String name : path) {
            if (!(found instanceof JsonObject inner) || !inner.containsKey(name)) return Optional.empty();
            found = inner.get(name);
        }
        return Optional.of(found);
    }

    static String text(JsonObject object, String... path) {
        return at(object, path)
                .map(value -> value instanceof JsonString s ? s.getString() : "")
                .orElse("");
    }

    static boolean yes(JsonObject object, String... path) {
        return at(object, path).filter(value -> value == JsonValue.TRUE).isPresent();
    }

    static long number(JsonObject object, long otherwise, String... path) {
        return at(object, path)
                .map(value -> value instanceof JsonNumber n ? n.longValue() : otherwise)
                .orElse(otherwise);
    }

    /** The objects of a list. */
    static List<JsonObject> all(JsonObject object, String... path) {
        return at(object, path)
                .map(value -> value instanceof JsonArray array ? array : JsonValue.EMPTY_JSON_ARRAY)
                .map(array -> array.stream()
                        .filter(JsonObject.class::isInstance)
                        .map(JsonValue::asJsonObject)
                        .toList())
                .orElse(List.of());
    }

    /** The unique id of the controller that owns it; empty when nobody does. */
    static String owner(JsonObject object) {
        return all(object, "metadata", "ownerReferences").stream()
                .filter(one -> yes(one, "controller"))
                .map(one -> text(one, "uid"))
                .findFirst()
                .orElse("");
    }
}
