package io.x0tta6bl4.platform.readiness;

import io.x0tta6bl4.platform.api.SteadyClock;
import java.io.PrintStream;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Process;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** {@code readiness:show}: immediate, because a delayed component would be deactivated after each command. */
@Component(
        service = ReadinessCommands.class,
        immediate = true,
        property = {"osgi.command.scope=readiness", "osgi.command.function=show"})
public final class ReadinessCommands {
    private static final String USAGE = Rendering.usage(
            "readiness:show [--json]",
            "  Shows every mandatory part of this node: who serves it, real or stub, its last self-test, what it waits"
                    + " for.",
            "  Fails when the node is not ready.",
            "  --json   for programs",
            "  --help   this text");

    private final Readiness readiness;

    @Activate
    public ReadinessCommands(@Reference(policyOption = ReferencePolicyOption.GREEDY) Readiness readiness) {
        this.readiness = readiness;
    }

    @Descriptor("shows which mandatory part is satisfied, self-tested and real; fails when the node is not ready")
    public void show(CommandSession session, String[] options) {
        boolean json = false;
        for (String option : options)
            switch (option) {
                case "--json" -> json = true;
                case "--help" -> {
                    print(session, USAGE);
                    return;
                }
                default ->
                    throw new IllegalArgumentException("'" + option + "' is no option of readiness:show; try --help");
            }
        Report report = readiness.report();
        print(
                session,
                json
                        ? Rendering.json(report).toString()
                        : Rendering.table(report, SteadyClock.system().instant()));
        if (!report.ready()) throw new NodeNotReady(Rendering.verdict(report));
    }

    /** To the command's own output, which may be a pipe. */
    private static void print(CommandSession session, String text) {
        Process process = Process.Utils.current();
        PrintStream out = process == null ? session.getConsole() : process.out();
        out.println(text);
        out.flush();
    }
}
