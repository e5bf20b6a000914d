package io.x0tta6bl4.plan.provider.ladder;

import io.x0tta6bl4.knowledge.api.action.Command;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.incident.Cause;
import io.x0tta6bl4.knowledge.api.store.Experience;
import io.x0tta6bl4.plan.api.Situation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The ladder for a kind of cause: what is tried, from gentle to harsh; the last rung, people, is not in it. */
final class Rungs {
    /** One success and one failure are assumed before the first try. */
    private static final Experience.Tally UNTRIED = new Experience.Tally(0, 0);

    private Rungs() {}

    /** Rungs that are possible, what was verified most first; untried ones keep the order of the catalogue. */
    static List<List<Command>> of(
            Element element, Cause.Kind cause, Set<String> possible, Map<String, Experience.Tally> experience) {
        List<List<Command>> rungs = new ArrayList<>();
        for (List<Command> rung : ladder(element, cause))
            if (rung.stream().allMatch(c -> possible.contains(c.name()))) rungs.add(rung);
        rungs.sort(Comparator.comparingDouble((List<Command> rung) -> -expected(rung, experience)));
        return rungs;
    }

    private static double expected(List<Command> rung, Map<String, Experience.Tally> experience) {
        return experience.getOrDefault(Situation.rung(rung), UNTRIED).expectedSuccess();
    }

    private static List<List<Command>> ladder(Element element, Cause.Kind cause) {
        // nothing is done to an element on the word of a faulty sensor or for a reason nobody knows
        if (cause == Cause.Kind.SENSOR_FAULT || cause == Cause.Kind.UNKNOWN) return List.of();
        return switch (element.subject()) {
            case Subject.Process _ -> withHooks(process(cause), element);
            case Subject.Bundle bundle -> bundle(bundle.symbolicName());
            case Subject.Component component -> component(component);
            case Subject.Feature feature -> List.of(List.of(new Command.RevertFeature(feature.name())));
            case Subject.Endpoint _ -> withHooks(List.of(), element);
            case Subject.Host _ -> withHooks(List.of(), element);
        };
    }

    private static List<List<Command>> process(Cause.Kind cause) {
        List<Command> start = List.of(new Command.StartProcess());
        List<Command> restart = List.of(new Command.RestartProcess());
        List<Command> kill = List.of(new Command.KillAndRestartProcess());
        List<Command> restore = List.of(new Command.RestoreConfiguration(), new Command.RestartProcess());
        return switch (cause) {
            case PROCESS_EXITED -> List.of(start, restore, kill);
            case CRASH_LOOP, BAD_CONFIGURATION -> List.of(restore, start, kill);
            case HANG, ENDPOINT_UNREACHABLE -> List.of(kill, restore);
            case WRONG_ANSWER -> List.of(restart, restore, kill);
            case RESOURCE_EXHAUSTION -> List.of(restart, kill);
            case BUNDLE_NOT_RUNNING, BAD_BUNDLE_VERSION, COMPONENT_NOT_RUNNING, BAD_UPGRADE, SENSOR_FAULT, UNKNOWN ->
                List.of();
        };
    }

    private static List<List<Command>> bundle(String name) {
        return List.of(
                List.of(new Command.RollBackBundle(name)),
                List.of(new Command.RestartBundle(name)),
                List.of(new Command.RefreshBundle(name)));
    }

    private static List<List<Command>> component(Subject.Component component) {
        String bundle = component.symbolicName();
        return List.of(
                List.of(new Command.RollBackBundle(bundle)),
                List.of(new Command.RestartComponent(bundle, component.name())),
                List.of(new Command.RestartBundle(bundle)));
    }

    private static List<List<Command>> withHooks(List<List<Command>> rungs, Element element) {
        List<List<Command>> all = new ArrayList<>(rungs);
        element.hooks().forEach(url -> all.add(List.of(new Command.CallHook(url))));
        return all;
    }
}
