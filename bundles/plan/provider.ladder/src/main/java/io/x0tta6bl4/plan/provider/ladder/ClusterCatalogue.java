package io.x0tta6bl4.plan.provider.ladder;

import io.x0tta6bl4.knowledge.api.action.Action;
import io.x0tta6bl4.knowledge.api.action.Action.Precondition;
import io.x0tta6bl4.knowledge.api.action.Action.SuccessTest;
import io.x0tta6bl4.knowledge.api.action.Action.Undo;
import io.x0tta6bl4.knowledge.api.action.Command;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.Subject;
import java.time.Duration;

/** What is known of each command to a cluster. Its controllers work on after the call, so what counts is what is seen after. */
final class ClusterCatalogue {
    /** The call itself, with its repetitions after conflicts. */
    private static final Duration CALL = Duration.ofSeconds(20);

    /** A pod has its grace time to end, 30 s unless it says otherwise. */
    private static final Duration EVICTION = Duration.ofSeconds(60);

    private ClusterCatalogue() {}

    /** @throws IllegalArgumentException when the command is none to a cluster */
    static Action action(String id, Element element, Command command, int rung) {
        return switch (command) {
            case Command.RollBackWorkload _ ->
                action(id, element, command, "serves again with the template before", pods(element), 0.4, rung);
            case Command.RestartWorkload _ ->
                action(id, element, command, "serves with new pods", pods(element), 0.3, rung);
            case Command.ScaleWorkload _ ->
                action(
                        id,
                        element,
                        command,
                        "serves with a number of replicas within its bounds",
                        pods(element),
                        0.1,
                        rung);
            case Command.EvictPod _ -> action(id, element, command, "made room for a new pod", EVICTION, 0.2, rung);
            case Command.CordonNode _ -> cordon(id, element, command, rung);
            case Command.UncordonNode _ -> action(id, element, command, "is used again", CALL, 0.1, rung);
            default -> throw new IllegalArgumentException(command.name() + " is no command to a cluster");
        };
    }

    private static Action action(
            String id, Element e, Command command, String effect, Duration deadline, double cost, int rung) {
        return new Action(
                id,
                e.id(),
                command,
                Precondition.TARGET_STILL_SICK,
                e.id() + " " + effect,
                Duration.ofMillis(500),
                SuccessTest.TARGET_HEALTHY,
                deadline,
                Undo.NONE,
                cost,
                rung);
    }

    /** A machine that is sick stays sick when it is cordoned; what can be seen is that nothing new is put on it. */
    private static Action cordon(String id, Element e, Command command, int rung) {
        return new Action(
                id,
                e.id(),
                command,
                Precondition.TARGET_STILL_SICK,
                "nothing new is put on " + e.id(),
                Duration.ZERO,
                SuccessTest.ISOLATED,
                CALL,
                Undo.NONE,
                0.2,
                rung);
    }

    private static Duration pods(Element element) {
        return element.subject() instanceof Subject.Workload workload ? CALL.plus(workload.startLimit()) : EVICTION;
    }
}
