package io.x0tta6bl4.rag.provider.lucene.library;

import io.x0tta6bl4.ml.api.ModelRecord;
import io.x0tta6bl4.ml.api.ModelState;
import io.x0tta6bl4.ml.api.Models;
import io.x0tta6bl4.ml.api.Outcome;
import io.x0tta6bl4.ml.api.Port;
import io.x0tta6bl4.ml.api.Tensor;
import io.x0tta6bl4.platform.api.HotReference;
import io.x0tta6bl4.rag.provider.lucene.embedding.Embedder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** Stands for the model where storage is what is tested: the same tokens give the same vector, in no time. */
public final class WordModel implements Models {
    private final String digest;

    WordModel(char digit) {
        this.digest = String.valueOf(digit).repeat(64);
    }

    /** Models of which one is this. */
    public static Models models(char digit) {
        return new WordModel(digit);
    }

    public static Embedder embedder(char digit) {
        HotReference<Models> reference = new HotReference<>("models", Duration.ofSeconds(1));
        reference.bind(0, new WordModel(digit));
        return new Embedder(reference);
    }

    @Override
    public List<ModelState> states() {
        List<Port> ports = List.of(new Port("input_ids", Tensor.Type.INT64, List.of("b", "t")));
        ModelRecord record =
                new ModelRecord(Embedder.MODEL, "1", digest, ports, ports, Map.of("made", "for a test"), Map.of());
        return List.of(new ModelState.Serving(record, Instant.EPOCH, 0, Optional.empty()));
    }

    @Override
    public Outcome run(String id, Map<String, Tensor> inputs) {
        float[] states = new float[Embedder.DIMENSION];
        for (long token : ((Tensor.Longs) inputs.get("input_ids")).data()) {
            SplittableRandom random = new SplittableRandom(token + digest.hashCode());
            for (int i = 0; i < states.length; i++) states[i] += (float) random.nextDouble(-1, 1);
        }
        Tensor answer = new Tensor.Floats(new long[] {1, 1, states.length}, states);
        return new Outcome.Answered(Map.of("last_hidden_state", answer), digest);
    }

    @Override
    public Map<String, Proof> test() {
        return Map.of();
    }

    @Override
    public List<ModelState> refresh() {
        return states();
    }
}
