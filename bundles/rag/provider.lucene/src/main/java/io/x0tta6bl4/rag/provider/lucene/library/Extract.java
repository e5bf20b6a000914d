package io.x0tta6bl4.rag.provider.lucene.library;

import io.x0tta6bl4.rag.api.Answer;
import io.x0tta6bl4.rag.api.Found;
import io.x0tta6bl4.rag.api.Hit;
import io.x0tta6bl4.rag.provider.lucene.embedding.Embedded;
import io.x0tta6bl4.rag.provider.lucene.embedding.Embedder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Sentences quoted from the best passages, or that the documents do not say. */
final class Extract {
    /** How many passages are looked into. */
    static final int PASSAGES = 5;

    private static final int QUOTES = 3;
    private static final int SENTENCES = 24;
    private static final int SHORTEST = 12;
    /** A sentence that is further behind the best one than this adds nothing. */
    private static final double BEHIND = 0.07;

    private final Reader reader;
    private final Embedder embedder;

    Extract(Reader reader, Embedder embedder) {
        this.reader = reader;
        this.embedder = embedder;
    }

    private record Scored(Answer.Quote quote, double score) {}

    Answer answer(String text, Found.Hits hits) {
        if (!(reader.vector(text) instanceof Embedded.Vector question))
            return new Answer.Unavailable("the model does not answer; ml:list says why");
        Optional<Hit> nearest = hits.hits().stream().max(Comparator.comparingDouble(Extract::cosine));
        double cosine = nearest.map(Extract::cosine).orElse(0.0);
        double confidence = Confidence.of(cosine);
        if (nearest.isEmpty() || confidence < Confidence.ENOUGH)
            return new Answer.NothingFound(String.format(
                    Locale.ROOT,
                    "nothing found: the nearest passage%s is at cosine %.3f, which is an answer in %.0f %% of cases",
                    nearest.map(h -> " (" + h.passage().citation() + ")").orElse(""),
                    cosine,
                    100 * confidence));
        List<Scored> scored = new ArrayList<>();
        for (Hit hit : hits.hits()) {
            if (Confidence.of(cosine(hit)) < Confidence.ENOUGH) continue;
            for (Sentence sentence : Sentence.of(hit.passage())) {
                if (scored.size() == SENTENCES || sentence.text().length() < SHORTEST) continue;
                if (embedder.passage(sentence.citation().heading() + "\n" + sentence.text())
                        instanceof Embedded.Vector vector)
                    scored.add(new Scored(
                            new Answer.Quote(sentence.text(), sentence.citation()),
                            Proof.dot(question.values(), vector.values())));
            }
        }
        scored.sort(Comparator.comparingDouble(Scored::score).reversed());
        double best = scored.isEmpty() ? 0 : scored.getFirst().score();
        List<Answer.Quote> quotes = scored.stream()
                .filter(s -> s.score() >= best - BEHIND)
                .map(Scored::quote)
                .distinct()
                .limit(QUOTES)
                .toList();
        if (quotes.isEmpty()) return new Answer.NothingFound("nothing found: no passage holds a sentence to quote");
        return new Answer.Quoted(quotes, confidence);
    }

    private static double cosine(Hit hit) {
        return hit.vector().map(Hit.Part::score).orElse(0.0);
    }
}
