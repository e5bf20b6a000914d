package io.x0tta6bl4.monitor.provider.kubernetes;

import io.x0tta6bl4.knowledge.api.element.Subject.Workload;
import io.x0tta6bl4.knowledge.api.element.Subject.Workload.Controller;
import io.x0tta6bl4.kubernetes.api.ApiServer;
import io.x0tta6bl4.kubernetes.api.Resource;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** Copies of all that concerns the managed workloads: only in their namespaces, only of their kinds, and the machines. */
final class Cluster implements AutoCloseable {
    private final ApiServer server;
    private final Runnable changed;
    private final Map<String, Part> parts = new TreeMap<>();
    private Optional<Reflector<MachineView>> machines = Optional.empty();

    /** The copies of one namespace. */
    private record Part(
            Set<Controller> kinds,
            Map<Controller, Reflector<WorkloadView>> workloads,
            List<Reflector<RevisionView>> revisions,
            Reflector<PodView> pods,
            Reflector<EventView> events) {
        Stream<Reflector<?>> needed() {
            return Stream.of(workloads.values().stream(), revisions.stream(), Stream.of(pods))
                    .flatMap(s -> s);
        }

        void close() {
            Stream.concat(needed(), Stream.of(events)).forEach(Reflector::close);
        }
    }

    Cluster(ApiServer server, Runnable changed) {
        this.server = server;
        this.changed = changed;
    }

    /** Watches what these workloads need, and nothing else. */
    synchronized void manage(Collection<Workload> workloads) {
        Map<String, Set<Controller>> wanted = new TreeMap<>();
        for (Workload one : workloads)
            wanted.computeIfAbsent(one.namespace(), _ -> new TreeSet<>()).add(one.controller());
        parts.entrySet().removeIf(entry -> {
            boolean same = entry.getValue().kinds().equals(wanted.get(entry.getKey()));
            if (!same) entry.getValue().close();
            return !same;
        });
        wanted.forEach((namespace, kinds) -> parts.computeIfAbsent(namespace, _ -> part(namespace, kinds)));
        if (wanted.isEmpty()) {
            machines.ifPresent(Reflector::close);
            machines = Optional.empty();
        } else if (machines.isEmpty()) machines = Optional.of(start(Resource.NODES, "", MachineView::of));
    }

    private Part part(String namespace, Set<Controller> kinds) {
        Map<Controller, Reflector<WorkloadView>> workloads = new HashMap<>();
        for (Controller kind : kinds)
            workloads.put(kind, start(resource(kind), namespace, json -> WorkloadView.of(kind, json)));
        List<Reflector<RevisionView>> revisions = new ArrayList<>();
        if (kinds.contains(Controller.DEPLOYMENT))
            revisions.add(start(Resource.REPLICA_SETS, namespace, RevisionView::replicaSet));
        if (kinds.contains(Controller.DAEMON_SET))
            revisions.add(start(Resource.CONTROLLER_REVISIONS, namespace, RevisionView::controllerRevision));
        return new Part(
                Set.copyOf(kinds),
                workloads,
                revisions,
                start(Resource.PODS, namespace, PodView::of),
                start(Resource.EVENTS, namespace, EventView::of));
    }

    private <T> Reflector<T> start(Resource resource, String namespace, Function<JsonObject, T> read) {
        Map<String, String> selector = resource == Resource.EVENTS ? Map.of("fieldSelector", "type=Warning") : Map.of();
        return new Reflector<>(server, resource, namespace, selector, read, changed).start();
    }

    static Resource resource(Controller kind) {
        return switch (kind) {
            case DEPLOYMENT -> Resource.DEPLOYMENTS;
            case STATEFUL_SET -> Resource.STATEFUL_SETS;
            case DAEMON_SET -> Resource.DAEMON_SETS;
        };
    }

    /** What is known of a namespace; empty when it is not watched. */
    synchronized Optional<Seen> seen(String namespace) {
        Part part = parts.get(namespace);
        if (part == null) return Optional.empty();
        Map<String, WorkloadView> workloads = new HashMap<>();
        part.workloads()
                .forEach((kind, copy) -> copy.all().forEach((name, one) -> workloads.put(Seen.key(kind, name), one)));
        return Optional.of(new Seen(
                workloads,
                part.pods().all().values(),
                part.revisions().stream()
                        .flatMap(copy -> copy.all().values().stream())
                        .toList(),
                part.events().all().values(),
                machines()));
    }

    synchronized Map<String, MachineView> machines() {
        return machines.map(Reflector::all).orElse(Map.of());
    }

    /** Why what is known cannot be acted on; empty when all copies are up to date. Events only explain, so they do not count. */
    synchronized Optional<String> trouble() {
        return Stream.concat(
                        parts.values().stream().flatMap(Part::needed),
                        machines.stream().map(one -> (Reflector<?>) one))
                .flatMap(copy -> copy.trouble().stream())
                .findFirst();
    }

    /** What is missing and only explains. */
    synchronized Optional<String> lesserTrouble() {
        return parts.values().stream()
                .flatMap(part -> part.events().trouble().stream())
                .findFirst();
    }

    /** A namespace that is watched, to ask a small question about. */
    synchronized Optional<String> anyNamespace() {
        return parts.keySet().stream().findFirst();
    }

    @Override
    public synchronized void close() {
        parts.values().forEach(Part::close);
        parts.clear();
        machines.ifPresent(Reflector::close);
        machines = Optional.empty();
    }
}
