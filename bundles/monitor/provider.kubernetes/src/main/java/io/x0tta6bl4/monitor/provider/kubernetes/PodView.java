package io.x0tta6bl4.monitor.provider.kubernetes;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A pod as the API tells it.
 *
 * @param owner kind and name of its controller
 * @param revision label that tells revisions of a StatefulSet or DaemonSet apart; empty for others
 * @param machine the node of the cluster it is on; empty before it is put on one
 * @param fault what keeps it from serving that does not pass by itself, if anything
 * @param waiting why it is not ready yet, for people
 * @param restarts of all its containers
 */
record PodView(
        String name,
        String owner,
        String revision,
        String machine,
        boolean ready,
        boolean ending,
        Optional<Fault> fault,
        String waiting,
        Optional<Instant> unready,
        long restarts) {
    private static final Set<String> IMAGE =
            Set.of("ImagePullBackOff", "ErrImagePull", "InvalidImageName", "ErrImageNeverPull", "RegistryUnavailable");
    private static final Set<String> CONFIGURATION = Set.of(
            "CreateContainerConfigError",
            "CreateContainerError",
            "RunContainerError",
            "PreCreateHookError",
            "PreStartHookError",
            "PostStartHookError");
    /** A container that ended so often without becoming ready does not get over it by itself. */
    private static final long MANY_RESTARTS = 2;

    /** A state of {@code pod.state} and why. */
    record Fault(String state, String detail) {}

    static PodView of(JsonObject pod) {
        boolean ready = Json.condition(pod, "Ready")
                .filter(one -> Json.text(one, "status").equals("True"))
                .isPresent();
        List<JsonObject> containers = Stream.of("initContainerStatuses", "containerStatuses")
                .flatMap(list -> Json.all(pod, "status", list).stream())
                .toList();
        String phase = Json.text(pod, "status", "phase");
        return new PodView(
                Json.text(pod, "metadata", "name"),
                Json.owner(pod),
                Json.text(pod, "metadata", "labels", "controller-revision-hash"),
                Json.text(pod, "spec", "nodeName"),
                ready,
                !Json.text(pod, "metadata", "deletionTimestamp").isEmpty(),
                ready ? Optional.empty() : fault(pod, phase, containers),
                phase.isEmpty() ? "Pending" : phase,
                Json.condition(pod, "Ready").flatMap(one -> Json.time(one, "lastTransitionTime")),
                containers.stream()
                        .mapToLong(one -> Json.number(one, 0, "restartCount"))
                        .sum());
    }

    private static Optional<Fault> fault(JsonObject pod, String phase, List<JsonObject> containers) {
        if (phase.equals("Succeeded")) return Optional.of(new Fault("gone", "it ended as it should"));
        if (phase.equals("Failed"))
            return Optional.of(new Fault(
                    "failed",
                    Words.of(Json.text(pod, "status", "reason") + " " + Json.text(pod, "status", "message"))));
        return containers.stream()
                .flatMap(one -> fault(one).stream())
                .findFirst()
                .or(() -> unschedulable(pod));
    }

    private static Optional<Fault> fault(JsonObject container) {
        String reason = Json.text(container, "state", "waiting", "reason");
        String who = "container " + Json.text(container, "name");
        String said = who + " " + reason + ": " + Json.text(container, "state", "waiting", "message");
        if (IMAGE.contains(reason)) return Optional.of(new Fault("image-error", Words.of(said)));
        if (CONFIGURATION.contains(reason)) return Optional.of(new Fault("misconfigured", Words.of(said)));
        long restarts = Json.number(container, 0, "restartCount");
        boolean loops = reason.equals("CrashLoopBackOff")
                || restarts >= MANY_RESTARTS && !Json.yes(container, "ready") && ended(container);
        if (!loops) return Optional.empty();
        long code = Json.number(container, -1, "lastState", "terminated", "exitCode");
        String last = code < 0 ? "" : ", last with exit code " + code;
        return Optional.of(new Fault("crash-looping", who + " was restarted " + restarts + " times" + last));
    }

    private static boolean ended(JsonObject container) {
        return Json.at(container, "lastState", "terminated").isPresent()
                || Json.at(container, "state", "terminated").isPresent();
    }

    private static Optional<Fault> unschedulable(JsonObject pod) {
        return Json.condition(pod, "PodScheduled")
                .filter(one -> Json.text(one, "reason").equals("Unschedulable"))
                .map(one -> new Fault("unschedulable", Words.of(Json.text(one, "message"))));
    }

    /** Whether it has a fault that its own machine does not explain. */
    boolean broken() {
        return !ending && fault.filter(one -> !one.state().equals("gone")).isPresent();
    }

    /** Not ready for longer than that, without a fault that has a name. */
    boolean lateBy(Duration limit, Instant now) {
        return !ready
                && !ending
                && unready.filter(at -> at.plus(limit).isBefore(now)).isPresent();
    }
}
