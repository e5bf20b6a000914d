package io.x0tta6bl4.rag.provider.lucene.library;

import io.x0tta6bl4.rag.api.Evaluation;
import io.x0tta6bl4.rag.api.Query;
import io.x0tta6bl4.rag.provider.lucene.embedding.Embedded;
import io.x0tta6bl4.rag.provider.lucene.evaluation.Beir;
import io.x0tta6bl4.rag.provider.lucene.evaluation.Examination;
import io.x0tta6bl4.rag.provider.lucene.index.ChunkSearch;
import io.x0tta6bl4.rag.provider.lucene.index.Source;
import io.x0tta6bl4.rag.provider.lucene.reading.Chunk;
import io.x0tta6bl4.rag.provider.lucene.reading.Unreadable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Measures retrieval: takes the corpus in as documents are, in a place of its own, and asks every judged query. */
final class Trial {
    private final Path directory;
    private final Intake intake;
    private final Reader reader;

    Trial(Path directory, Intake intake, Reader reader) {
        this.directory = directory;
        this.intake = intake;
        this.reader = reader;
    }

    String of(Evaluation evaluation, Work work) throws IOException {
        long[] documents = {0};
        long[] taken = {0};
        Beir.read(evaluation.corpus(), entry -> documents[0]++);
        work.all(documents[0]);
        Path place = Files.createTempDirectory(directory, ".evaluation");
        try (Shelf shelf = new Shelf("evaluation", place, shelved -> {})) {
            Beir.read(evaluation.corpus(), entry -> {
                if (work.cancelled()) throw new IOException("cancelled");
                work.says("takes in " + entry.id());
                take(shelf, entry);
                work.done(++taken[0]);
            });
            shelf.commit();
            Examination examination = new Examination(
                    query -> shelf.index().ask(s -> ChunkSearch.ranked(s, query, vector(query))),
                    (done, of) -> work.says("asked " + done + " of " + of + " queries"));
            return examination.of(evaluation, "evaluation") + ", " + documents[0] + " documents, "
                    + shelf.index().passages() + " passages";
        } finally {
            Shelf.delete(place);
        }
    }

    private Optional<float[]> vector(Query query) throws IOException {
        if (query.mode() == Query.Mode.BM25) return Optional.empty();
        return switch (reader.vector(query.text())) {
            case Embedded.Vector v -> Optional.of(v.values());
            case Embedded.Missing(String reason) -> throw new Intake.NoModel(reason);
        };
    }

    /** A document without words is found by its title or its name, as little as that is. */
    private void take(Shelf shelf, Beir.Entry entry) throws IOException {
        try {
            Source source =
                    intake.store(shelf.sources(), entry.id(), entry.title(), Map.of(), entry.id(), (documents, out) -> {
                        int[] chunks = {0};
                        var header = documents.plain(entry.text(), chunk -> {
                            chunks[0]++;
                            out.accept(chunk);
                        });
                        if (chunks[0] == 0)
                            out.accept(new Chunk(entry.title().isBlank() ? entry.id() : entry.title(), "", 1, 1));
                        return header;
                    });
            shelf.shelve(source);
        } catch (Unreadable e) {
            throw new IOException("the document " + entry.id() + ": " + e.getMessage(), e);
        }
    }
}
