package io.x0tta6bl4.rag.provider.lucene.library;

import io.x0tta6bl4.knowledge.api.runbook.RunbookAction;
import io.x0tta6bl4.knowledge.api.runbook.Runbooks;
import io.x0tta6bl4.rag.api.Answer;
import io.x0tta6bl4.rag.api.CollectionState;
import io.x0tta6bl4.rag.api.Evaluation;
import io.x0tta6bl4.rag.api.Found;
import io.x0tta6bl4.rag.api.Job;
import io.x0tta6bl4.rag.api.Library;
import io.x0tta6bl4.rag.api.Query;
import io.x0tta6bl4.rag.api.Retrieval;
import io.x0tta6bl4.rag.provider.lucene.embedding.Embedder;
import io.x0tta6bl4.rag.provider.lucene.index.Source;
import io.x0tta6bl4.rag.provider.lucene.reading.Unreadable;
import io.x0tta6bl4.rag.provider.lucene.runbooks.FrontMatterAction;
import io.x0tta6bl4.rag.provider.lucene.runbooks.VouchedFolders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The library of a node and its readers. */
public final class Collections implements Retrieval, Library, Runbooks, AutoCloseable {
    private static final Duration REST = Duration.ofSeconds(5);

    private final Path directory;
    private final Shelves shelves;
    private final Embedder embedder;
    private final Intake intake;
    private final Reader reader;
    private final Extract extract;
    private final Map<String, String> renewed = new ConcurrentHashMap<>();
    private final Jobs jobs = new Jobs();
    private final VouchedFolders vouched;
    private final Proposals proposals;

    public Collections(Path directory, Embedder embedder) throws IOException {
        this(directory, embedder, REST);
    }

    Collections(Path directory, Embedder embedder, Duration rest) throws IOException {
        this.directory = directory;
        this.embedder = embedder;
        this.intake = new Intake(embedder);
        this.reader = new Reader(embedder, this::renewOnce);
        this.extract = new Extract(reader, embedder);
        this.vouched = new VouchedFolders(directory);
        this.proposals = new Proposals(vouched);
        this.shelves = new Shelves(directory, rest, proposals::read);
    }

    /** Opens what there is beside the start of the node, so that runbooks propose before anybody searches. */
    public void open() {
        Thread.ofVirtual().name("rag-open").start(shelves::states);
    }

    @Override
    public Found search(Query query) {
        try {
            Optional<Shelf> shelf = shelves.find(query.collection());
            if (shelf.isEmpty()) return new Found.Rejected(none(query.collection()));
            return reader.search(shelf.get(), query);
        } catch (IOException e) {
            return new Found.Unavailable("the collection " + query.collection() + " cannot be read: " + e.getMessage());
        }
    }

    private String none(String collection) throws IOException {
        return "there is no collection '" + collection + "'"
                + (shelves.names().isEmpty() ? "; x0 rag add PATH makes one" : "; there are " + shelves.names());
    }

    @Override
    public Answer answer(Query query) {
        return switch (search(query.top(Extract.PASSAGES, 2))) {
            case Found.Hits hits -> extract.answer(query.text(), hits);
            case Found.Unavailable(String reason) -> new Answer.Unavailable(reason);
            case Found.Rejected(String reason) -> new Answer.NothingFound(reason);
        };
    }

    @Override
    public List<CollectionState> collections() {
        return shelves.states();
    }

    @Override
    public Job add(String collection, Path path, Map<String, String> metadata) {
        Query.of(collection, "a name that may be one");
        if (!path.isAbsolute()) throw new IllegalArgumentException("'" + path + "' is not absolute");
        requireFree(metadata);
        if (!Files.exists(path)) throw new IllegalArgumentException("there is no file or folder " + path);
        return jobs.start("adds " + path + " to " + collection, "kB", work -> {
            Shelf shelf = shelves.make(collection);
            return new FolderIntake(shelf, intake, embedder, metadata, work, proposals::remark).take(path);
        });
    }

    private static void requireFree(Map<String, String> metadata) {
        for (String key : metadata.keySet())
            if (FrontMatterAction.reserved(key))
                throw new IllegalArgumentException(
                        "'" + key + "' can only stand in the front matter of a runbook; it proposes an action");
    }

    @Override
    public boolean vouch(Path folder, boolean vouches) {
        if (!folder.isAbsolute()) throw new IllegalArgumentException("'" + folder + "' is not absolute");
        if (vouches && !Files.exists(folder))
            throw new IllegalArgumentException("there is no file or folder " + folder);
        try {
            return vouched.set(folder, vouches);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<String> vouched() {
        return vouched.folders();
    }

    @Override
    public List<RunbookAction> actions() {
        return proposals.actions();
    }

    @Override
    public void put(String collection, String id, String title, String markdown, Map<String, String> metadata) {
        requireFree(metadata);
        try {
            Shelf shelf = shelves.make(collection);
            String model = embedder.model().orElse("");
            String digest = intake.digest(title + "\n" + markdown, metadata);
            if (shelf.index().holds(id, digest + "@" + model)) return;
            Source source = intake.store(
                    shelf.sources(),
                    id,
                    title,
                    metadata,
                    digest,
                    (documents, out) -> documents.markdown(markdown, out));
            shelf.shelve(source);
            shelf.commit();
        } catch (IOException e) {
            throw new UncheckedIOException(Work.words(e), e);
        } catch (Unreadable e) {
            throw new IllegalArgumentException(id + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Job renew(String collection) {
        return jobs.start("renews the vectors of " + collection, "documents", work -> {
            Optional<Shelf> shelf = shelves.find(collection);
            if (shelf.isEmpty()) throw new IOException(none(collection));
            return new Renewal(shelf.get(), intake, embedder).run(work);
        });
    }

    /** Another model serves: its vectors are made once for each model, while the words of the old index go on serving. */
    private void renewOnce(String collection) {
        String model = embedder.model().orElse("");
        if (model.isEmpty() || model.equals(renewed.put(collection, model))) return;
        if (renew(collection).ended()) renewed.remove(collection); // the queue was full
    }

    @Override
    public int remove(String collection, String document) {
        try {
            Optional<Shelf> shelf = shelves.find(collection);
            if (shelf.isEmpty()) throw new IllegalArgumentException(none(collection));
            return shelves.make(collection).remove(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<String> documents(String collection, int limit) {
        try {
            Optional<Shelf> shelf = shelves.find(collection);
            if (shelf.isEmpty()) throw new IllegalArgumentException(none(collection));
            return shelf.get().index().documents().keySet().stream()
                    .limit(limit)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Job evaluate(Evaluation evaluation) {
        for (Path file : List.of(evaluation.corpus(), evaluation.queries(), evaluation.judgements()))
            if (!Files.isReadable(file) || Files.isDirectory(file))
                throw new IllegalArgumentException("there is no file " + file + " that can be read");
        return jobs.start(
                "evaluates on " + evaluation.corpus(),
                "steps",
                work -> new Trial(directory, intake, reader).of(evaluation, work));
    }

    @Override
    public Optional<Job> job(long number) {
        return jobs.job(number);
    }

    @Override
    public List<Job> jobs() {
        return jobs.all();
    }

    @Override
    public boolean cancel(long number) {
        return jobs.cancel(number);
    }

    /** Asks the model and a small index of its own about a known case; returns what was found. */
    public String prove() throws IOException {
        shelves.requireOpen();
        return new Proof(embedder).run();
    }

    /** Another number when other collections take nothing in than before. */
    public long changes() {
        return shelves.closed().hashCode();
    }

    @Override
    public void close() {
        jobs.close();
        intake.close();
        shelves.close();
    }
}
