package io.x0tta6bl4.monitor.provider.kubernetes;

import io.x0tta6bl4.knowledge.api.element.Subject.Workload.Controller;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of one namespace at one time, with the machines of the cluster.
 *
 * @param workloads by kind and name, as {@code Deployment/web}
 * @param revisions of all workloads
 */
record Seen(
        Map<String, WorkloadView> workloads,
        Collection<PodView> pods,
        Collection<RevisionView> revisions,
        Collection<EventView> events,
        Map<String, MachineView> machines) {

    static String key(Controller controller, String name) {
        return controller.word() + "/" + name;
    }

    Optional<WorkloadView> workload(Controller controller, String name) {
        return Optional.ofNullable(workloads.get(key(controller, name)));
    }

    /** The pods of a workload: its own, or those of its ReplicaSets. */
    List<PodView> pods(WorkloadView workload) {
        String own = key(workload.controller(), workload.name());
        if (workload.controller() != Controller.DEPLOYMENT)
            return pods.stream().filter(pod -> pod.owner().equals(own)).toList();
        List<String> sets = revisions.stream()
                .filter(one -> one.owner().equals(own))
                .map(one -> "ReplicaSet/" + one.name())
                .toList();
        return pods.stream().filter(pod -> sets.contains(pod.owner())).toList();
    }

    /** What tells the pods of one revision apart: the name of a ReplicaSet, or a label. */
    static String revision(WorkloadView workload, PodView pod) {
        return workload.controller() == Controller.DEPLOYMENT
                ? pod.owner().replaceFirst("^ReplicaSet/", "")
                : pod.revision();
    }

    /** The newest revision of a workload, in the same words; empty when it is not known. */
    String newest(WorkloadView workload) {
        if (workload.controller() == Controller.STATEFUL_SET) return workload.revision();
        String own = key(workload.controller(), workload.name());
        Optional<RevisionView> newest = revisions.stream()
                .filter(one -> one.owner().equals(own))
                .max(Comparator.comparingLong(RevisionView::number).thenComparing(RevisionView::name));
        return newest.map(one -> workload.controller() == Controller.DEPLOYMENT ? one.name() : one.hash())
                .orElse("");
    }

    /** Whether the machine a pod is on is itself sick, which explains the pod. */
    boolean machineSick(PodView pod) {
        MachineView machine = machines.get(pod.machine());
        return machine != null && !machine.ready();
    }
}
