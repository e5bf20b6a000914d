package io.x0tta6bl4.feature.provider.felix;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was changed on this node against the features it is started with. The launcher reads it too.
 *
 * @param generation counts the changes
 * @param installed features that came, or came in place of one of the same name
 * @param removed names of features that went
 * @param seen the highest version of each feature that this node has had: an older one is a replay
 * @param rejected features that were taken back as bad, by fingerprint, with the reason
 */
record NodeState(
        long generation,
        List<Installed> installed,
        List<String> removed,
        Map<String, String> seen,
        Map<String, String> rejected) {

    /**
     * A feature that came.
     *
     * @param name short name
     * @param id coordinates
     * @param sha256 of its file, and its name in the store
     * @param signer who signed it, as words
     * @param bundles SHA-256 of each bundle by coordinates, which is its name in the store
     */
    record Installed(String name, String id, String sha256, String signer, Map<String, String> bundles) {
        Installed {
            bundles = Map.copyOf(bundles);
        }

        /** Tells the feature with its bundles from any other, also from one of the same version. */
        String fingerprint() {
            return Digests.sha256(sha256 + new java.util.TreeMap<>(bundles));
        }
    }

    static final NodeState FIRST = new NodeState(0, List.of(), List.of(), Map.of(), Map.of());

    NodeState {
        installed = List.copyOf(installed);
        removed = List.copyOf(removed);
        seen = Map.copyOf(seen);
        rejected = Map.copyOf(rejected);
    }

    Optional<Installed> installed(String name) {
        return installed.stream().filter(i -> i.name().equals(name)).findFirst();
    }

    /** With the feature in it, in place of one of the same name. */
    NodeState with(Installed feature, String version) {
        List<Installed> all = new ArrayList<>(installed);
        all.removeIf(i -> i.name().equals(feature.name()));
        all.add(feature);
        List<String> gone = new ArrayList<>(removed);
        gone.remove(feature.name());
        Map<String, String> highest = new LinkedHashMap<>(seen);
        highest.merge(feature.name(), version, (a, b) -> Coordinates.compare(a, b) >= 0 ? a : b);
        return new NodeState(generation + 1, all, gone, highest, rejected);
    }

    NodeState without(String name) {
        List<Installed> all = new ArrayList<>(installed);
        all.removeIf(i -> i.name().equals(name));
        List<String> gone = new ArrayList<>(removed);
        if (!gone.contains(name)) gone.add(name);
        return new NodeState(generation + 1, all, gone, seen, rejected);
    }

    /** What an earlier state consisted of, with the memory of this one. */
    NodeState backTo(NodeState earlier) {
        return new NodeState(generation + 1, earlier.installed, earlier.removed, seen, rejected);
    }

    NodeState rejecting(String fingerprint, String why) {
        Map<String, String> all = new LinkedHashMap<>(rejected);
        all.put(fingerprint, why);
        return new NodeState(generation, installed, removed, seen, all);
    }

    NodeState accepting(String fingerprint) {
        Map<String, String> all = new LinkedHashMap<>(rejected);
        all.remove(fingerprint);
        return new NodeState(generation, installed, removed, seen, all);
    }

    JsonObject json() {
        var features = Json.createArrayBuilder();
        for (Installed feature : installed)
            features.add(Json.createObjectBuilder()
                    .add("name", feature.name())
                    .add("id", feature.id())
                    .add("sha256", feature.sha256())
                    .add("signer", feature.signer())
                    .add("bundles", texts(feature.bundles())));
        return Json.createObjectBuilder()
                .add("format", 1)
                .add("generation", generation)
                .add("installed", features)
                .add("removed", Json.createArrayBuilder(removed))
                .add("seen", texts(seen))
                .add("rejected", texts(rejected))
                .build();
    }

    static NodeState of(JsonObject json) {
        List<Installed> features = new ArrayList<>();
        for (JsonValue value : json.getJsonArray("installed")) {
            JsonObject feature = value.asJsonObject();
            features.add(new Installed(
                    feature.getString("name"),
                    feature.getString("id"),
                    feature.getString("sha256"),
                    feature.getString("signer"),
                    texts(feature.getJsonObject("bundles"))));
        }
        List<String> removed = json.getJsonArray("removed").getValuesAs(JsonString::getString);
        return new NodeState(
                json.getJsonNumber("generation").longValueExact(),
                features,
                removed,
                texts(json.getJsonObject("seen")),
                texts(json.getJsonObject("rejected")));
    }

    private static JsonObject texts(Map<String, String> texts) {
        var object = Json.createObjectBuilder();
        new java.util.TreeMap<>(texts).forEach(object::add);
        return object.build();
    }

    private static Map<String, String> texts(JsonObject object) {
        Map<String, String> texts = new LinkedHashMap<>();
        object.forEach((name, value) -> texts.put(name, ((JsonString) value).getString()));
        return texts;
    }
}
