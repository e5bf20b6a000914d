package io.x0tta6bl4.rag.provider.lucene.reading;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** JSON, and JSON by lines: each object is a record with its title, its text, and what else it says. */
final class JsonRecords {
    private static final List<String> TITLES = List.of("title", "name", "summary", "_id", "id");
    private static final List<String> TEXTS = List.of("text", "body", "content", "description");
    private static final int DEEPEST = 8;

    private JsonRecords() {}

    static Header lines(String text, Consumer<Piece> out) throws Unreadable {
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++)
            if (!lines[i].isBlank()) record(parse(lines[i], "line " + (i + 1)), i + 1, out);
        return new Header("", "line", Map.of());
    }

    static Header whole(String text, Consumer<Piece> out) throws Unreadable {
        JsonValue root = parse(text, "the file");
        if (root instanceof JsonArray records && records.stream().allMatch(JsonObject.class::isInstance)) {
            for (JsonValue record : records) record(record, 1, out);
        } else {
            record(root, 1, out);
        }
        String title = root instanceof JsonObject object ? title(object) : "";
        return new Header(title, "line", Map.of());
    }

    private static JsonValue parse(String text, String where) throws Unreadable {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            JsonStructure found = reader.read();
            return found;
        } catch (JsonException | IllegalStateException | StackOverflowError e) {
            throw new Unreadable(where + " is no JSON: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    private static void record(JsonValue value, int line, Consumer<Piece> out) {
        StringBuilder text = new StringBuilder();
        String title = "";
        if (value instanceof JsonObject object) {
            title = title(object);
            for (String key : TEXTS)
                if (object.get(key) instanceof JsonString s)
                    text.append(s.getString()).append('\n');
        }
        if (text.isEmpty()) flatten("", value, text, 0);
        if (!text.toString().isBlank())
            out.accept(new Piece(text.toString().strip(), title, line, line, Piece.Kind.RECORD));
    }

    private static String title(JsonObject object) {
        for (String key : TITLES)
            if (object.get(key) instanceof JsonString s && !s.getString().isBlank()) return s.getString();
        return "";
    }

    private static void flatten(String key, JsonValue value, StringBuilder text, int depth) {
        if (depth > DEEPEST) return;
        switch (value) {
            case JsonObject o -> o.forEach((k, v) -> flatten(key.isEmpty() ? k : key + "." + k, v, text, depth + 1));
            case JsonArray a -> a.forEach(v -> flatten(key, v, text, depth + 1));
            case JsonString s ->
                text.append(key.isEmpty() ? "" : key + ": ")
                        .append(s.getString())
                        .append('\n');
            default ->
                text.append(key.isEmpty() ? "" : key + ": ").append(value).append('\n');
        }
    }
}
