package io.x0tta6bl4.execute.provider.kubernetes;

import io.x0tta6bl4.knowledge.api.action.Command;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.element.Subject.Workload;
import io.x0tta6bl4.knowledge.api.element.Subject.Workload.Controller;
import io.x0tta6bl4.kubernetes.api.Reply;
import io.x0tta6bl4.kubernetes.api.Request;
import io.x0tta6bl4.kubernetes.api.Resource;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Each order as reads and changes of the API; what comes back says what was done. */
final class Orders {
    private final Hands hands;
    private final String action;
    private final Instant now;
    private final Evictions evictions;

    Orders(Hands hands, String action, Instant now, Evictions evictions) {
        this.hands = hands;
        this.action = action;
        this.now = now;
        this.evictions = evictions;
    }

    String workload(Workload subject, Command command) throws Stop {
        return switch (command) {
            case Command.RestartWorkload _ -> change(subject, it -> Patches.restart(it, action, now.toString()));
            case Command.ScaleWorkload(Command.ScaleWorkload.Step step) ->
                change(subject, it -> Patches.scale(it, action, replicas(subject, step, it)));
            case Command.RollBackWorkload _ -> rollBack(subject);
            default -> throw Stop.before(command.name() + " is nothing that is done to a workload");
        };
    }

    private String change(Workload subject, Hands.Change change) throws Stop {
        return hands.change(resource(subject.controller()), subject.namespace(), subject.name(), it -> {
            if (Json.text(it, "metadata", "annotations", Patches.ACTION).equals(action))
                throw Stop.before("the order " + action + " was carried out before");
            return change.of(it);
        });
    }

    private static long replicas(Workload subject, Command.ScaleWorkload.Step step, JsonObject it) throws Stop {
        Workload.Scale bounds = subject.scale()
                .orElseThrow(() -> Stop.before("the watch file gives no bounds to scale it within (scale: min, max)"));
        long is = Json.number(it, 1, "spec", "replicas");
        long wanted = step == Command.ScaleWorkload.Step.UP ? is + 1 : is;
        long next = Math.max(bounds.least(), Math.min(bounds.most(), wanted));
        if (next == is)
            throw Stop.before(
                    "it has " + is + " replicas, and its bounds are " + bounds.least() + " to " + bounds.most());
        return next;
    }

    private String rollBack(Workload subject) throws Stop {
        String done = change(subject, it -> {
            List<JsonObject> all = Revisions.of(it, revisions(subject, it));
            if (!Revisions.settled(it, subject.controller(), all))
                throw Stop.before("its controller has not taken note of the newest change yet");
            JsonObject before = Revisions.before(it, all)
                    .orElseThrow(() -> Stop.before("there is no earlier revision to go back to"
                            + (Revisions.rejected(it).isEmpty()
                                    ? ""
                                    : ", but for those that failed: " + Revisions.rejected(it))));
            String rejected = Revisions.rejecting(it, all.getFirst());
            return subject.controller() == Controller.DEPLOYMENT
                    ? Patches.template(it, before, action, rejected)
                    : Patches.revision(it, before, action, rejected);
        });
        if (subject.controller() != Controller.STATEFUL_SET) return done;
        try {
            return done + unblock(subject);
        } catch (Stop e) {
            throw Stop.midway(done + "; but " + e.getMessage());
        }
    }

    private List<JsonObject> revisions(Workload subject, JsonObject it) throws Stop {
        Resource kind =
                subject.controller() == Controller.DEPLOYMENT ? Resource.REPLICA_SETS : Resource.CONTROLLER_REVISIONS;
        return hands.list(kind, subject.namespace(), labels(it));
    }

    private static String labels(JsonObject workload) {
        return Json.at(workload, "spec", "selector", "matchLabels")
                .map(JsonValue::asJsonObject)
                .map(all -> all.keySet().stream()
                        .map(name -> name + "=" + Json.text(all, name))
                        .collect(Collectors.joining(",")))
                .orElse("");
    }

    /**
     * A StatefulSet waits for each pod to be ready before it touches the next, so one that never becomes ready holds up the way
     * back as well: such pods of the rejected revision are evicted.
     */
    private String unblock(Workload subject) throws Stop {
        JsonObject it = hands.read(Resource.STATEFUL_SETS, subject.namespace(), subject.name());
        String rejected = Revisions.rejected(it).getLast();
        StringBuilder words = new StringBuilder();
        for (JsonObject pod : hands.list(Resource.PODS, subject.namespace(), labels(it))) {
            boolean stuck = Json.text(pod, "metadata", "labels", "controller-revision-hash")
                            .equals(rejected)
                    && Json.all(pod, "status", "conditions").stream()
                            .noneMatch(one -> Json.text(one, "type").equals("Ready")
                                    && Json.text(one, "status").equals("True"));
            if (stuck) words.append("; ").append(evict(pod));
        }
        return words.toString();
    }

    String pod(Subject.Pod subject) throws Stop {
        JsonObject pod = hands.read(Resource.PODS, subject.namespace(), subject.name());
        if (!Json.text(pod, "metadata", "deletionTimestamp").isEmpty())
            throw Stop.before("the pod is asked to end already");
        if (Json.owner(pod).isEmpty()) throw Stop.before("no controller keeps this pod, so none would make a new one");
        evictions.take(Json.owner(pod), now);
        return evict(pod);
    }

    private String evict(JsonObject pod) throws Stop {
        String name = Json.text(pod, "metadata", "name");
        Reply reply = hands.ask(Request.create(
                Resource.EVICTIONS,
                Json.text(pod, "metadata", "namespace"),
                name,
                Patches.eviction(pod).toString()));
        return switch (reply) {
            case Reply.Good _ -> "evicted the pod " + name;
            case Reply.Bad bad
            when Hands.budget(bad) ->
                throw Stop.before(
                        "a disruption budget does not allow to evict the pod " + name + " now: " + bad.words());
            case Reply.Bad bad -> throw Hands.failed(bad);
        };
    }

    String machine(Subject.ClusterNode subject, Command command) throws Stop {
        return hands.change(Resource.NODES, "", subject.name(), it -> {
            boolean cordoned = Json.yes(it, "spec", "unschedulable");
            boolean ours =
                    Json.at(it, "metadata", "annotations", Patches.CORDONED).isPresent();
            if (command instanceof Command.CordonNode) {
                if (cordoned) throw Stop.before("it is cordoned already" + (ours ? "" : ", by somebody else"));
                return Patches.cordon(it, action);
            }
            if (!cordoned) throw Stop.before("it is not cordoned");
            if (!ours) throw Stop.before("somebody else cordoned it, so it stays cordoned");
            return Patches.uncordon(it);
        });
    }

    static Resource resource(Controller kind) {
        return switch (kind) {
            case DEPLOYMENT -> Resource.DEPLOYMENTS;
            case STATEFUL_SET -> Resource.STATEFUL_SETS;
            case DAEMON_SET -> Resource.DAEMON_SETS;
        };
    }
}
