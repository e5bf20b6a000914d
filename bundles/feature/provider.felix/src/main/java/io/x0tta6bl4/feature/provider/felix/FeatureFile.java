package io.x0tta6bl4.feature.provider.felix;

import io.x0tta6bl4.feature.api.MandatoryPart;
import io.x0tta6bl4.feature.provider.felix.text.Tree;
import io.x0tta6bl4.feature.provider.felix.text.WrongText;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.feature.Feature;
import org.osgi.service.feature.FeatureExtension;
import org.osgi.service.feature.FeatureService;

/**
 * One feature file as read.
 *
 * @param path where it is
 * @param feature what the Feature Service read
 * @param text what the node makes of it
 * @param mandatory its mandatory parts
 */
record FeatureFile(Path path, Feature feature, FeatureText text, List<MandatoryPart> mandatory) {
    /** The extension that lists the mandatory parts: an array, or an object with the array under {@code parts}. */
    static final String MANDATORY = "x0-mandatory";

    private static final long SIZE_LIMIT = 1 << 20;
    private static final Set<String> KEYS = Set.of("name", "service", "filter", "without");

    /** Reads a feature; {@code framework} gives the properties of the framework. */
    static FeatureFile read(Path path, FeatureService reader, Function<String, @Nullable String> framework)
            throws BrokenFeature {
        try {
            if (Files.size(path) > SIZE_LIMIT)
                throw new BrokenFeature("has " + Files.size(path) + " bytes; a feature has at most " + SIZE_LIMIT);
            FeatureText text = FeatureText.read(Files.readString(path), framework);
            Feature feature = reader.readFeature(new StringReader(text.standard()));
            return new FeatureFile(path, feature, text, mandatory(feature));
        } catch (IOException | WrongText | RuntimeException e) {
            throw new BrokenFeature(reason(e));
        }
    }

    /** Short name: what the feature calls itself, else its artifact. */
    String name() {
        return feature.getName().orElseGet(() -> feature.getID().getArtifactId());
    }

    /** {@code group:artifact:version}, with type and classifier where it has them. */
    String id() {
        return Coordinates.parse(text.tree().members().get("id").text()).toString();
    }

    String version() {
        return feature.getID().getVersion();
    }

    List<WantedBundle> bundles() {
        return text.bundles();
    }

    static String shortName(Path path) {
        String file = String.valueOf(path.getFileName());
        return file.endsWith(".json") ? file.substring(0, file.length() - ".json".length()) : file;
    }

    private static List<MandatoryPart> mandatory(Feature feature) throws BrokenFeature {
        FeatureExtension extension = feature.getExtensions().get(MANDATORY);
        if (extension == null) return List.of();
        if (extension.getType() != FeatureExtension.Type.JSON) throw new BrokenFeature(MANDATORY + " is not of JSON");
        List<MandatoryPart> parts = new ArrayList<>();
        for (JsonValue value : parts(extension.getJSON())) {
            if (!(value instanceof JsonObject part))
                throw new BrokenFeature(MANDATORY + " lists " + value + "; needed is an object with " + KEYS);
            parts.add(part(part));
        }
        return List.copyOf(parts);
    }

    private static JsonArray parts(String text) throws BrokenFeature {
        JsonStructure json;
        try (var parser = Tree.JSON.createReader(new StringReader(text))) {
            json = parser.read();
        }
        if (json instanceof JsonArray array) return array;
        if (json.asJsonObject().get("parts") instanceof JsonArray array) return array;
        throw new BrokenFeature(MANDATORY + " has no array of parts");
    }

    private static MandatoryPart part(JsonObject part) throws BrokenFeature {
        for (String key : part.keySet())
            if (!KEYS.contains(key))
                throw new BrokenFeature(MANDATORY + " has the unknown key '" + key + "' in " + part);
        String filter = text(part, "filter", false);
        if (!filter.isEmpty()) {
            try {
                FrameworkUtil.createFilter(filter);
            } catch (InvalidSyntaxException e) {
                throw new BrokenFeature(MANDATORY + " has a filter that is none: " + e.getMessage());
            }
        }
        return new MandatoryPart(
                text(part, "name", true), text(part, "service", true), filter, text(part, "without", false));
    }

    private static String text(JsonObject part, String key, boolean needed) throws BrokenFeature {
        JsonValue value = part.get(key);
        if (value == null && !needed) return "";
        if (value instanceof JsonString string && !(needed && string.getString().isBlank())) return string.getString();
        throw new BrokenFeature(MANDATORY + " needs a text for '" + key + "' in " + part);
    }

    private static String reason(Exception e) {
        if (e instanceof java.nio.file.NoSuchFileException) return "there is no such file";
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }
}
