package io.x0tta6bl4.rag.provider.lucene.library;

import io.x0tta6bl4.rag.api.Hit;
import io.x0tta6bl4.rag.api.Passage;
import io.x0tta6bl4.rag.provider.lucene.embedding.Embedded;
import io.x0tta6bl4.rag.provider.lucene.embedding.Embedder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The second look at the best passages: each is worth what it was, and as much again by its sentence that is nearest to the
 * question. A long passage that holds the answer in one sentence rises; one that is alike as a whole falls.
 */
final class Reranking {
    /** How many passages are looked at again. */
    static final int LOOKED_AT = 20;

    private static final int SENTENCES = 12;
    private static final int SHORTEST = 12;

    private final Embedder embedder;

    Reranking(Embedder embedder) {
        this.embedder = embedder;
    }

    /** In the new order; where there is no sentence half of the score is lost. */
    List<Hit> of(List<Hit> hits, float[] question) {
        List<Hit> again = new ArrayList<>();
        List<OptionalDouble> best = hits.stream()
                .limit(LOOKED_AT)
                .map(hit -> best(hit.passage(), question))
                .toList();
        double highest = best.stream().mapToDouble(b -> b.orElse(0)).max().orElse(0);
        for (int i = 0; i < best.size(); i++) {
            Hit hit = hits.get(i);
            double sentence = highest > 0 ? Math.max(0, best.get(i).orElse(0)) / highest : 0;
            again.add(
                    new Hit(hit.passage(), (hit.score() + sentence) / 2, hit.lexical(), hit.vector(), hit.snippets()));
        }
        again.sort(Comparator.comparingDouble(Hit::score).reversed());
        return again;
    }

    private OptionalDouble best(Passage passage, float[] question) {
        return Sentence.of(passage).stream()
                .filter(s -> s.text().length() >= SHORTEST)
                .limit(SENTENCES)
                .map(s -> embedder.passage(s.citation().heading() + "\n" + s.text()))
                .filter(Embedded.Vector.class::isInstance)
                .mapToDouble(v -> Proof.dot(question, ((Embedded.Vector) v).values()))
                .max();
    }
}
