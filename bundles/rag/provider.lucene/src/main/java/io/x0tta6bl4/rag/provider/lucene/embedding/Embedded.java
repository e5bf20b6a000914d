package io.x0tta6bl4.rag.provider.lucene.embedding;

/** What the model said of a text. */
public sealed interface Embedded {

    /**
     * A vector of length one.
     *
     * @param model digest of the model file that made it
     */
    record Vector(float[] values, String model) implements Embedded {}

    /** There is none; the reason says why and what to do. */
    record Missing(String reason) implements Embedded {}
}
