package io.x0tta6bl4.rag.provider.lucene.index;

import java.util.Arrays;

/**
 * Two scores to one. The weighted sum brings both to [0, 1] first; its bounds are those of all candidates, and every candidate
 * has both scores, so that being missing from a list is no verdict.
 */
public final class Fusion {
    /** The share of meaning in the weighted sum, the words have the rest; how it was chosen: docs/capabilities/rag.md. */
    public static final double VECTOR_SHARE = 0.8;

    /** The constant of reciprocal rank fusion, as published. */
    public static final int RRF_CONSTANT = 60;

    private Fusion() {}

    /** Scores brought to [0, 1]: the lowest becomes 0, the highest 1; all equal ones become 1, or 0 where nothing matched. */
    public static double[] stretched(double[] scores) {
        double low = Arrays.stream(scores).min().orElse(0);
        double high = Arrays.stream(scores).max().orElse(0);
        double width = high - low;
        return Arrays.stream(scores)
                .map(s -> width > 0 ? (s - low) / width : high > 0 ? 1 : 0)
                .toArray();
    }

    /** What a place in a list is worth, from 1; nothing for 0, which is none. */
    public static double reciprocal(int rank) {
        return rank == 0 ? 0 : 1.0 / (RRF_CONSTANT + rank);
    }
}
