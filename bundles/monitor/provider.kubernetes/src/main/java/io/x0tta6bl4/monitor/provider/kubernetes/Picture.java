package io.x0tta6bl4.monitor.provider.kubernetes;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.element.Subject.Workload;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The elements of a cluster and what there is to say of them: workloads need their pods, pods the machine they are on. Where the
 * template is at fault it is the other way round: the pods need their workload to be right.
 */
final class Picture {
    static final ElementId API = new ElementId("cluster-api");
    /** More pods than this are counted for their workload, and are no elements. */
    static final int MOST_PODS = 1_000;

    private static final Duration STEADY = Duration.ofSeconds(60);
    /** For a look at a pod that was called late before. */
    static final Duration LATE = Duration.ofSeconds(10);

    private final Map<ElementId, Element> elements = new LinkedHashMap<>();
    private final List<Said> said = new ArrayList<>();
    private final Set<String> machines = new TreeSet<>();
    private final Spells spells;
    private final Instant now;
    private int pods;

    Picture(Spells spells, Instant now) {
        this.spells = spells;
        this.now = now;
        elements.put(API, Element.discovered(API, new Subject.Endpoint(), "cluster-api", Set.of()));
    }

    List<Element> elements() {
        return List.copyOf(elements.values());
    }

    List<Said> said() {
        return List.copyOf(said);
    }

    static ElementId pod(String namespace, String name) {
        return new ElementId("pod/" + namespace + "/" + name);
    }

    static ElementId machine(String name) {
        return new ElementId("cluster-node/" + name);
    }

    /** Puts a workload of the watch file into the picture. */
    void add(Element element, Workload subject, Seen seen) {
        Optional<WorkloadView> view = seen.workload(subject.controller(), subject.name());
        Set<ElementId> needs = new TreeSet<>(Set.of(API));
        if (view.isEmpty()) {
            said.add(Said.state(element.id(), Signals.WORKLOAD_STATE, "missing", missing(subject)));
        } else {
            WorkloadJudge judge = new WorkloadJudge(element.id(), subject, view.get(), seen, spells, now);
            for (PodView pod : judge.pods()) add(element.id(), subject, pod, judge, seen, needs);
            said.addAll(judge.said());
        }
        elements.put(element.id(), Element.discovered(element.id(), subject, element.elementClass(), needs));
    }

    static String missing(Workload subject) {
        return "there is no " + subject.controller().word() + " " + subject.name() + " in namespace "
                + subject.namespace();
    }

    private void add(
            ElementId workload, Workload subject, PodView pod, WorkloadJudge judge, Seen seen, Set<ElementId> needs) {
        if (pod.machine().length() < 180 && !pod.machine().isEmpty()) machines.add(pod.machine());
        if (subject.namespace().length() + pod.name().length() > 190 || pods >= MOST_PODS) return;
        pods++;
        ElementId id = pod(subject.namespace(), pod.name());
        boolean template = judge.byTemplate(pod);
        Set<ElementId> on = new TreeSet<>(Set.of(API));
        if (machines.contains(pod.machine())) on.add(machine(pod.machine()));
        if (template) on.add(workload);
        else needs.add(id);
        elements.put(id, Element.discovered(id, new Subject.Pod(subject.namespace(), pod.name()), "pod", on));
        boolean passing = judge.passing(pod) && !pod.ready();
        said.add(
                passing
                        ? Said.nothing(id, Signals.POD_STATE, "its template is being replaced")
                        : pod(id, pod, subject.startLimit(), now));
    }

    /** What a pod says of itself; within {@code limit} it may start. */
    static Said pod(ElementId id, PodView pod, Duration limit, Instant now) {
        if (pod.ending()) return Said.nothing(id, Signals.POD_STATE, "it is asked to end");
        if (pod.ready()) return Said.state(id, Signals.POD_STATE, "ready", "");
        if (pod.fault().isPresent())
            return Said.state(
                    id,
                    Signals.POD_STATE,
                    pod.fault().get().state(),
                    pod.fault().get().detail());
        if (pod.lateBy(limit, now))
            return Said.state(
                    id,
                    Signals.POD_STATE,
                    "not-ready",
                    "for more than " + limit.toSeconds() + " s, phase " + pod.waiting());
        return Said.nothing(id, Signals.POD_STATE, "it starts, phase " + pod.waiting());
    }

    /** Puts the machines into the picture that managed pods are on, and those that this loop holds back. */
    void addMachines(Map<String, MachineView> all) {
        all.values().stream()
                .filter(one -> one.byUs() && one.name().length() < 180)
                .forEach(one -> machines.add(one.name()));
        for (String name : machines) {
            ElementId id = machine(name);
            elements.put(id, Element.discovered(id, new Subject.ClusterNode(name), "cluster-node", Set.of(API)));
            MachineView machine = all.get(name);
            if (machine == null)
                said.add(Said.state(id, Signals.CLUSTER_NODE_STATE, "gone", "the cluster knows no such node"));
            else said.addAll(machine(id, machine, spells, now));
        }
    }

    /** What a machine says of itself. One that this loop cordoned is let go when it has been ready for a while. */
    static List<Said> machine(ElementId id, MachineView machine, Spells spells, Instant now) {
        boolean steady = machine.ready()
                && !spells.since(id + " ready", now).plus(STEADY).isAfter(now);
        String scheduling = !machine.cordoned() ? "open" : !machine.byUs() ? "cordoned" : steady ? "isolated" : "held";
        return List.of(
                Said.state(id, Signals.CLUSTER_NODE_STATE, machine.state(), machine.detail()),
                Said.state(
                        id,
                        Signals.CLUSTER_NODE_SCHEDULING,
                        scheduling,
                        scheduling.equals("isolated")
                                ? "cordoned by this loop, and ready for " + STEADY.toSeconds() + " s"
                                : ""));
    }
}
