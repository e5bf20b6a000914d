package io.x0tta6bl4.execute.provider.kubernetes;

import io.x0tta6bl4.execute.provider.kubernetes.Hands.Patch;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.Map;

/** The changes as the API takes them. Each names the version that was read, so that it changes that and nothing newer. */
final class Patches {
    static final String MERGE = "application/merge-patch+json";
    static final String STRATEGIC = "application/strategic-merge-patch+json";
    static final String JSON_PATCH = "application/json-patch+json";

    /** Annotation with the id of the last action of this loop, so that an order that comes twice has its effect once. */
    static final String ACTION = "x0tta6bl4.io/action";

    /** Annotation with the revisions that this loop took back, newest last. */
    static final String REJECTED = "x0tta6bl4.io/rejected-revisions";

    /** Annotation of a machine that this loop cordoned; the sensor knows it too. */
    static final String CORDONED = "x0tta6bl4.io/cordoned";

    private Patches() {}

    private static JsonObjectBuilder object() {
        return Json.PROVIDER.createObjectBuilder();
    }

    private static JsonObjectBuilder metadata(JsonObject now, Map<String, String> annotations) {
        JsonObjectBuilder all = object();
        annotations.forEach(all::add);
        return object().add("resourceVersion", Json.text(now, "metadata", "resourceVersion"))
                .add("annotations", all);
    }

    /** The template gets another time of restart, which makes its controller replace the pods. */
    static Patch restart(JsonObject now, String action, String at) {
        JsonObject template = object().add(
                        "metadata", object().add("annotations", object().add("kubectl.kubernetes.io/restartedAt", at)))
                .build();
        JsonObject body = object().add("metadata", metadata(now, Map.of(ACTION, action)))
                .add("spec", object().add("template", template))
                .build();
        return new Patch(MERGE, body.toString(), "restarted: its controller replaces the pods as its strategy says");
    }

    static Patch scale(JsonObject now, String action, long replicas) {
        JsonObject body = object().add("metadata", metadata(now, Map.of(ACTION, action)))
                .add("spec", object().add("replicas", replicas))
                .build();
        return new Patch(
                MERGE,
                body.toString(),
                "scaled from " + Json.number(now, 1, "spec", "replicas") + " to " + replicas + " replicas");
    }

    /** A Deployment gets the whole template of an earlier ReplicaSet, without the label that is that set's own. */
    static Patch template(JsonObject now, JsonObject set, String action, String rejected) {
        JsonObjectBuilder labels = object();
        Json.at(set, "spec", "template", "metadata", "labels")
                .map(JsonValue::asJsonObject)
                .orElse(JsonValue.EMPTY_JSON_OBJECT)
                .forEach((name, value) -> {
                    if (!name.equals("pod-template-hash")) labels.add(name, value);
                });
        JsonObject spec = set.getJsonObject("spec").getJsonObject("template");
        JsonObjectBuilder metadata = Json.PROVIDER.createObjectBuilder(
                Json.at(spec, "metadata").map(JsonValue::asJsonObject).orElse(JsonValue.EMPTY_JSON_OBJECT));
        JsonObject template = Json.PROVIDER
                .createObjectBuilder(spec)
                .add("metadata", metadata.add("labels", labels))
                .build();
        JsonObjectBuilder annotations = Json.PROVIDER.createObjectBuilder(Json.at(now, "metadata", "annotations")
                .map(JsonValue::asJsonObject)
                .orElse(JsonValue.EMPTY_JSON_OBJECT));
        annotations.add(ACTION, action).add(REJECTED, rejected);
        JsonArrayBuilder steps = Json.PROVIDER.createArrayBuilder();
        String version = Json.text(now, "metadata", "resourceVersion");
        steps.add(step("replace", "/metadata/resourceVersion", Json.PROVIDER.createValue(version)));
        steps.add(step("replace", "/spec/template", template));
        steps.add(step("add", "/metadata/annotations", annotations.build()));
        return new Patch(
                JSON_PATCH,
                steps.build().toString(),
                "rolled back to the template of " + Json.text(set, "metadata", "name") + ", revision "
                        + Json.text(set, "metadata", "annotations", Revisions.NUMBER));
    }

    private static JsonObject step(String op, String path, JsonValue value) {
        return object().add("op", op).add("path", path).add("value", value).build();
    }

    /** What a ControllerRevision holds is a strategic patch that puts its template back. */
    static Patch revision(JsonObject now, JsonObject revision, String action, String rejected) {
        JsonObject data = Json.at(revision, "data").map(JsonValue::asJsonObject).orElse(JsonValue.EMPTY_JSON_OBJECT);
        JsonObject body = Json.PROVIDER
                .createObjectBuilder(data)
                .add("metadata", metadata(now, Map.of(ACTION, action, REJECTED, rejected)))
                .build();
        return new Patch(
                STRATEGIC,
                body.toString(),
                "rolled back to " + Json.text(revision, "metadata", "name") + ", revision "
                        + Json.number(revision, 0, "revision"));
    }

    static Patch cordon(JsonObject now, String action) {
        JsonObject body = object().add("metadata", metadata(now, Map.of(CORDONED, action)))
                .add("spec", object().add("unschedulable", true))
                .build();
        return new Patch(MERGE, body.toString(), "cordoned: nothing new is put on it");
    }

    static Patch uncordon(JsonObject now) {
        JsonObject metadata = object().add("resourceVersion", Json.text(now, "metadata", "resourceVersion"))
                .add("annotations", object().addNull(CORDONED))
                .build();
        JsonObject body = object().add("metadata", metadata)
                .add("spec", object().addNull("unschedulable"))
                .build();
        return new Patch(MERGE, body.toString(), "uncordoned: it is used again");
    }

    static JsonObject eviction(JsonObject pod) {
        JsonObject exactly =
                object().add("uid", Json.text(pod, "metadata", "uid")).build();
        return object().add("apiVersion", "policy/v1")
                .add("kind", "Eviction")
                .add(
                        "metadata",
                        object().add("name", Json.text(pod, "metadata", "name"))
                                .add("namespace", Json.text(pod, "metadata", "namespace")))
                .add("deleteOptions", object().add("preconditions", exactly))
                .build();
    }
}
