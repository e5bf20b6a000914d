package io.x0tta6bl4.rag.provider.lucene.library;

/**
 * How sure it is that the documents know, by the cosine of the nearest passage: a logistic curve through what was measured on
 * questions whose answer was in a collection and on the same questions with the answer taken out.
 */
final class Confidence {
    /** Below this nothing was found. */
    static final double ENOUGH = 0.5;

    private static final double MIDDLE = 0.68;
    private static final double STEEPNESS = 30;

    private Confidence() {}

    static double of(double cosine) {
        return 1 / (1 + Math.exp(-STEEPNESS * (cosine - MIDDLE)));
    }
}
