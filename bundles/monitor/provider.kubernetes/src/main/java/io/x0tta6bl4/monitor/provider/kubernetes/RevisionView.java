package io.x0tta6bl4.monitor.provider.kubernetes;

import jakarta.json.JsonObject;

/**
 * A revision of a workload: a ReplicaSet of a Deployment, a ControllerRevision of the others.
 *
 * @param name its own name
 * @param owner kind and name of the workload
 * @param number grows with every revision; 0 when the API does not say it
 * @param hash label that its pods carry, where they carry one
 */
record RevisionView(String name, String owner, long number, String hash) {

    static RevisionView replicaSet(JsonObject it) {
        String number = Json.text(it, "metadata", "annotations", "deployment.kubernetes.io/revision");
        return new RevisionView(
                Json.text(it, "metadata", "name"),
                Json.owner(it),
                number.matches("[0-9]{1,18}") ? Long.parseLong(number) : 0,
                "");
    }

    static RevisionView controllerRevision(JsonObject it) {
        return new RevisionView(
                Json.text(it, "metadata", "name"),
                Json.owner(it),
                Json.number(it, 0, "revision"),
                Json.text(it, "metadata", "labels", "controller-revision-hash"));
    }
}
