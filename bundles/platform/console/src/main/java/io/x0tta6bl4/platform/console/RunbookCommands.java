package io.x0tta6bl4.platform.console;

import io.x0tta6bl4.knowledge.api.runbook.RunbookAction;
import io.x0tta6bl4.knowledge.api.runbook.Runbooks;
import io.x0tta6bl4.rag.api.Library;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** {@code rag:…}: whose runbooks may propose actions, and which they propose. */
@Component(
        service = RunbookCommands.class,
        immediate = true,
        property = {
            "osgi.command.scope=rag",
            "osgi.command.function=vouch",
            "osgi.command.function=disown",
            "osgi.command.function=runbooks"
        })
public final class RunbookCommands {
    private static final Arguments.Usage VOUCH = Arguments.Usage.of(
            1,
            1,
            Set.of(),
            "rag:vouch FOLDER",
            "  The front matter of documents in this folder may propose actions from now on; each waits for",
            "  loop:approve until it was seen to help. FOLDER is absolute, on the node.");
    private static final Arguments.Usage DISOWN = Arguments.Usage.of(
            1, 1, Set.of(), "rag:disown FOLDER", "  Documents in this folder propose nothing any more.");
    private static final Arguments.Usage RUNBOOKS = Arguments.Usage.of(
            0, 0, Set.of(), "rag:runbooks", "  The actions that runbooks propose, and the folders vouched for.");

    private final Capability<Library> library = new Capability<>("library (feature rag.lucene)");
    private final Capability<Runbooks> runbooks = new Capability<>("runbooks (feature rag.lucene)");

    @Activate
    public RunbookCommands() {}

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindLibrary(ServiceReference<Library> reference, Library service) {
        library.bind(reference, service);
    }

    void unbindLibrary(ServiceReference<Library> reference) {
        library.unbind(reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindRunbooks(ServiceReference<Runbooks> reference, Runbooks service) {
        runbooks.bind(reference, service);
    }

    void unbindRunbooks(ServiceReference<Runbooks> reference) {
        runbooks.unbind(reference);
    }

    @Deactivate
    void close() {
        library.close();
        runbooks.close();
    }

    /** Stands for the framework in a test. */
    RunbookCommands with(Library documents, Runbooks actions) {
        library.with(documents);
        runbooks.with(actions);
        return this;
    }

    @Descriptor("lets the runbooks of a folder propose actions")
    public String vouch(CommandSession session, String[] given) {
        Arguments arguments = Arguments.parse(VOUCH, given);
        if (arguments.help()) return VOUCH.help();
        Path folder = folder(arguments);
        boolean changed = RagCommands.orFail(() -> library.ask(l -> l.vouch(folder, true)));
        return changed
                ? "Runbooks in " + folder
                        + " may propose actions; rag:runbooks lists them. What was never verified waits"
                        + " for loop:approve."
                : folder + " was vouched for already.";
    }

    @Descriptor("lets the runbooks of a folder propose nothing any more")
    public String disown(CommandSession session, String[] given) {
        Arguments arguments = Arguments.parse(DISOWN, given);
        if (arguments.help()) return DISOWN.help();
        Path folder = folder(arguments);
        boolean changed = RagCommands.orFail(() -> library.ask(l -> l.vouch(folder, false)));
        if (!changed)
            throw new CommandFailed(
                    "Nobody vouched for " + folder + "; vouched for are " + library.ask(Library::vouched));
        return "Runbooks in " + folder + " propose nothing any more.";
    }

    private static Path folder(Arguments arguments) {
        Path folder = Path.of(arguments.word(0)).normalize();
        if (!folder.isAbsolute())
            throw new CommandFailed("'" + arguments.word(0) + "' is not absolute; x0 rag makes it so");
        return folder;
    }

    @Descriptor("lists what runbooks propose")
    public String runbooks(CommandSession session, String[] given) {
        Arguments arguments = Arguments.parse(RUNBOOKS, given);
        if (arguments.help()) return RUNBOOKS.help();
        List<String> folders = library.ask(Library::vouched);
        if (folders.isEmpty())
            return "Nobody vouched for a folder, so no document proposes an action; rag:vouch FOLDER does.";
        List<RunbookAction> actions = runbooks.ask(Runbooks::actions);
        String vouched = "vouched for: " + String.join(", ", folders);
        if (actions.isEmpty()) return "No runbook proposes an action; " + vouched;
        Table table = new Table("RUNBOOK", "DIGEST", "CAUSE", "ELEMENT", "CLASS", "SIGNAL", "STEP");
        actions.forEach(a -> table.row(
                a.citation(),
                a.digest(),
                a.causes().stream().map(Enum::name).sorted().collect(Collectors.joining(",")),
                a.element().isEmpty() ? "any" : a.element(),
                a.elementClass().isEmpty() ? "any" : a.elementClass(),
                a.signal().isEmpty() ? "any" : a.signal(),
                a.step()));
        return table.render(new Screen(Screen.of(session).colour(), 0)) + "\n" + vouched;
    }
}
