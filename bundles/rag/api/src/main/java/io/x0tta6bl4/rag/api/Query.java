package io.x0tta6bl4.rag.api;

import java.util.Map;
import java.util.TreeMap;

/**
 * What is looked for.
 *
 * @param collection where, see {@link Library}
 * @param text in the words of who asks, 1 to {@link #LONGEST} characters
 * @param count how many passages at most, 1 to {@link #MOST}
 * @param perDocument how many passages of one document at most, at least 1
 * @param mode how passages are compared with the text
 * @param filter metadata that a passage must carry, all of it; empty for none
 */
public record Query(String collection, String text, int count, int perDocument, Mode mode, Map<String, String> filter) {
    /** The longest text, in characters. */
    public static final int LONGEST = 20_000;

    /** The most passages of one search. */
    public static final int MOST = 1000;

    /** How passages are compared with the text. */
    public enum Mode {
        /** By words and by meaning, the weighted sum of both scores; the default. */
        HYBRID,
        /** By words and by meaning, reciprocal rank fusion of both lists (Cormack and others, SIGIR 2009, k = 60). */
        RRF,
        /** As {@link #HYBRID}, and the best passages ranked anew by their sentences, which asks the model for each of them. */
        RERANK,
        /** By words alone: Okapi BM25. */
        BM25,
        /** By meaning alone: the cosine of sentence embeddings. */
        VECTOR
    }

    public Query {
        Names.requireCollection(collection);
        if (text.isBlank()) throw new IllegalArgumentException("nothing is looked for: the text is empty");
        if (text.length() > LONGEST)
            throw new IllegalArgumentException("a text of " + text.length() + " characters; the most are " + LONGEST);
        if (count < 1 || count > MOST)
            throw new IllegalArgumentException("asked for " + count + " passages; 1 to " + MOST + " can be had");
        if (perDocument < 1)
            throw new IllegalArgumentException("at least one passage of a document, not " + perDocument);
        filter = java.util.Collections.unmodifiableMap(new TreeMap<>(filter));
    }

    /** Ten passages, two of a document at most, hybrid, without filter. */
    public static Query of(String collection, String text) {
        return new Query(collection, text, 10, 2, Mode.HYBRID, Map.of());
    }

    public Query in(String other) {
        return new Query(other, text, count, perDocument, mode, filter);
    }

    public Query with(Mode other) {
        return new Query(collection, text, count, perDocument, other, filter);
    }

    public Query top(int most, int ofDocument) {
        return new Query(collection, text, most, ofDocument, mode, filter);
    }

    public Query where(Map<String, String> metadata) {
        return new Query(collection, text, count, perDocument, mode, metadata);
    }
}
