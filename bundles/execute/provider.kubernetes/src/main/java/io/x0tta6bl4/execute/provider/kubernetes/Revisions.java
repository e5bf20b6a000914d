package io.x0tta6bl4.execute.provider.kubernetes;

import io.x0tta6bl4.knowledge.api.element.Subject.Workload.Controller;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which revision of a workload comes before the one in force. Pure. */
final class Revisions {
    static final String NUMBER = "deployment.kubernetes.io/revision";
    /** So many revisions are remembered as rejected; a workload keeps ten by itself. */
    private static final int REMEMBERED = 10;

    private Revisions() {}

    /** The revisions of this object, newest first: ReplicaSets of a Deployment, ControllerRevisions of the others. */
    static List<JsonObject> of(JsonObject workload, List<JsonObject> all) {
        String uid = Json.text(workload, "metadata", "uid");
        return all.stream()
                .filter(one -> Json.owner(one).equals(uid))
                .sorted(Comparator.comparingLong(Revisions::number).reversed())
                .toList();
    }

    private static long number(JsonObject revision) {
        String text = Json.text(revision, "metadata", "annotations", NUMBER);
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : Json.number(revision, 0, "revision");
    }

    static String name(JsonObject revision) {
        return Json.text(revision, "metadata", "name");
    }

    /** The newest revision before the one in force that this loop has not rejected. */
    static Optional<JsonObject> before(JsonObject workload, List<JsonObject> newestFirst) {
        List<String> rejected = rejected(workload);
        return newestFirst.stream()
                .skip(1)
                .filter(one -> !rejected.contains(name(one)))
                .findFirst();
    }

    static List<String> rejected(JsonObject workload) {
        String text = Json.text(workload, "metadata", "annotations", Patches.REJECTED);
        return text.isEmpty() ? List.of() : Arrays.asList(text.split(","));
    }

    /** The annotation when the revision in force is rejected too. */
    static String rejecting(JsonObject workload, JsonObject inForce) {
        List<String> all = new ArrayList<>(rejected(workload));
        all.remove(name(inForce));
        all.add(name(inForce));
        return String.join(",", all.subList(Math.max(0, all.size() - REMEMBERED), all.size()));
    }

    /** Whether the controller has taken note of the newest description; before that its revisions say nothing of it. */
    static boolean settled(JsonObject workload, Controller controller, List<JsonObject> newestFirst) {
        if (newestFirst.isEmpty()) return false;
        boolean observed = Json.number(workload, 0, "status", "observedGeneration")
                >= Json.number(workload, 0, "metadata", "generation");
        boolean named = controller != Controller.STATEFUL_SET
                || name(newestFirst.getFirst()).equals(Json.text(workload, "status", "updateRevision"));
        return observed && named;
    }
}
