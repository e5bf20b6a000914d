package io.x0tta6bl4.runtime.launcher;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was changed on this node while it ran: features that came, or came in place of others, and features that went. It is in
 * {@code features/state.json} of the data directory, which is replaced as a whole, so a kill leaves the old one or the new one.
 *
 * @param directory {@code features/} in the data directory
 * @param installed features that came, in order
 * @param removed names of features that went
 */
record OwnFeatures(Path directory, List<Installed> installed, List<String> removed) {

    /** A feature that came: its file, and the digests of its bundles, which are their names in the store. */
    record Installed(String name, String sha256, Map<Coordinates, String> bundles) {}

    OwnFeatures {
        installed = List.copyOf(installed);
        removed = List.copyOf(removed);
    }

    static OwnFeatures of(Path data) throws Refusal {
        Path directory = data.resolve("features");
        Path file = directory.resolve("state.json");
        if (!Files.exists(file)) return new OwnFeatures(directory, List.of(), List.of());
        try (JsonReader reader = Json.createReader(new StringReader(Files.readString(file)))) {
            JsonObject state = reader.readObject();
            List<Installed> installed = new ArrayList<>();
            for (JsonValue value : state.getJsonArray("installed")) installed.add(installed(value.asJsonObject()));
            return new OwnFeatures(
                    directory, installed, state.getJsonArray("removed").getValuesAs(JsonString::getString));
        } catch (IOException | JsonException | ClassCastException | NullPointerException | IllegalArgumentException e) {
            throw Refusal.failure("What was changed on this node cannot be read: " + file + ": " + Words.of(e)
                    + ". Put that file back as it was, or move it away to start with the features of the"
                    + " distribution.");
        }
    }

    private static Installed installed(JsonObject feature) {
        Map<Coordinates, String> bundles = new HashMap<>();
        feature.getJsonObject("bundles")
                .forEach((id, digest) -> bundles.put(Coordinates.parse(id), ((JsonString) digest).getString()));
        return new Installed(feature.getString("name"), feature.getString("sha256"), bundles);
    }

    boolean none() {
        return installed.isEmpty() && removed.isEmpty();
    }

    /** The features in start order: a feature that came takes the place of the one of its name, else it is the last. */
    List<FeatureFile> over(List<FeatureFile> base) throws Refusal {
        List<FeatureFile> all = new ArrayList<>();
        for (FeatureFile feature : base) if (!removed.contains(feature.name())) all.add(feature);
        for (Installed one : installed) {
            FeatureFile feature =
                    FeatureFile.read(whole(directory.resolve("files").resolve(one.sha256() + ".json"), one.sha256()));
            int place = all.stream().map(FeatureFile::name).toList().indexOf(one.name());
            if (place < 0) all.add(feature);
            else all.set(place, feature);
        }
        return all;
    }

    /** The bytes that a bundle was installed from, when it is one of a feature that came. */
    Optional<Path> bundleFile(Coordinates coordinates, FeatureFile feature) throws Refusal {
        if (!feature.file().startsWith(directory)) return Optional.empty();
        for (Installed one : installed) {
            String digest = one.bundles().get(coordinates);
            if (digest != null)
                return Optional.of(whole(directory.resolve("bundles").resolve(digest + ".jar"), digest));
        }
        return Optional.empty();
    }

    private static Path whole(Path file, String sha256) throws Refusal {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) digest.update(buffer, 0, read);
            if (HexFormat.of().formatHex(digest.digest()).equals(sha256)) return file;
            throw Refusal.failure(
                    "The file " + file + " is not the one that was installed: its SHA-256 is another. Put it back,"
                            + " or move " + file.getParent().resolveSibling("state.json")
                            + " away to start with the features of the distribution.");
        } catch (IOException e) {
            throw Refusal.failure("The file " + file + " of a feature that was installed on this node cannot be read: "
                    + Words.of(e) + ".");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
