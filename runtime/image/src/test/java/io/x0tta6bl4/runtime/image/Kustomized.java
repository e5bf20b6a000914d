package io.x0tta6bl4.runtime.image;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The documents that a kustomization makes, as far as the manifests use it: resources, labels with selectors, namespace, JSON
 * patches, generated config maps. What else stands in one is refused, so nothing is passed over. That kustomize itself makes the
 * same and a real API server takes it is proved by {@code ./x0 interop kubernetes}.
 */
final class Kustomized {
    private static final Set<String> KNOWN =
            Set.of("apiVersion", "kind", "namespace", "resources", "patches", "configMapGenerator", "labels", "images");
    private static final Set<String> CLUSTER = Set.of("Namespace", "ClusterRole", "ClusterRoleBinding");

    private Kustomized() {}

    static List<JsonObject> of(Path directory) throws IOException {
        JsonObject file = read(directory.resolve("kustomization.yaml")).getFirst();
        if (!KNOWN.containsAll(file.keySet())) throw new IOException(directory + ": unknown key in " + file.keySet());
        List<JsonObject> all = new ArrayList<>();
        for (JsonElement resource : file.getAsJsonArray("resources")) {
            Path path = directory.resolve(resource.getAsString());
            all.addAll(Files.isDirectory(path) ? of(path) : read(path));
        }
        for (JsonElement one : array(file, "configMapGenerator")) all.add(configMap(directory, one.getAsJsonObject()));
        for (JsonElement one : array(file, "labels")) all.forEach(document -> label(document, one.getAsJsonObject()));
        for (JsonElement one : array(file, "patches")) patch(all, one.getAsJsonObject());
        if (file.has("namespace"))
            all.stream()
                    .filter(document -> !CLUSTER.contains(document.get("kind").getAsString()))
                    .forEach(document -> document.getAsJsonObject("metadata").add("namespace", file.get("namespace")));
        return all;
    }

    private static JsonArray array(JsonObject file, String key) {
        return file.has(key) ? file.getAsJsonArray(key) : new JsonArray();
    }

    static List<JsonObject> read(Path file) throws IOException {
        List<JsonObject> all = new ArrayList<>();
        for (Object document : new Load(LoadSettings.builder().build()).loadAllFromString(Files.readString(file)))
            all.add(new Gson().toJsonTree(document).getAsJsonObject());
        return all;
    }

    private static JsonObject configMap(Path directory, JsonObject generator) throws IOException {
        JsonObject data = new JsonObject();
        for (JsonElement name : generator.getAsJsonArray("files"))
            data.addProperty(name.getAsString(), Files.readString(directory.resolve(name.getAsString())));
        JsonObject metadata = new JsonObject();
        metadata.add("name", generator.get("name"));
        JsonObject map = new JsonObject();
        map.addProperty("apiVersion", "v1");
        map.addProperty("kind", "ConfigMap");
        map.add("metadata", metadata);
        map.add("data", data);
        return map;
    }

    private static void label(JsonObject document, JsonObject labels) {
        JsonObject pairs = labels.getAsJsonObject("pairs");
        document.getAsJsonObject("metadata").add("labels", pairs);
        if (!labels.get("includeSelectors").getAsBoolean() || !document.has("spec")) return;
        JsonObject spec = document.getAsJsonObject("spec");
        JsonObject matching = new JsonObject();
        matching.add("matchLabels", pairs);
        switch (document.get("kind").getAsString()) {
            case "StatefulSet", "Deployment" -> {
                spec.add("selector", matching);
                JsonObject metadata = new JsonObject();
                metadata.add("labels", pairs);
                spec.getAsJsonObject("template").add("metadata", metadata);
            }
            case "PodDisruptionBudget" -> spec.add("selector", matching);
            case "NetworkPolicy" -> spec.add("podSelector", matching);
            case "Service" -> spec.add("selector", pairs);
            default -> {}
        }
    }

    private static void patch(List<JsonObject> all, JsonObject patch) throws IOException {
        JsonObject target = patch.getAsJsonObject("target");
        JsonObject hit = all.stream()
                .filter(document -> document.get("kind").equals(target.get("kind"))
                        && document.getAsJsonObject("metadata").get("name").equals(target.get("name")))
                .findFirst()
                .orElseThrow(() -> new IOException("a patch without a target: " + target));
        Object steps = new Load(LoadSettings.builder().build())
                .loadFromString(patch.get("patch").getAsString());
        for (JsonElement step : new Gson().toJsonTree(steps).getAsJsonArray()) step(hit, step.getAsJsonObject());
    }

    private static void step(JsonObject document, JsonObject step) throws IOException {
        String[] path = step.get("path").getAsString().substring(1).split("/");
        JsonElement at = document;
        for (int i = 0; i < path.length - 1; i++) at = child(at, path[i]);
        String last = path[path.length - 1];
        if (at instanceof JsonArray array) array.add(step.get("value"));
        else
            switch (step.get("op").getAsString()) {
                case "remove" -> require(at.getAsJsonObject().remove(last), step);
                case "replace" -> {
                    require(at.getAsJsonObject().get(last), step);
                    at.getAsJsonObject().add(last, step.get("value"));
                }
                default -> at.getAsJsonObject().add(last, step.get("value"));
            }
    }

    private static void require(JsonElement there, JsonObject step) throws IOException {
        if (there == null) throw new IOException("a patch of what is not there: " + step);
    }

    private static JsonElement child(JsonElement at, String name) throws IOException {
        JsonElement child = at instanceof JsonArray array
                ? array.get(Integer.parseInt(name))
                : at.getAsJsonObject().get(name);
        if (child == null || child instanceof JsonPrimitive)
            throw new IOException("a patch of what is not there: " + name);
        return child;
    }
}
