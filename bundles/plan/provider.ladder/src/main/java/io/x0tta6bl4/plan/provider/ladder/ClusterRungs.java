package io.x0tta6bl4.plan.provider.ladder;

import io.x0tta6bl4.knowledge.api.action.Command;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.incident.Cause;
import java.util.List;

/** The ladders of what a cluster keeps: gentle first, and nothing that the cluster does better by itself. */
final class ClusterRungs {
    private ClusterRungs() {}

    /**
     * A restart runs the same template anew, so it mends no template: what a rollout broke is rolled back, and then people are
     * called. A hook may follow each ladder.
     */
    static List<List<List<Command>>> workload(Subject.Workload workload, Cause.Kind cause) {
        List<Command> restart = List.of(new Command.RestartWorkload());
        List<Command> more = List.of(new Command.ScaleWorkload(Command.ScaleWorkload.Step.UP));
        List<Command> within = List.of(new Command.ScaleWorkload(Command.ScaleWorkload.Step.WITHIN));
        return switch (cause) {
            case BAD_ROLLOUT -> List.of(List.of(List.of(new Command.RollBackWorkload())));
            case SCALE_OUT_OF_BOUNDS -> List.of(List.of(within));
            case RESOURCE_EXHAUSTION ->
                workload.scale().isPresent() ? List.of(List.of(more), List.of(restart)) : List.of(List.of(restart));
            case REPLICAS_MISSING, WRONG_ANSWER, HANG, ENDPOINT_UNREACHABLE, CRASH_LOOP -> List.of(List.of(restart));
            default -> List.of();
        };
    }

    static List<List<List<Command>>> pod() {
        return List.of(List.of(List.of(new Command.EvictPod())));
    }

    static List<List<List<Command>>> node(Cause.Kind cause) {
        Command command = cause == Cause.Kind.CLUSTER_NODE_HELD ? new Command.UncordonNode() : new Command.CordonNode();
        return List.of(List.of(List.of(command)));
    }
}
