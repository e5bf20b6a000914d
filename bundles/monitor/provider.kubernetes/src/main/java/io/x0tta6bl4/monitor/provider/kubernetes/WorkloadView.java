package io.x0tta6bl4.monitor.provider.kubernetes;

import io.x0tta6bl4.knowledge.api.element.Subject.Workload.Controller;
import jakarta.json.JsonObject;

/**
 * A workload as the API tells it.
 *
 * @param generation grows with every change of its description
 * @param observed the generation that its controller has seen
 * @param wanted replicas that its description wants; of a DaemonSet, the machines it belongs on
 * @param updated pods of the newest template
 * @param total all pods, where its controller counts them
 * @param revision name or number of the newest revision; empty when the API does not say it
 * @param rolledOut whether its controller says that the newest template is in force everywhere
 * @param overdue whether its controller has given the rollout up
 * @param byHand whether its pods are only replaced when somebody deletes them, or its rollout is paused
 */
record WorkloadView(
        Controller controller,
        String name,
        long generation,
        long observed,
        long wanted,
        long ready,
        long updated,
        long total,
        String revision,
        boolean rolledOut,
        boolean overdue,
        boolean byHand) {

    static WorkloadView of(Controller controller, JsonObject it) {
        return switch (controller) {
            case DEPLOYMENT -> deployment(it);
            case STATEFUL_SET -> statefulSet(it);
            case DAEMON_SET -> daemonSet(it);
        };
    }

    private static WorkloadView deployment(JsonObject it) {
        String progress = Json.condition(it, "Progressing")
                .map(one -> Json.text(one, "reason"))
                .orElse("");
        long wanted = Json.number(it, 1, "spec", "replicas");
        long updated = Json.number(it, 0, "status", "updatedReplicas");
        long total = Json.number(it, 0, "status", "replicas");
        long available = Json.number(it, 0, "status", "availableReplicas");
        boolean all = updated >= wanted && total == updated && available >= wanted;
        return new WorkloadView(
                Controller.DEPLOYMENT,
                Json.text(it, "metadata", "name"),
                Json.number(it, 0, "metadata", "generation"),
                Json.number(it, 0, "status", "observedGeneration"),
                wanted,
                Json.number(it, 0, "status", "readyReplicas"),
                updated,
                total,
                Json.text(it, "metadata", "annotations", "deployment.kubernetes.io/revision"),
                progress.equals("NewReplicaSetAvailable") || all,
                progress.equals("ProgressDeadlineExceeded"),
                Json.yes(it, "spec", "paused"));
    }

    private static WorkloadView statefulSet(JsonObject it) {
        String newest = Json.text(it, "status", "updateRevision");
        return new WorkloadView(
                Controller.STATEFUL_SET,
                Json.text(it, "metadata", "name"),
                Json.number(it, 0, "metadata", "generation"),
                Json.number(it, 0, "status", "observedGeneration"),
                Json.number(it, 1, "spec", "replicas"),
                Json.number(it, 0, "status", "readyReplicas"),
                Json.number(it, 0, "status", "updatedReplicas"),
                Json.number(it, 0, "status", "replicas"),
                newest,
                newest.equals(Json.text(it, "status", "currentRevision")),
                false,
                Json.text(it, "spec", "updateStrategy", "type").equals("OnDelete"));
    }

    /** Its status names no revision; whether the newest is in force is judged by counting. */
    private static WorkloadView daemonSet(JsonObject it) {
        long wanted = Json.number(it, 0, "status", "desiredNumberScheduled");
        long updated = Json.number(it, 0, "status", "updatedNumberScheduled");
        long ready = Json.number(it, 0, "status", "numberReady");
        return new WorkloadView(
                Controller.DAEMON_SET,
                Json.text(it, "metadata", "name"),
                Json.number(it, 0, "metadata", "generation"),
                Json.number(it, 0, "status", "observedGeneration"),
                wanted,
                ready,
                updated,
                Json.number(it, 0, "status", "currentNumberScheduled"),
                "",
                updated >= wanted && ready >= wanted,
                false,
                Json.text(it, "spec", "updateStrategy", "type").equals("OnDelete"));
    }
}
