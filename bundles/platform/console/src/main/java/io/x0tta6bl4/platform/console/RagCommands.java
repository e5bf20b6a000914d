package io.x0tta6bl4.platform.console;

import io.x0tta6bl4.rag.api.Answer;
import io.x0tta6bl4.rag.api.Evaluation;
import io.x0tta6bl4.rag.api.Found;
import io.x0tta6bl4.rag.api.Job;
import io.x0tta6bl4.rag.api.Library;
import io.x0tta6bl4.rag.api.Query;
import io.x0tta6bl4.rag.api.Retrieval;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
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

/** {@code rag:…}: documents taken in, searched, asked, and how good that is. */
@Component(
        service = RagCommands.class,
        immediate = true,
        property = {
            "osgi.command.scope=rag",
            "osgi.command.function=add",
            "osgi.command.function=remove",
            "osgi.command.function=search",
            "osgi.command.function=ask",
            "osgi.command.function=eval",
            "osgi.command.function=collections",
            "osgi.command.function=documents",
            "osgi.command.function=jobs",
            "osgi.command.function=cancel"
        })
public final class RagCommands {
    private static final String COLLECTION = "--collection=";
    private static final Arguments.Usage ADD = Arguments.Usage.of(
            1,
            1,
            Set.of(COLLECTION, "--meta="),
            "rag:add PATH [--collection=NAME] [--meta=KEY=VALUE,…]",
            "  Takes in a file, or all below a folder: Markdown, text, HTML, PDF, JSON, JSON lines. What is unchanged is",
            "  passed over, what has gone from the folder is removed. PATH is absolute, on the node.");
    private static final Arguments.Usage REMOVE = Arguments.Usage.of(
            1,
            1,
            Set.of(COLLECTION),
            "rag:remove DOCUMENT [--collection=NAME]",
            "  Removes a document, or every document below a folder.");
    private static final Arguments.Usage SEARCH = Arguments.Usage.of(
            1,
            99,
            Set.of(Arguments.JSON, COLLECTION, "--k=", "--mode=", "--filter=", "--each="),
            "rag:search TEXT [-k N] [--mode=hybrid|rrf|bm25|vector] [--filter=KEY=VALUE,…] [--collection=NAME] [--json]",
            "  The best passages, with where they stand and why they were found.",
            "  --each=N  how many of one document at most, 2 by default");
    private static final Arguments.Usage ASK = Arguments.Usage.of(
            1,
            99,
            Set.of(Arguments.JSON, COLLECTION, "--filter="),
            "rag:ask QUESTION [--filter=KEY=VALUE,…] [--collection=NAME] [--json]",
            "  Sentences that answer, quoted with where they stand; or that the documents do not say.");
    private static final Arguments.Usage EVAL = Arguments.Usage.of(
            0,
            0,
            Set.of("--corpus=", "--queries=", "--qrels=", "--run="),
            "rag:eval --corpus=FILE --queries=FILE --qrels=FILE [--run=FILE]",
            "  Measures retrieval on a collection in the layout of BEIR; --run writes the hybrid ranking for trec_eval.");
    private static final Arguments.Usage COLLECTIONS = Arguments.Usage.of(
            0, 0, Set.of(Arguments.JSON), "rag:collections [--json]", "  What there is, and its state.");
    private static final Arguments.Usage DOCUMENTS = Arguments.Usage.of(
            0, 0, Set.of(COLLECTION), "rag:documents [--collection=NAME]", "  The documents of a collection.");
    private static final Arguments.Usage JOBS =
            Arguments.Usage.of(0, 0, Set.of(), "rag:jobs", "  What is taken in or measured, and what came of it.");
    private static final Arguments.Usage CANCEL =
            Arguments.Usage.of(1, 1, Set.of(), "rag:cancel JOB", "  Ends a job at the next document.");
    private static final int LISTED = 10_000;

    private final Capability<Retrieval> retrieval = new Capability<>("retrieval (feature rag.lucene)");
    private final Capability<Library> library = new Capability<>("library (feature rag.lucene)");

    @Activate
    public RagCommands() {}

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindRetrieval(ServiceReference<Retrieval> reference, Retrieval service) {
        retrieval.bind(reference, service);
    }

    void unbindRetrieval(ServiceReference<Retrieval> reference) {
        retrieval.unbind(reference);
    }

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
        retrieval.close();
        library.close();
    }

    /** Stands for the framework in a test. */
    RagCommands with(Retrieval reads, Library keeps) {
        retrieval.with(reads);
        library.with(keeps);
        return this;
    }

    /** What the capability refuses, the command fails with. */
    private static <R> R orFail(Supplier<R> body) {
        try {
            return body.get();
        } catch (IllegalArgumentException | java.io.UncheckedIOException e) {
            throw new CommandFailed(e.getMessage());
        }
    }

    private static String collection(Arguments arguments) {
        return arguments.value(COLLECTION).orElse(Library.DOCUMENTS);
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
        Job job = orFail(() -> library.ask(
                l -> l.add(collection(arguments), path, RagWords.pairs(arguments.value("--meta=")))));
        follow(job, session);
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
                arguments.value("--run=").map(RagCommands::absolute));
        follow(orFail(() -> library.ask(l -> l.evaluate(evaluation))), session);
    }

    private void follow(Job job, CommandSession session) {
        new RagProgress(number -> library.ask(l -> l.job(number)), session).follow(job);
    }

    @Descriptor("removes a document, or every document below a folder")
    public String remove(CommandSession session, String[] given) {
        Arguments arguments = Arguments.parse(REMOVE, RagWords.merged(given));
        if (arguments.help()) return REMOVE.help();
        String document = arguments.word(0);
        int gone = orFail(() -> library.ask(l -> l.remove(collection(arguments), document)));
        if (gone == 0)
            throw Words.unknown(
                    "document",
                    document,
                    library.ask(l -> l.documents(collection(arguments), LISTED)),
                    "rag:documents");
        return gone + (gone == 1 ? " document removed." : " documents removed.");
    }

    @Descriptor("finds the best passages for a text")
    public String search(CommandSession session, String[] given) {
        Arguments arguments = Arguments.parse(SEARCH, RagWords.merged(given));
        if (arguments.help()) return SEARCH.help();
        Query query = orFail(() -> RagWords.query(arguments, collection(arguments)));
        Found found = retrieval.ask(r -> r.search(query));
        return switch (found) {
            case Found.Hits hits ->
                arguments.json() ? RagWords.json(hits).toString() : RagWords.text(hits, Screen.of(session));
            case Found.Unavailable(String reason) -> throw new CommandFailed("No search is possible now: " + reason);
            case Found.Rejected(String reason) -> throw new CommandFailed("Not searched: " + reason);
        };
    }

    @Descriptor("answers by quoting documents, or says that they do not say")
    public String ask(CommandSession session, String[] given) {
        Arguments arguments = Arguments.parse(ASK, RagWords.merged(given));
        if (arguments.help()) return ASK.help();
        Query query = orFail(() -> RagWords.query(arguments, collection(arguments)));
        Answer answer = retrieval.ask(r -> r.answer(query));
        if (answer instanceof Answer.Unavailable(String reason))
            throw new CommandFailed("No answer is possible now: " + reason);
        return arguments.json() ? RagWords.json(answer).toString() : RagWords.text(answer);
    }

    @Descriptor("lists the collections")
    public String collections(CommandSession session, String[] given) {
        Arguments arguments = Arguments.parse(COLLECTIONS, given);
        if (arguments.help()) return COLLECTIONS.help();
        var states = orFail(() -> retrieval.ask(Retrieval::collections));
        if (arguments.json()) return RagWords.json(states).toString();
        if (states.isEmpty()) return "There is no collection yet; x0 rag add PATH makes one.";
        Table table = new Table("COLLECTION", "DOCUMENTS", "PASSAGES", "MODEL", "NOTE");
        states.forEach(s -> table.row(
                s.name(), s.documents(), s.passages(), s.model().isEmpty() ? "-" : s.model().substring(0, 12), s.words()));
        return table.render(Screen.of(session));
    }

    @Descriptor("lists the documents of a collection")
    public String documents(CommandSession session, String[] given) {
        Arguments arguments = Arguments.parse(DOCUMENTS, RagWords.merged(given));
        if (arguments.help()) return DOCUMENTS.help();
        List<String> ids = orFail(() -> library.ask(l -> l.documents(collection(arguments), LISTED)));
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

    @Descriptor("ends a job at the next document")
    public String cancel(CommandSession session, String[] given) {
        Arguments arguments = Arguments.parse(CANCEL, given);
        if (arguments.help()) return CANCEL.help();
        String word = arguments.word(0);
        if (!word.matches("\\d{1,9}")) throw new CommandFailed("'" + word + "' is no number of a job; rag:jobs lists them");
        Optional<Job> job = library.ask(l -> l.job(Long.parseLong(word)));
        if (job.isEmpty()) throw new CommandFailed("There is no job " + word + "; rag:jobs lists them");
        boolean ends = library.ask(l -> l.cancel(Long.parseLong(word)));
        return ends ? "Job " + word + " ends at the next document." : "Job " + word + " had ended.";
    }
}
