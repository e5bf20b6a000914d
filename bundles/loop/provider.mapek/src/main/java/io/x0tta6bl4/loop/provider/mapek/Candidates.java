package io.x0tta6bl4.loop.provider.mapek;

import io.x0tta6bl4.knowledge.api.action.Command;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.Subject;
import java.util.ArrayList;
import java.util.List;

/** Commands that make sense for an element; whether they are possible now is for the effectors to say. */
final class Candidates {
    private Candidates() {}

    static List<Command> of(Element element) {
        List<Command> commands = new ArrayList<>();
        switch (element.subject()) {
            case Subject.Process _ -> {
                commands.add(new Command.StartProcess());
                commands.add(new Command.RestartProcess());
                commands.add(new Command.KillAndRestartProcess());
                commands.add(new Command.RestoreConfiguration());
            }
            case Subject.Bundle bundle -> bundle(bundle.symbolicName(), commands);
            case Subject.Component component -> {
                commands.add(new Command.RestartComponent(component.symbolicName(), component.name()));
                bundle(component.symbolicName(), commands);
            }
            case Subject.Feature feature -> commands.add(new Command.RevertFeature(feature.name()));
            case Subject.Identity _, Subject.Certificate _ -> commands.add(new Command.RenewIdentity());
            case Subject.Workload _ -> {
                commands.add(new Command.RollBackWorkload());
                commands.add(new Command.RestartWorkload());
                commands.add(new Command.ScaleWorkload(Command.ScaleWorkload.Step.WITHIN));
            }
            case Subject.Pod _ -> commands.add(new Command.EvictPod());
            case Subject.ClusterNode _ -> {
                commands.add(new Command.CordonNode());
                commands.add(new Command.UncordonNode());
            }
            case Subject.Endpoint _, Subject.Host _ -> {}
        }
        element.hooks().forEach(url -> commands.add(new Command.CallHook(url)));
        return commands;
    }

    private static void bundle(String name, List<Command> commands) {
        commands.add(new Command.RollBackBundle(name));
        commands.add(new Command.RestartBundle(name));
        commands.add(new Command.RefreshBundle(name));
    }
}
