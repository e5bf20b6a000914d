package io.x0tta6bl4.rag.provider.lucene.library;

import io.x0tta6bl4.rag.api.Found;
import io.x0tta6bl4.rag.api.Hit;
import io.x0tta6bl4.rag.api.Query;
import io.x0tta6bl4.rag.provider.lucene.embedding.Embedded;
import io.x0tta6bl4.rag.provider.lucene.embedding.Embedder;
import io.x0tta6bl4.rag.provider.lucene.embedding.Legibility;
import io.x0tta6bl4.rag.provider.lucene.index.ChunkIndex;
import io.x0tta6bl4.rag.provider.lucene.index.ChunkSearch;
import io.x0tta6bl4.rag.provider.lucene.index.Meaning;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Searches a shelf: the question's vector, the list, and what was asked before. */
final class Reader {
    private static final String OTHER =
            "not all vectors of this collection were made by the model that serves now; they are being made anew"
                    + " (rag:jobs tells how far, rag:renew begins again)";

    /** From this cosine on two questions in the same words are one question. */
    private static final double SAME = 0.97;

    /** What was asked of which state of the index; of the text its words. */
    private record Asked(
            long opening,
            long version,
            Query.Mode mode,
            int count,
            int perDocument,
            Map<String, String> filter,
            List<String> words) {
        private static Asked of(Shelf shelf, Query query) throws IOException {
            return new Asked(
                    shelf.opening(),
                    shelf.index().version(),
                    query.mode(),
                    query.count(),
                    query.perDocument(),
                    query.filter(),
                    ChunkIndex.words(query.text()));
        }
    }

    private record Listed(Optional<Meaning> meaning, List<Hit> hits) {
        private boolean answers(Optional<Meaning> asked) {
            if (meaning.isEmpty() || asked.isEmpty()) return meaning.isEmpty() == asked.isEmpty();
            return Proof.dot(meaning.get().vector(), asked.get().vector()) >= SAME;
        }
    }

    private record Texts(String text, String model) {}

    private final Embedder embedder;
    private final Consumer<String> other;
    private final Reranking reranking;
    private final Remembered<Asked, Listed> lists = new Remembered<>();
    private final Remembered<Texts, Embedded.Vector> vectors = new Remembered<>();

    /** {@code other} is told of a collection whose vectors another model made. */
    Reader(Embedder embedder, Consumer<String> other) {
        this.embedder = embedder;
        this.other = other;
        this.reranking = new Reranking(embedder);
    }

    Found search(Shelf shelf, Query asked) throws IOException {
        Query query = normal(asked);
        long begun = System.nanoTime();
        Embedded embedded =
                query.mode() == Query.Mode.BM25 ? new Embedded.Missing("not asked for") : vector(query.text());
        if (embedded instanceof Embedded.Missing(String reason) && query.mode() != Query.Mode.BM25)
            return new Found.Unavailable(reason + "; a search by words alone needs no model (bm25)");
        boolean foreign =
                embedded instanceof Embedded.Vector v && !shelf.index().madeBy(v.model());
        if (foreign) other.accept(query.collection());
        boolean both = query.mode() == Query.Mode.HYBRID || query.mode() == Query.Mode.RERANK;
        if (foreign && !both) return new Found.Unavailable(OTHER);
        Optional<Meaning> meaning = embedded instanceof Embedded.Vector v && !foreign
                ? Optional.of(new Meaning(v.values(), Legibility.of(query.text())))
                : Optional.empty();
        Duration embedding = Duration.ofNanos(System.nanoTime() - begun);
        begun = System.nanoTime();
        Asked key = Asked.of(shelf, foreign ? query.with(Query.Mode.BM25) : query);
        Optional<Listed> known = lists.get(key).filter(listed -> listed.answers(meaning));
        List<Hit> hits = known.isPresent() ? known.get().hits() : list(shelf, query, meaning);
        if (known.isEmpty()) lists.put(key, new Listed(meaning, hits));
        String note = note(shelf, foreign);
        return new Found.Hits(hits, embedding, Duration.ofNanos(System.nanoTime() - begun), known.isPresent(), note);
    }

    private static String note(Shelf shelf, boolean foreign) {
        return Stream.of(shelf.note(), foreign ? "by words alone: " + OTHER : "")
                .filter(note -> !note.isEmpty())
                .collect(Collectors.joining("; "));
    }

    private List<Hit> list(Shelf shelf, Query query, Optional<Meaning> meaning) throws IOException {
        if (query.mode() != Query.Mode.RERANK || meaning.isEmpty())
            return shelf.index().ask(s -> ChunkSearch.search(s, query, meaning));
        Query wide = query.top(Math.max(query.count(), Reranking.LOOKED_AT), query.perDocument());
        List<Hit> hits = shelf.index().ask(s -> ChunkSearch.search(s, wide, meaning));
        return reranking.of(hits, meaning.get().vector()).stream()
                .limit(query.count())
                .toList();
    }

    private static Query normal(Query query) {
        return new Query(
                query.collection(),
                query.text().strip().replaceAll("\\s+", " "),
                query.count(),
                query.perDocument(),
                query.mode(),
                query.filter());
    }

    /** What the model makes of a question; empty in a search by words alone. */
    Optional<Meaning> meaning(Query query) throws IOException {
        if (query.mode() == Query.Mode.BM25) return Optional.empty();
        return switch (vector(query.text())) {
            case Embedded.Vector v -> Optional.of(new Meaning(v.values(), Legibility.of(query.text())));
            case Embedded.Missing(String reason) -> throw new Intake.NoModel(reason);
        };
    }

    /** Of a text that is looked for; the model is asked once for a text. */
    Embedded vector(String text) {
        Texts key = new Texts(text, embedder.model().orElse(""));
        Optional<Embedded.Vector> known = key.model().isEmpty() ? Optional.empty() : vectors.get(key);
        if (known.isPresent()) return known.get();
        Embedded embedded = embedder.query(text);
        if (embedded instanceof Embedded.Vector vector && vector.model().equals(key.model())) vectors.put(key, vector);
        return embedded;
    }
}
