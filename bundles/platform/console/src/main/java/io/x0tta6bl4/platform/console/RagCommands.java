package io.x0tta6bl4.platform.console;

import io.x0tta6bl4.rag.api.Answer;
import io.x0tta6bl4.rag.api.Composer;
import io.x0tta6bl4.rag.api.Composition;
import io.x0tta6bl4.rag.api.Found;
import io.x0tta6bl4.rag.api.Hit;
import io.x0tta6bl4.rag.api.Library;
import io.x0tta6bl4.rag.api.Passage;
import io.x0tta6bl4.rag.api.Query;
import io.x0tta6bl4.rag.api.Retrieval;
import java.util.List;
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

/** {@code rag:…}: documents searched and asked; {@link LibraryCommands} takes them in. */
@Component(
        service = RagCommands.class,
        immediate = true,
        property = {
            "osgi.command.scope=rag",
            "osgi.command.function=search",
            "osgi.command.function=ask",
            "osgi.command.function=collections"
        })
public final class RagCommands {
    static final String COLLECTION = "--collection=";
    private static final String COMPOSE = "--compose";
    private static final Arguments.Usage SEARCH = Arguments.Usage.of(
            1,
            99,
            Set.of(Arguments.JSON, COLLECTION, "--k=", "--mode=", "--filter=", "--each="),
            "rag:search TEXT [-k N] [--mode=hybrid|rerank|rrf|bm25|vector] [--filter=KEY=VALUE,…] [--collection=NAME]"
                    + " [--json]",
            "  The best passages, with where they stand and why they were found.",
            "  --each=N  how many of one document at most, 2 by default");
    private static final Arguments.Usage ASK = Arguments.Usage.of(
            1,
            99,
            Set.of(Arguments.JSON, COLLECTION, "--filter=", COMPOSE),
            "rag:ask QUESTION [--compose] [--filter=KEY=VALUE,…] [--collection=NAME] [--json]",
            "  Sentences that answer, quoted with where they stand; or that the documents do not say.",
            "  --compose  put into words by the model of the feature rag.openai, from the same passages");
    private static final Arguments.Usage COLLECTIONS = Arguments.Usage.of(
            0, 0, Set.of(Arguments.JSON), "rag:collections [--json]", "  What there is, and its state.");

    private final Capability<Retrieval> retrieval = new Capability<>("retrieval (feature rag.lucene)");
    private final Capability<Composer> composer = new Capability<>("composer (feature rag.openai)");

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
    void bindComposer(ServiceReference<Composer> reference, Composer service) {
        composer.bind(reference, service);
    }

    void unbindComposer(ServiceReference<Composer> reference) {
        composer.unbind(reference);
    }

    @Deactivate
    void close() {
        retrieval.close();
        composer.close();
    }

    /** Stands for the framework in a test. */
    RagCommands with(Retrieval reads) {
        retrieval.with(reads);
        return this;
    }

    /** Stands for the framework in a test. */
    RagCommands with(Composer writes) {
        composer.with(writes);
        return this;
    }

    /** What the capability refuses, the command fails with. */
    static <R> R orFail(Supplier<R> body) {
        try {
            return body.get();
        } catch (IllegalArgumentException | java.io.UncheckedIOException e) {
            throw new CommandFailed(e.getMessage());
        }
    }

    static String collection(Arguments arguments) {
        return arguments.value(COLLECTION).orElse(Library.DOCUMENTS);
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
        if (arguments.has(COMPOSE) && answer instanceof Answer.Quoted) return composed(arguments, query);
        return arguments.json() ? RagWords.json(answer).toString() : RagWords.text(answer);
    }

    /** From the passages that the quotations are from; a model that fails takes nothing away from those. */
    private String composed(Arguments arguments, Query query) {
        List<Passage> passages = switch (retrieval.ask(r -> r.search(query.top(Composer.MOST, 2)))) {
            case Found.Hits hits -> hits.hits().stream().map(Hit::passage).toList();
            case Found.Unavailable(String reason) -> throw new CommandFailed("No answer is possible now: " + reason);
            case Found.Rejected(String reason) -> throw new CommandFailed("Not searched: " + reason);
        };
        Composition composition = composer.ask(c -> c.compose(query.text(), passages));
        if (composition instanceof Composition.Unavailable(String reason))
            throw new CommandFailed("No answer was composed: " + reason + ". Without --compose documents are quoted.");
        return arguments.json() ? ComposedWords.json(composition).toString() : ComposedWords.text(composition);
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
                s.name(),
                s.documents(),
                s.passages(),
                s.model().isEmpty() ? "-" : s.model().substring(0, 12),
                s.words()));
        return table.render(Screen.of(session));
    }
}
