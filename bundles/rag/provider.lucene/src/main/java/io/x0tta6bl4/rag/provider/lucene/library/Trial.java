package io.x0tta6bl4.rag.provider.lucene.library;

import io.x0tta6bl4.rag.api.Evaluation;
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
import java.util.concurrent.atomic.AtomicLong;

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
        Examination examination = new Examination(evaluation);
        long[] documents = {0};
        Beir.read(evaluation.corpus(), entry -> documents[0]++);
        work.all(documents[0] + examination.size());
        Path place = Files.createTempDirectory(directory, ".evaluation");
        try (Shelf shelf = new Shelf("evaluation", place, shelved -> {})) {
            takeAll(evaluation.corpus(), shelf, examination, work);
            return examination.of(
                            evaluation.run(),
                            "evaluation",
                            query -> shelf.index().ask(s -> ChunkSearch.ranked(s, query, reader.meaning(query))),
                            (done, of) -> {
                                work.done(documents[0] + done);
                                work.says("asked " + done + " of " + of + " queries");
                                if (work.cancelled()) throw new IOException("cancelled");
                            })
                    + ", " + documents[0] + " documents, " + shelf.index().passages() + " passages";
        } finally {
            Shelf.delete(place);
        }
    }

    private void takeAll(Path corpus, Shelf shelf, Examination examination, Work work) throws IOException {
        AtomicLong taken = new AtomicLong();
        try (Crew crew = new Crew(Intake.WORKERS)) {
            Beir.read(corpus, entry -> {
                if (work.cancelled()) throw new IOException("cancelled");
                examination.seen(entry);
                crew.take(() -> {
                    take(shelf, entry);
                    work.done(taken.incrementAndGet());
                    work.says("takes in " + entry.id());
                });
            });
            crew.end();
        }
        shelf.commit();
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
