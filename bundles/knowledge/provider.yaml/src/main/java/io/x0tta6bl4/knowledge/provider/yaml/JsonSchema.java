package io.x0tta6bl4.knowledge.provider.yaml;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes a shape as JSON Schema (draft 7, which the YAML plug-ins of editors understand). */
final class JsonSchema {
    private JsonSchema() {}

    /** The schema of the watch file as text, ending with a line feed. */
    static String text() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "http://json-schema.org/draft-07/schema#");
        schema.put("title", "x0tta6bl4 watch file");
        schema.put(
                "description",
                "What a node watches and what its loop may do. Made from the code that checks watch files.");
        schema.putAll(schema(WatchSchema.ROOT));
        return json(schema, "") + "\n";
    }

    private static Map<String, Object> schema(Shape shape) {
        return switch (shape) {
            case Shape.Scalar scalar -> scalar(scalar);
            case Shape.Table table -> table(table);
            case Shape.Named named -> named(named);
            case Shape.Many many -> many(many);
        };
    }

    private static Map<String, Object> scalar(Shape.Scalar scalar) {
        return new TreeMap<>(scalar.json());
    }

    private static Map<String, Object> table(Shape.Table table) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("type", table.mayBeEmpty() ? List.of("object", "null") : "object");
        result.put("additionalProperties", false);
        List<String> required = table.fields().stream()
                .filter(Shape.Field::required)
                .map(Shape.Field::key)
                .toList();
        if (!required.isEmpty()) result.put("required", required);
        if (!table.oneOf().isEmpty())
            result.put(
                    "oneOf",
                    table.oneOf().stream()
                            .map(key -> Map.of("required", List.of(key)))
                            .toList());
        Map<String, Object> properties = new LinkedHashMap<>();
        for (Shape.Field field : table.fields()) properties.put(field.key(), field(field));
        if (!properties.isEmpty()) result.put("properties", properties);
        return result;
    }

    private static Map<String, Object> field(Shape.Field field) {
        String allowed = field.shape() instanceof Shape.Scalar scalar ? " Allowed: " + scalar.allowed() + "." : "";
        String fallback = field.fallback().isEmpty() ? "" : " Default: " + field.fallback() + ".";
        Map<String, Object> result = new LinkedHashMap<>();
        String help =
                Character.toUpperCase(field.help().charAt(0)) + field.help().substring(1);
        result.put("description", help + "." + allowed + fallback);
        result.putAll(schema(field.shape()));
        return result;
    }

    private static Map<String, Object> named(Shape.Named named) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("type", "object");
        result.put("additionalProperties", schema(named.value()));
        return result;
    }

    private static Map<String, Object> many(Shape.Many many) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("type", many.splitText() ? List.of("array", "string") : "array");
        result.put("items", schema(many.item()));
        result.put("maxItems", Shape.Many.LIMIT);
        if (many.splitText()) result.put("minItems", 1);
        return result;
    }

    private static String json(Object value, String indent) {
        String inner = indent + "  ";
        return switch (value) {
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> inner + json(entry.getKey(), inner) + ": " + json(entry.getValue(), inner))
                        .collect(Collectors.joining(",\n", "{\n", "\n" + indent + "}"));
            case List<?> list -> list(list, inner);
            case String text -> quoted(text);
            case Double number when number == Math.rint(number) -> Long.toString(number.longValue());
            default -> value.toString();
        };
    }

    private static String list(List<?> list, String indent) {
        StringBuilder result = new StringBuilder("[");
        for (Iterator<?> items = list.iterator(); items.hasNext(); ) {
            result.append(json(items.next(), indent));
            if (items.hasNext()) result.append(", ");
        }
        return result.append("]").toString();
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
