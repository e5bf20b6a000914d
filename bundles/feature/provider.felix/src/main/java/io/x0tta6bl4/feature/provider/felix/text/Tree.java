package io.x0tta6bl4.feature.provider.felix.text;

import jakarta.json.JsonException;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonLocation;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A JSON value with the place it stands at. A name that is there twice is refused: two readers could take two values.
 *
 * @param kind what it is
 * @param text of a string or number as written, {@code true}, {@code false} or {@code null}; empty for the rest
 * @param members of an object, in order
 * @param items of an array
 * @param line from 1
 * @param column from 1, of the end of the value's first token
 */
public record Tree(
        JsonValue.ValueType kind, String text, Map<String, Tree> members, List<Tree> items, long line, long column) {
    private static final int DEEPEST = 64;

    /** Looked up once: each static method of {@link jakarta.json.Json} asks all class loaders for it anew. */
    public static final JsonProvider JSON = JsonProvider.provider();

    /** Reads one JSON value; comments as in C are skipped, as the standard's reader of features does. */
    public static Tree parse(String text) throws WrongText {
        try (JsonParser parser = JSON.createParser(new StringReader(withoutComments(text)))) {
            if (!parser.hasNext()) throw new WrongText("line 1, column 1: the file is empty");
            Tree tree = value(parser, parser.next(), 0);
            if (parser.hasNext()) parser.next();
            return tree;
        } catch (JsonException e) {
            throw new WrongText(words(e));
        }
    }

    private static String words(JsonException e) {
        String message = String.valueOf(e.getMessage());
        var place = java.util.regex.Pattern.compile(
                        "lineNumber=(\\d+), columnNumber=(\\d+)|line no=(\\d+), column no=(\\d+)")
                .matcher(message);
        if (!place.find()) return message;
        String line = place.group(1) == null ? place.group(3) : place.group(1);
        String column = place.group(2) == null ? place.group(4) : place.group(2);
        return "line " + line + ", column " + column + ": this is no JSON: " + message;
    }

    private static Tree value(JsonParser parser, Event event, int depth) throws WrongText {
        JsonLocation at = parser.getLocation();
        if (depth > DEEPEST) throw wrong(at, "deeper than " + DEEPEST + " levels");
        return switch (event) {
            case START_OBJECT -> object(parser, at, depth);
            case START_ARRAY -> array(parser, at, depth);
            case VALUE_STRING -> leaf(JsonValue.ValueType.STRING, parser.getString(), at);
            case VALUE_NUMBER -> leaf(JsonValue.ValueType.NUMBER, parser.getString(), at);
            case VALUE_TRUE -> leaf(JsonValue.ValueType.TRUE, "true", at);
            case VALUE_FALSE -> leaf(JsonValue.ValueType.FALSE, "false", at);
            case VALUE_NULL -> leaf(JsonValue.ValueType.NULL, "null", at);
            default -> throw wrong(at, "a value was expected");
        };
    }

    private static Tree object(JsonParser parser, JsonLocation at, int depth) throws WrongText {
        Map<String, Tree> members = new LinkedHashMap<>();
        for (Event event = parser.next(); event != Event.END_OBJECT; event = parser.next()) {
            String key = parser.getString();
            JsonLocation place = parser.getLocation();
            if (members.put(key, value(parser, parser.next(), depth + 1)) != null)
                throw wrong(place, "'" + key + "' is there twice");
        }
        return new Tree(JsonValue.ValueType.OBJECT, "", members, List.of(), line(at), column(at));
    }

    private static Tree array(JsonParser parser, JsonLocation at, int depth) throws WrongText {
        List<Tree> items = new ArrayList<>();
        for (Event event = parser.next(); event != Event.END_ARRAY; event = parser.next())
            items.add(value(parser, event, depth + 1));
        return new Tree(JsonValue.ValueType.ARRAY, "", Map.of(), items, line(at), column(at));
    }

    private static Tree leaf(JsonValue.ValueType kind, String text, JsonLocation at) {
        return new Tree(kind, text, Map.of(), List.of(), line(at), column(at));
    }

    private static long line(JsonLocation at) {
        return Math.max(1, at.getLineNumber());
    }

    private static long column(JsonLocation at) {
        return Math.max(1, at.getColumnNumber());
    }

    private static WrongText wrong(JsonLocation at, String what) {
        return new WrongText("line " + line(at) + ", column " + column(at) + ": " + what);
    }

    /** What is wrong at this place. */
    public WrongText wrong(String what) {
        return new WrongText("line " + line + ", column " + column + ": " + what);
    }

    public boolean isObject() {
        return kind == JsonValue.ValueType.OBJECT;
    }

    public boolean isArray() {
        return kind == JsonValue.ValueType.ARRAY;
    }

    public boolean isString() {
        return kind == JsonValue.ValueType.STRING;
    }

    public Optional<Tree> member(String name) {
        return Optional.ofNullable(members.get(name));
    }

    /** The text of a member; empty when there is none; refused when it is no text. */
    public Optional<String> string(String name) throws WrongText {
        Tree found = members.get(name);
        if (found == null) return Optional.empty();
        if (!found.isString()) throw found.wrong("'" + name + "' has to be a text");
        return Optional.of(found.text());
    }

    /** The one way to write this value: names in order, no blanks. Equal values have equal texts. */
    public String canonical() {
        return switch (kind) {
            case OBJECT -> {
                StringBuilder out = new StringBuilder("{");
                new java.util.TreeMap<>(members)
                        .forEach((name, member) -> out.append(out.length() == 1 ? "" : ",")
                                .append(quoted(name))
                                .append(':')
                                .append(member.canonical()));
                yield out.append('}').toString();
            }
            case ARRAY ->
                items.stream().map(Tree::canonical).collect(java.util.stream.Collectors.joining(",", "[", "]"));
            case STRING -> quoted(text);
            default -> text;
        };
    }

    private static String quoted(String text) {
        return JSON.createValue(text).toString();
    }

    /** Comments become blanks, so that places stay where they are. */
    static String withoutComments(String text) {
        char[] out = text.toCharArray();
        boolean string = false;
        for (int i = 0; i < out.length; i++) {
            char c = out[i];
            if (string) {
                if (c == '\\') i++;
                else if (c == '"') string = false;
            } else if (c == '"') string = true;
            else if (c == '/' && i + 1 < out.length && out[i + 1] == '/') i = blank(out, i, "\n");
            else if (c == '/' && i + 1 < out.length && out[i + 1] == '*') i = blank(out, i, "*/");
        }
        return new String(out);
    }

    private static int blank(char[] out, int from, String end) {
        int found = new String(out).indexOf(end, from + 2);
        int stop = found < 0 ? out.length : end.equals("\n") ? found : found + end.length();
        for (int i = from; i < stop; i++) if (out[i] != '\n') out[i] = ' ';
        return stop - 1;
    }
}
