package io.x0tta6bl4.rag.provider.lucene.index;

import java.util.Arrays;

/**
 * Two scores to one. Each is divided by the best of its list after its own natural zero is taken off, and words count by the
 * square, so that a list in which all are alike decides little; every candidate has both scores, so that being missing from a list
 * is no verdict. How much the meaning counts goes by how well the model can read the question and what was found. How the
 * numbers were chosen: docs/capabilities/rag.md.
 */
public final class Fusion {
    /** The share of meaning where the model reads every word, and where it reads none. */
    private static final double READ = 0.85;

    private static final double UNREAD = 0.3;
    /** From this share of words on that the model knows whole, a question counts as read: names are never known whole. */
    private static final double FLUENT = 0.6;
    /** Passages of languages that share many words with English lie at the first, program code in English at the second. */
    private static final double FOREIGN = 0.4;

    private static final double ENGLISH = 0.65;
    /** At this cosine texts have nothing in common; the model hardly ever gives less. */
    private static final double UNLIKE = 0.4;

    /** The constant of reciprocal rank fusion, as published. */
    public static final int RRF_CONSTANT = 60;

    private Fusion() {}

    /**
     * The share of meaning in the weighted sum, the words have the rest.
     *
     * @param question how much of the question the model reads, 0 to 1
     * @param passages how much of the passages found it reads
     */
    public static double share(double question, double passages) {
        double read = Math.min(question / FLUENT, (passages - FOREIGN) / (ENGLISH - FOREIGN));
        return UNREAD + (READ - UNREAD) * Math.clamp(read, 0, 1);
    }

    /** BM25 as squared parts of the best: 0 for what shares no word, little for what is not among the first. */
    public static double[] words(double[] scores) {
        return Arrays.stream(parts(scores, 0)).map(part -> part * part).toArray();
    }

    /** Cosines as parts of the best, counted from where nothing is in common. */
    public static double[] meaning(double[] cosines) {
        return parts(cosines, UNLIKE);
    }

    private static double[] parts(double[] scores, double zero) {
        double best = Arrays.stream(scores).max().orElse(0) - zero;
        return Arrays.stream(scores)
                .map(s -> best > 0 ? Math.max(0, s - zero) / best : 0)
                .toArray();
    }

    /** What a place in a list is worth, from 1; nothing for 0, which is none. */
    public static double reciprocal(int rank) {
        return rank == 0 ? 0 : 1.0 / (RRF_CONSTANT + rank);
    }
}
