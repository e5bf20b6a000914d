package io.x0tta6bl4.rag.provider.lucene.embedding;

import io.x0tta6bl4.ml.api.ModelState;
import io.x0tta6bl4.ml.api.Models;
import io.x0tta6bl4.ml.api.Outcome;
import io.x0tta6bl4.ml.api.Tensor;
import io.x0tta6bl4.platform.api.HotReference;
import io.x0tta6bl4.platform.api.Retired;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * Sentence vectors by bge-small-en-v1.5: the first token's last state, made of length one. One text at a time: the model is
 * quantised by what is in a batch, so a text's vector would depend on its neighbours.
 */
public final class Embedder {
    /** Its name among the models of the node. */
    public static final String MODEL = "bge-small-en-v1.5";

    /** How many numbers a vector has. */
    public static final int DIMENSION = 384;

    /** The most tokens of one text; what is beyond them the model cannot read. */
    public static final int TOKENS = 512;

    private static final String QUERY = "Represent this sentence for searching relevant passages: ";

    private final HotReference<Models> models;
    private final WordPiece wordPiece;

    public Embedder(HotReference<Models> models) {
        this.models = models;
        this.wordPiece = Legibility.wordPiece();
    }

    public WordPiece wordPiece() {
        return wordPiece;
    }

    /** Of a text that is looked for. */
    public Embedded query(String text) {
        return passage(QUERY + text);
    }

    /** Of a text that is found. */
    public Embedded passage(String text) {
        long[] ids = wordPiece.tokens(text, TOKENS);
        long[] shape = {1, ids.length};
        long[] ones = new long[ids.length];
        Arrays.fill(ones, 1);
        Map<String, Tensor> inputs = Map.of(
                "input_ids", new Tensor.Longs(shape, ids),
                "attention_mask", new Tensor.Longs(shape, ones),
                "token_type_ids", new Tensor.Longs(shape, new long[ids.length]));
        try {
            return models.call(m -> vector(m.run(MODEL, inputs)));
        } catch (Retired absent) {
            return new Embedded.Missing(
                    "this node runs no models now (feature ml.onnxruntime): " + absent.getMessage());
        }
    }

    /** Digest of the model that serves now; empty when none does. */
    public Optional<String> model() {
        return models.callIfPresent(Models::states).stream()
                .flatMap(states -> states.stream())
                .filter(ModelState.Serving.class::isInstance)
                .map(ModelState.Serving.class::cast)
                .filter(serving -> serving.id().equals(MODEL))
                .map(serving -> serving.record().digest())
                .findFirst();
    }

    private static Embedded vector(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered answered -> vector(answered);
            case Outcome.Unavailable(String reason) -> new Embedded.Missing(reason);
            case Outcome.Rejected(String reason) -> new Embedded.Missing(reason);
            case Outcome.Failed(String reason) -> new Embedded.Missing(reason);
        };
    }

    private static Embedded vector(Outcome.Answered answered) {
        if (!(answered.outputs().get("last_hidden_state") instanceof Tensor.Floats states)
                || states.data().length < DIMENSION)
            return new Embedded.Missing(
                    "the model " + MODEL + " answered " + answered.outputs().keySet() + ", not last_hidden_state");
        float[] values = Arrays.copyOf(states.data(), DIMENSION);
        double square = 0;
        for (float value : values) square += (double) value * value;
        if (!(square > 0) || Double.isInfinite(square))
            return new Embedded.Missing("the model " + MODEL + " answered a vector of length " + Math.sqrt(square));
        float length = (float) Math.sqrt(square);
        for (int i = 0; i < values.length; i++) values[i] /= length;
        return new Embedded.Vector(values, answered.digest());
    }
}
