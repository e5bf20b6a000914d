package io.x0tta6bl4.monitor.provider.kubernetes;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.element.Subject.Workload;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import io.x0tta6bl4.kubernetes.api.Access.Verb;
import io.x0tta6bl4.kubernetes.api.ApiServer;
import io.x0tta6bl4.kubernetes.api.Reply;
import io.x0tta6bl4.kubernetes.api.Request;
import io.x0tta6bl4.kubernetes.api.Resource;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Looks at one element afresh, by questions of its own, within five seconds in all. */
final class Looks {
    private static final Duration EACH = Duration.ofMillis(1_500);

    private final ApiServer server;
    private final Cluster cluster;
    private final Spells spells;

    Looks(ApiServer server, Cluster cluster, Spells spells) {
        this.server = server;
        this.cluster = cluster;
        this.spells = spells;
    }

    /** What an answer leads to: what there is to say, or the reason why nothing can be said. */
    private List<Said> answer(
            Request request,
            ElementId id,
            List<String> signals,
            String whenGone,
            Function<JsonObject, List<Said>> read) {
        return switch (server.ask(request, EACH)) {
            case Reply.Bad bad
            when bad.reason() == Reply.Reason.NOT_FOUND ->
                List.of(Said.state(id, signals.getFirst(), whenGone, "the cluster knows no such object"));
            case Reply.Bad bad -> nothing(id, signals, bad.words());
            case Reply.Good(String body) -> {
                try {
                    yield read.apply(Json.read(body));
                } catch (JsonException e) {
                    yield nothing(id, signals, "what answered is no API server: " + Words.of(e.getMessage()));
                }
            }
        };
    }

    private static List<Said> nothing(ElementId id, List<String> signals, String why) {
        return signals.stream().map(signal -> Said.nothing(id, signal, why)).toList();
    }

    List<Said> pod(ElementId id, Subject.Pod pod, Instant now) {
        return answer(
                Request.one(Resource.PODS, pod.namespace(), pod.name()),
                id,
                List.of(Signals.POD_STATE),
                "gone",
                json -> List.of(Picture.pod(id, PodView.of(json), Picture.LATE, now)));
    }

    List<Said> machine(ElementId id, Subject.ClusterNode node, Instant now) {
        return answer(
                Request.one(Resource.NODES, "", node.name()),
                id,
                List.of(Signals.CLUSTER_NODE_STATE, Signals.CLUSTER_NODE_SCHEDULING),
                "gone",
                json -> {
                    synchronized (spells) {
                        return Picture.machine(id, MachineView.of(json), spells, now);
                    }
                });
    }

    List<Said> workload(ElementId id, Workload subject, Instant now) {
        List<String> signals = List.of(Signals.WORKLOAD_STATE, Signals.WORKLOAD_ROLLOUT, Signals.WORKLOAD_SCALE);
        return answer(
                Request.one(Cluster.resource(subject.controller()), subject.namespace(), subject.name()),
                id,
                signals,
                "missing",
                json -> whole(id, subject, json, now)
                        .orElseGet(() -> nothing(id, signals, "its pods cannot be listed")));
    }

    private Optional<List<Said>> whole(ElementId id, Workload subject, JsonObject json, Instant now) {
        Map<String, String> selector = Json.at(json, "spec", "selector", "matchLabels")
                .map(value -> Map.of(
                        "labelSelector",
                        value.asJsonObject().entrySet().stream()
                                .map(e -> e.getKey() + "=" + ((JsonString) e.getValue()).getString())
                                .collect(Collectors.joining(","))))
                .orElse(Map.of());
        String namespace = subject.namespace();
        Optional<List<PodView>> pods = list(Resource.PODS, namespace, selector, PodView::of);
        Optional<List<RevisionView>> revisions = revisions(subject, selector);
        if (pods.isEmpty() || revisions.isEmpty()) return Optional.empty();
        WorkloadView view = WorkloadView.of(subject.controller(), json);
        Seen seen = new Seen(
                Map.of(Seen.key(subject.controller(), subject.name()), view),
                pods.get(),
                revisions.get(),
                cluster.seen(namespace).map(Seen::events).orElse(List.of()),
                cluster.machines());
        synchronized (spells) {
            return Optional.of(new WorkloadJudge(id, subject, view, seen, spells, now).said());
        }
    }

    private Optional<List<RevisionView>> revisions(Workload subject, Map<String, String> selector) {
        return switch (subject.controller()) {
            case DEPLOYMENT -> list(Resource.REPLICA_SETS, subject.namespace(), selector, RevisionView::replicaSet);
            case DAEMON_SET ->
                list(Resource.CONTROLLER_REVISIONS, subject.namespace(), selector, RevisionView::controllerRevision);
            case STATEFUL_SET -> Optional.of(List.of());
        };
    }

    private <T> Optional<List<T>> list(
            Resource resource, String namespace, Map<String, String> selector, Function<JsonObject, T> read) {
        Reply reply = server.ask(Request.all(Verb.LIST, resource, namespace, selector), EACH);
        if (!(reply instanceof Reply.Good(String body))) return Optional.empty();
        return Optional.of(Json.all(Json.read(body), "items").stream().map(read).toList());
    }
}
