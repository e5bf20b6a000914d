package io.x0tta6bl4.runtime.launcher;

import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A feature as the launcher needs it: which bundles, at which start level. Its configurations and extensions are read
 * on the running node, by the capability {@code feature}.
 *
 * @param file where it was read from
 * @param id its coordinates
 * @param name its short name: what it calls itself, else its artifact
 * @param bundles in the order of the file
 */
record FeatureFile(Path file, String id, String name, List<Entry> bundles) {

    /** Looked up once: each static method of {@link jakarta.json.Json} asks all class loaders for it anew. */
    private static final JsonProvider JSON = JsonProvider.provider();

    /** Where a bundle starts that does not say when. */
    static final int DEFAULT_START_LEVEL = 30;

    /** The highest start level; the framework is asked to go there. */
    static final int LAST_START_LEVEL = 100;

    /** Names of the start level: ours, and what others write; with those 0 says nothing. */
    private static final List<String> LEVELS = List.of("bundleStartLevel", "start-order", "start-level", "startLevel");

    /** One bundle of a feature. */
    record Entry(Coordinates coordinates, int startLevel) {}

    FeatureFile {
        bundles = List.copyOf(bundles);
    }

    static FeatureFile read(Path file) throws Refusal {
        try (JsonReader reader = JSON.createReader(new StringReader(withoutComments(Files.readString(file))))) {
            JsonObject json = reader.readObject();
            List<Entry> entries = new ArrayList<>();
            JsonArray bundles = json.getJsonArray("bundles");
            for (JsonValue bundle : bundles == null ? JsonValue.EMPTY_JSON_ARRAY : bundles) {
                entries.add(entry(bundle));
            }
            String id = json.getString("id");
            String name = json.getString("name", Coordinates.parse(id).artifact());
            return new FeatureFile(file, id, name, entries);
        } catch (IOException e) {
            throw Refusal.failure("The feature file " + file + " cannot be read: " + Words.of(e) + ".");
        } catch (JsonException | ClassCastException | NullPointerException | IllegalArgumentException e) {
            throw Refusal.failure("The feature file " + file + " is not an OSGi feature: " + Words.of(e) + ".");
        }
    }

    private static Entry entry(JsonValue value) {
        return switch (value) {
            case JsonString id -> new Entry(Coordinates.parse(id.getString()), DEFAULT_START_LEVEL);
            case JsonObject bundle -> new Entry(Coordinates.parse(bundle.getString("id")), startLevel(bundle));
            default -> throw new IllegalArgumentException("a bundle is " + value + ", not an object with an id");
        };
    }

    private static int startLevel(JsonObject bundle) {
        int level = DEFAULT_START_LEVEL;
        for (String key : LEVELS.reversed()) {
            int given = level(bundle, key);
            if (given != 0) level = given;
        }
        if (bundle.containsKey("bundleStartLevel")) level = bundle.getInt("bundleStartLevel");
        if (level < 1 || level > LAST_START_LEVEL) {
            throw new IllegalArgumentException("the bundleStartLevel of " + bundle.getString("id") + " is " + level
                    + ", it must be 1 to " + LAST_START_LEVEL);
        }
        return level;
    }

    /** A number, or a number in a text, as others write it. */
    private static int level(JsonObject bundle, String key) {
        return switch (bundle.get(key)) {
            case null -> 0;
            case JsonString text -> Integer.parseInt(text.getString());
            case jakarta.json.JsonNumber number -> number.intValueExact();
            default ->
                throw new IllegalArgumentException("the " + key + " of " + bundle.getString("id") + " is no number");
        };
    }

    /** The standard's reader takes comments as in C; here they become blanks. */
    private static String withoutComments(String text) {
        char[] out = text.toCharArray();
        boolean string = false;
        for (int i = 0; i < out.length; i++) {
            if (string) {
                if (out[i] == '\\') i++;
                else if (out[i] == '"') string = false;
            } else if (out[i] == '"') {
                string = true;
            } else if (out[i] == '/' && i + 1 < out.length && (out[i + 1] == '/' || out[i + 1] == '*')) {
                String end = out[i + 1] == '/' ? "\n" : "*/";
                int found = text.indexOf(end, i + 2);
                int stop = found < 0 ? out.length : found + (end.length() - 1);
                for (; i < stop; i++) if (out[i] != '\n') out[i] = ' ';
                if (i < out.length && out[i] == '/') out[i] = ' ';
            }
        }
        return new String(out);
    }
}
