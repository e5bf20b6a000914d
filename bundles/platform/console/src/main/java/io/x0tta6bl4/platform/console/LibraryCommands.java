package io.x0tta6bl4.platform.console;

import io.x0tta6bl4.rag.api.Evaluation;
import io.x0tta6bl4.rag.api.Job;
import io.x0tta6bl4.rag.api.Library;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

/** {@code rag:…}: documents taken in and away, and how good their retrieval is. */
@Component(
        service = LibraryCommands.class,
        immediate = true,
        property = {
            "osgi.command.scope=rag",
            "osgi.command.function=add",
            "osgi.command.function=renew",
            "osgi.command.function=eval",
            "osgi.command.function=remove",
            "osgi.command.function=documents",
            "osgi.command.function=jobs",
            "osgi.command.function=cancel"
        })
public final class LibraryCommands {
    private static final Arguments.Usage ADD = Arguments.Usage.of(
            1,
            1,
            Set.of(RagCommands.COLLECTION, "--meta="),
            "rag:add PATH [--collection=NAME] [--meta=KEY=VALUE,…]",
            "  Takes in a file, or all below a folder: Markdown, text, HTML, PDF, JSON, JSON lines. What is unchanged"
                    + " is",
            "  passed over, what has gone from the folder is removed. PATH is absolute, on the node.");
    private static final Arguments.Usage RENEW = Arguments.Usage.of(
            0,
            0,
            Set.of(RagCommands.COLLECTION),
            "rag:renew [--collection=NAME]",
            "  Embeds anew, by the model that serves now, what another model had embedded.");
    private static final Arguments.Usage EVAL = Arguments.Usage.of(
            0,
            0,
            Set.of("--corpus=", "--queries=", "--qrels=", "--run="),
            "rag:eval --corpus=FILE --queries=FILE --qrels=FILE [--run=FILE]",
            "  Measures retrieval on a collection in the layout of BEIR; --run writes the hybrid ranking for"
                    + " trec_eval.");
    private static final Arguments.Usage REMOVE = Arguments.Usage.of(
            1,
            1,
            Set.of(RagCommands.COLLECTION),
            "rag:remove DOCUMENT [--collection=NAME]",
            "  Removes a document, or every document below a folder.");
    private static final Arguments.Usage DOCUMENTS = Arguments.Usage.of(
            0,
            0,
            Set.of(RagCommands.COLLECTION),
            "rag:documents [--collection=NAME]",
            "  The documents of a collection.");
    private static final Arguments.Usage JOBS =
            Arguments.Usage.of(0, 0, Set.of(), "rag:jobs", "  What is taken in or measured, and what came of it.");
    private static final Arguments.Usage CANCEL = Arguments.Usage.of(
            1,
            1,
            Set.of(),
            "rag:cancel JOB",
            "  Ends a job: at once when it waits, else within seconds, where it looks up next.");
    private static final int LISTED = 10_000;

    private final Capability<Library> library = new Capability<>("library (feature rag.lucene)");

    @Activate
    public LibraryCommands() {}

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

    @Deactivate
    void close() {
        library.close();
    }

    /** Stands for the framework in a test. */
    LibraryCommands with(Library service) {
        library.with(service);
        return this;
    }

    private static Path path(Arguments arguments, String option, Arguments.Usage usage) {
        return absolute(arguments
                .value(option)
                .orElseThrow(() -> new CommandFailed(option + " is missing; use " + usage.form())));
    }

    private static Path absolute(String file) {
        Path path = Path.of(file).normalize();
        if (!path.isAbsolute()) throw new CommandFailed("'" + file + "' is not absolute; x0 rag makes it so");
        return path;
    }

    @Descriptor("takes in a file, or all below a folder")
    public void add(CommandSession session, String[] given) {
        Arguments arguments = Arguments.parse(ADD, RagWords.merged(given));
        if (arguments.help()) {
            session.getConsole().println(ADD.help());
            return;
        }
        Path path = absolute(arguments.word(0));
        Job job = RagCommands.orFail(() -> library.ask(
                l -> l.add(RagCommands.collection(arguments), path, RagWords.pairs(arguments.value("--meta=")))));
        follow(job, session);
    }

    @Descriptor("embeds anew what another model had embedded")
    public void renew(CommandSession session, String[] given) {
        Arguments arguments = Arguments.parse(RENEW, RagWords.merged(given));
        if (arguments.help()) session.getConsole().println(RENEW.help());
        else follow(RagCommands.orFail(() -> library.ask(l -> l.renew(RagCommands.collection(arguments)))), session);
    }

    @Descriptor("measures retrieval on a collection with known answers")
    public void eval(CommandSession session, String[] given) {
        Arguments arguments = Arguments.parse(EVAL, RagWords.merged(given));
        if (arguments.help()) {
            session.getConsole().println(EVAL.help());
            return;
        }
        Evaluation evaluation = new Evaluation(
                path(arguments, "--corpus=", EVAL),
                path(arguments, "--queries=", EVAL),
                path(arguments, "--qrels=", EVAL),
                arguments.value("--run=").map(LibraryCommands::absolute));
        follow(RagCommands.orFail(() -> library.ask(l -> l.evaluate(evaluation))), session);
    }

    @Descriptor("removes a document, or every document below a folder")
    public String remove(CommandSession session, String[] given) {
        Arguments arguments = Arguments.parse(REMOVE, RagWords.merged(given));
        if (arguments.help()) return REMOVE.help();
        String document = arguments.word(0);
        int gone = RagCommands.orFail(() -> library.ask(l -> l.remove(RagCommands.collection(arguments), document)));
        if (gone == 0)
            throw Words.unknown(
                    "document",
                    document,
                    library.ask(l -> l.documents(RagCommands.collection(arguments), LISTED)),
                    "rag:documents");
        return gone + (gone == 1 ? " document removed." : " documents removed.");
    }

    @Descriptor("lists the documents of a collection")
    public String documents(CommandSession session, String[] given) {
        Arguments arguments = Arguments.parse(DOCUMENTS, RagWords.merged(given));
        if (arguments.help()) return DOCUMENTS.help();
        List<String> ids =
                RagCommands.orFail(() -> library.ask(l -> l.documents(RagCommands.collection(arguments), LISTED)));
        return ids.isEmpty() ? "No document." : String.join("\n", ids);
    }

    @Descriptor("lists what is taken in or measured")
    public String jobs(CommandSession session, String[] given) {
        Arguments arguments = Arguments.parse(JOBS, given);
        if (arguments.help()) return JOBS.help();
        List<Job> jobs = library.ask(Library::jobs);
        if (jobs.isEmpty()) return "No job so far.";
        Table table = new Table("JOB", "STATE", "DONE", "RUNNING", "WHAT", "NOTE");
        jobs.forEach(j -> table.row(
                j.number(),
                j.state().name(),
                j.done() + "/" + j.all() + " " + j.unit(),
                Words.duration(j.running()),
                j.what(),
                j.words()));
        return table.render(Screen.of(session));
    }

    @Descriptor("ends a job, at once or where it looks up next")
    public String cancel(CommandSession session, String[] given) {
        Arguments arguments = Arguments.parse(CANCEL, given);
        if (arguments.help()) return CANCEL.help();
        String word = arguments.word(0);
        if (!word.matches("\\d{1,9}"))
            throw new CommandFailed("'" + word + "' is no number of a job; rag:jobs lists them");
        Optional<Job> job = library.ask(l -> l.job(Long.parseLong(word)));
        if (job.isEmpty()) throw new CommandFailed("There is no job " + word + "; rag:jobs lists them");
        boolean ends = library.ask(l -> l.cancel(Long.parseLong(word)));
        return ends ? "Job " + word + " ends; rag:jobs shows when it has." : "Job " + word + " had ended.";
    }

    private void follow(Job job, CommandSession session) {
        new RagProgress(number -> library.ask(l -> l.job(number)), session).follow(job);
    }
}
