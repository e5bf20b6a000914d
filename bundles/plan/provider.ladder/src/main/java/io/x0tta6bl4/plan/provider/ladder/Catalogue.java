package io.x0tta6bl4.plan.provider.ladder;

import io.x0tta6bl4.knowledge.api.action.Action;
import io.x0tta6bl4.knowledge.api.action.Action.Precondition;
import io.x0tta6bl4.knowledge.api.action.Action.SuccessTest;
import io.x0tta6bl4.knowledge.api.action.Action.Undo;
import io.x0tta6bl4.knowledge.api.action.Command;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.Subject;
import java.time.Duration;

/** What is known of each command: precondition, expected effect, settling time, success test, compensation, cost. */
final class Catalogue {
    /** A process nobody probes must run this long before it counts as started. */
    private static final Duration UNPROBED_SETTLING = Duration.ofSeconds(1);

    private static final Duration BUNDLE_DEADLINE = Duration.ofSeconds(15);
    /** The change back may take 30 s, and taking that back 15 s. */
    private static final Duration FEATURE_DEADLINE = Duration.ofSeconds(60);

    private static final Duration RENEWAL_DEADLINE = Duration.ofSeconds(15);
    private static final Duration HOOK_DEADLINE = Duration.ofSeconds(60);
    private static final Duration PAGE_DEADLINE = Duration.ofSeconds(20);
    private static final Duration RESTORE_DEADLINE = Duration.ofSeconds(10);

    private Catalogue() {}

    static Action action(String id, Element element, Command command, int rung) {
        return switch (command) {
            case Command.StartProcess _ ->
                healing(
                        id,
                        element,
                        command,
                        "runs and answers its probes",
                        settling(element),
                        limit(element),
                        Undo.NONE,
                        0.1,
                        rung);
            case Command.RestartProcess _ ->
                healing(
                        id,
                        element,
                        command,
                        "runs anew and answers its probes",
                        settling(element),
                        limit(element),
                        Undo.NONE,
                        0.4,
                        rung);
            case Command.KillAndRestartProcess _ ->
                healing(
                        id,
                        element,
                        command,
                        "runs anew and answers its probes",
                        settling(element),
                        limit(element),
                        Undo.NONE,
                        0.5,
                        rung);
            case Command.StopProcess _ -> stop(id, element, command, rung);
            case Command.RestoreConfiguration _ -> restore(id, element, command, rung);
            case Command.RestartComponent _, Command.RestartBundle _ ->
                healing(
                        id,
                        element,
                        command,
                        "is active",
                        Duration.ofMillis(500),
                        BUNDLE_DEADLINE,
                        Undo.NONE,
                        0.2,
                        rung);
            case Command.RefreshBundle _ ->
                healing(
                        id,
                        element,
                        command,
                        "is wired anew and active",
                        Duration.ofMillis(500),
                        BUNDLE_DEADLINE,
                        Undo.NONE,
                        0.5,
                        rung);
            case Command.RollBackBundle _ ->
                healing(
                        id,
                        element,
                        command,
                        "is active with the content that last worked",
                        Duration.ofMillis(500),
                        BUNDLE_DEADLINE,
                        Undo.PUT_BACK,
                        0.4,
                        rung);
            case Command.RevertFeature _ ->
                healing(
                        id,
                        element,
                        command,
                        "serves again as before its last change",
                        Duration.ofMillis(500),
                        FEATURE_DEADLINE,
                        Undo.NONE,
                        0.4,
                        rung);
            case Command.RenewIdentity _ ->
                healing(
                        id,
                        element,
                        command,
                        "has a certificate with its whole life before it",
                        Duration.ZERO,
                        RENEWAL_DEADLINE,
                        Undo.NONE,
                        0.1,
                        rung);
            case Command.RestartWorkload _,
                    Command.ScaleWorkload _,
                    Command.RollBackWorkload _,
                    Command.EvictPod _,
                    Command.CordonNode _,
                    Command.UncordonNode _ -> ClusterCatalogue.action(id, element, command, rung);
            case Command.CallHook hook ->
                healing(
                        id,
                        element,
                        command,
                        "is healthy after " + hook.url(),
                        Duration.ofSeconds(1),
                        HOOK_DEADLINE,
                        Undo.NONE,
                        0.3,
                        rung);
            case Command.Page _ -> page(id, element, command, rung);
        };
    }

    private static Action healing(
            String id,
            Element e,
            Command c,
            String effect,
            Duration settling,
            Duration deadline,
            Undo undo,
            double cost,
            int rung) {
        return new Action(
                id,
                e.id(),
                c,
                Precondition.TARGET_STILL_SICK,
                e.id() + " " + effect,
                settling,
                SuccessTest.TARGET_HEALTHY,
                deadline,
                undo,
                cost,
                rung);
    }

    private static Action stop(String id, Element e, Command command, int rung) {
        return new Action(
                id,
                e.id(),
                command,
                Precondition.NONE,
                e.id() + " has ended",
                Duration.ZERO,
                SuccessTest.TARGET_HEALTHY,
                limit(e),
                Undo.NONE,
                1,
                rung);
    }

    private static Action restore(String id, Element e, Command command, int rung) {
        return new Action(
                id,
                e.id(),
                command,
                Precondition.TARGET_STILL_SICK,
                "the configuration of " + e.id() + " is the one that last worked",
                Duration.ZERO,
                SuccessTest.CONFIGURATION_RESTORED,
                RESTORE_DEADLINE,
                Undo.PUT_BACK,
                0.3,
                rung);
    }

    private static Action page(String id, Element e, Command command, int rung) {
        return new Action(
                id,
                e.id(),
                command,
                Precondition.NONE,
                "a person knows",
                Duration.ZERO,
                SuccessTest.DELIVERED,
                PAGE_DEADLINE,
                Undo.NONE,
                0,
                rung);
    }

    private static Duration settling(Element element) {
        return element.probes().isEmpty() ? UNPROBED_SETTLING : Duration.ZERO;
    }

    private static Duration limit(Element element) {
        return element.subject() instanceof Subject.Process process
                ? process.startLimit().plus(process.stopLimit()).plusSeconds(2)
                : BUNDLE_DEADLINE;
    }
}
