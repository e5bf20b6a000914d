package io.x0tta6bl4.rag.provider.lucene.library;

import io.x0tta6bl4.rag.provider.lucene.embedding.Embedded;
import io.x0tta6bl4.rag.provider.lucene.embedding.Embedder;
import java.io.IOException;
import java.util.Locale;

/** The known case: a question, a sentence that answers it, and one that does not. */
final class Proof {
    private static final String QUESTION = "what to do when a pod crashes";
    private static final String ANSWER = "Half or more of the instances are crashlooping; look at the logs of the pod.";
    private static final String OTHER = "The recipe needs two eggs and a cup of flour.";
    /** Between the two cosines, as the reference implementation gives them, lie 0.2 and more. */
    private static final double APART = 0.1;

    private final Embedder embedder;

    Proof(Embedder embedder) {
        this.embedder = embedder;
    }

    String run() throws IOException {
        float[] question = vector(embedder.query(QUESTION));
        double near = dot(question, vector(embedder.passage(ANSWER)));
        double far = dot(question, vector(embedder.passage(OTHER)));
        String found = String.format(Locale.ROOT, "the answer is at cosine %.3f, another sentence at %.3f", near, far);
        if (!(near - far > APART))
            throw new IOException("the model does not tell an answer from another text: " + found);
        return found;
    }

    private static float[] vector(Embedded embedded) throws IOException {
        return switch (embedded) {
            case Embedded.Vector v -> v.values();
            case Embedded.Missing(String reason) -> throw new IOException(reason);
        };
    }

    static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) sum += (double) a[i] * b[i];
        return sum;
    }
}
