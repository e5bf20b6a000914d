package io.x0tta6bl4.runtime.launcher;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
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
 * @param bundles in the order of the file
 */
record FeatureFile(Path file, String id, List<Entry> bundles) {

    /** Where a bundle starts that does not say when. */
    static final int DEFAULT_START_LEVEL = 30;

    /** The highest start level; the framework is asked to go there. */
    static final int LAST_START_LEVEL = 100;

    /** One bundle of a feature. */
    record Entry(Coordinates coordinates, int startLevel) {}

    FeatureFile {
        bundles = List.copyOf(bundles);
    }

    static FeatureFile read(Path file) throws Refusal {
        try (JsonReader reader = Json.createReader(new StringReader(Files.readString(file)))) {
            JsonObject json = reader.readObject();
            List<Entry> entries = new ArrayList<>();
            JsonArray bundles = json.getJsonArray("bundles");
            for (JsonValue bundle : bundles == null ? JsonValue.EMPTY_JSON_ARRAY : bundles) {
                entries.add(entry(bundle));
            }
            String id = json.getString("id");
            Coordinates.parse(id);
            return new FeatureFile(file, id, entries);
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
        int level = bundle.getInt("bundleStartLevel", DEFAULT_START_LEVEL);
        if (level < 1 || level > LAST_START_LEVEL) {
            throw new IllegalArgumentException("the bundleStartLevel of " + bundle.getString("id") + " is " + level
                    + ", it must be 1 to " + LAST_START_LEVEL);
        }
        return level;
    }
}
