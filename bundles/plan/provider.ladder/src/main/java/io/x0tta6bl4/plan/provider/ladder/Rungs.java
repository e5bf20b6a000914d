package io.x0tta6bl4.plan.provider.ladder;

import io.x0tta6bl4.knowledge.api.action.Command;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.incident.Cause;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The ladder for a kind of cause: what is tried, from gentle to harsh, in groups that are alike in what they do to the element;
 * the last rung, people, is not in it.
 */
final class Rungs {
    private Rungs() {}

    /** Groups of rungs that are possible; in each, what the catalogue would try first comes first. */
    static List<List<List<Command>>> of(Element element, Cause.Kind cause, Set<String> possible) {
        List<List<List<Command>>> groups = new ArrayList<>();
        for (List<List<Command>> group : ladder(element, cause)) {
            List<List<Command>> left = group.stream()
                    .filter(rung -> rung.stream().allMatch(c -> possible.contains(c.name())))
                    .toList();
            if (!left.isEmpty()) groups.add(left);
        }
        return groups;
    }

    /** Every rung that there is for an element, whatever the cause. */
    static List<List<Command>> all(Element element) {
        return Arrays.stream(Cause.Kind.values())
                .flatMap(cause -> ladder(element, cause).stream())
                .flatMap(List::stream)
                .distinct()
                .toList();
    }

    private static List<List<List<Command>>> ladder(Element element, Cause.Kind cause) {
        // nothing is done to an element on the word of a faulty sensor or for a reason nobody knows
        if (cause == Cause.Kind.SENSOR_FAULT || cause == Cause.Kind.UNKNOWN) return List.of();
        return switch (element.subject()) {
            case Subject.Process _ -> withHooks(process(cause), element);
            case Subject.Bundle bundle -> bundle(bundle.symbolicName());
            case Subject.Component component -> component(component);
            case Subject.Feature feature -> List.of(List.of(List.of(new Command.RevertFeature(feature.name()))));
            case Subject.Identity identity -> identity(identity.part());
            case Subject.Certificate certificate -> withHooks(certificate(certificate), element);
            case Subject.Workload workload -> withHooks(ClusterRungs.workload(workload, cause), element);
            case Subject.Pod _ -> ClusterRungs.pod();
            case Subject.ClusterNode _ -> ClusterRungs.node(cause);
            case Subject.Endpoint _ -> withHooks(List.of(), element);
            case Subject.Host _ -> withHooks(List.of(), element);
        };
    }

    private static List<List<List<Command>>> process(Cause.Kind cause) {
        List<Command> start = List.of(new Command.StartProcess());
        List<Command> restart = List.of(new Command.RestartProcess());
        List<Command> kill = List.of(new Command.KillAndRestartProcess());
        List<Command> restore = List.of(new Command.RestoreConfiguration(), new Command.RestartProcess());
        return switch (cause) {
            case PROCESS_EXITED -> List.of(List.of(start, restore), List.of(kill));
            case CRASH_LOOP, BAD_CONFIGURATION -> List.of(List.of(restore, start), List.of(kill));
            case HANG, ENDPOINT_UNREACHABLE -> List.of(List.of(kill, restore));
            case WRONG_ANSWER -> List.of(List.of(restart, restore), List.of(kill));
            case RESOURCE_EXHAUSTION -> List.of(List.of(restart), List.of(kill));
            case BUNDLE_NOT_RUNNING,
                    BAD_BUNDLE_VERSION,
                    COMPONENT_NOT_RUNNING,
                    BAD_UPGRADE,
                    IDENTITY_EXPIRING,
                    AUTHORITY_UNAVAILABLE,
                    TRUST_BUNDLE_UNREADABLE,
                    KEY_STORE_UNREADABLE,
                    CLOCK_STEPPED,
                    PEERS_REFUSED,
                    BAD_ROLLOUT,
                    REPLICAS_MISSING,
                    SCALE_OUT_OF_BOUNDS,
                    POD_FAILING,
                    CLUSTER_NODE_FAILING,
                    CLUSTER_NODE_HELD,
                    SENSOR_FAULT,
                    UNKNOWN -> List.of();
        };
    }

    /** A lost authority, a damaged key store or a wrong clock is mended by people alone: nothing is guessed about trust. */
    private static List<List<List<Command>>> identity(Subject.Identity.Part part) {
        return part == Subject.Identity.Part.SVID ? List.of(List.of(List.of(new Command.RenewIdentity()))) : List.of();
    }

    private static List<List<List<Command>>> certificate(Subject.Certificate certificate) {
        return certificate.svid().isEmpty() ? List.of() : List.of(List.of(List.of(new Command.RenewIdentity())));
    }

    /** A refresh takes the bundle's users down with it. */
    private static List<List<List<Command>>> bundle(String name) {
        return List.of(
                List.of(List.of(new Command.RollBackBundle(name)), List.of(new Command.RestartBundle(name))),
                List.of(List.of(new Command.RefreshBundle(name))));
    }

    private static List<List<List<Command>>> component(Subject.Component component) {
        String bundle = component.symbolicName();
        return List.of(
                List.of(
                        List.of(new Command.RollBackBundle(bundle)),
                        List.of(new Command.RestartComponent(bundle, component.name()))),
                List.of(List.of(new Command.RestartBundle(bundle))));
    }

    private static List<List<List<Command>>> withHooks(List<List<List<Command>>> groups, Element element) {
        List<List<List<Command>>> all = new ArrayList<>(groups);
        element.hooks().forEach(url -> all.add(List.of(List.of(new Command.CallHook(url)))));
        return all;
    }
}
