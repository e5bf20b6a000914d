package io.x0tta6bl4.rag.provider.lucene.library;

import io.x0tta6bl4.rag.provider.lucene.embedding.Embedder;
import io.x0tta6bl4.rag.provider.lucene.index.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Vectors of another model made anew, document by document; until the last one the collection is searched by words. */
final class Renewal {
    private static final long COMMIT_NANOS = 5_000_000_000L;

    private final Shelf shelf;
    private final Intake intake;
    private final Embedder embedder;

    Renewal(Shelf shelf, Intake intake, Embedder embedder) {
        this.shelf = shelf;
        this.intake = intake;
        this.embedder = embedder;
    }

    String run(Work work) throws IOException {
        String model = embedder.model()
                .orElseThrow(
                        () -> new Intake.NoModel("the model " + Embedder.MODEL + " does not serve; ml:list says why"));
        List<Path> stored = shelf.sources().all();
        work.all(stored.size());
        int renewed = 0;
        long committed = System.nanoTime();
        for (int i = 0; i < stored.size() && !work.cancelled(); i++) {
            Source source = shelf.sources().read(stored.get(i), chunk -> {});
            work.says("renews " + source.id());
            if (!source.model().equals(model)) {
                shelf.shelve(intake.renew(shelf.sources(), stored.get(i), source, model));
                renewed++;
            }
            work.done(i + 1);
            if (System.nanoTime() - committed < COMMIT_NANOS) continue;
            shelf.commit();
            committed = System.nanoTime();
        }
        shelf.commit();
        if (renewed > 0 && !work.cancelled()) shelf.settle();
        return renewed + " of " + stored.size() + " documents embedded anew";
    }
}
