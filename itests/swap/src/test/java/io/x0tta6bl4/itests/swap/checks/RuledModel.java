package io.x0tta6bl4.itests.swap.checks;

import io.x0tta6bl4.ml.api.ModelRecord;
import io.x0tta6bl4.ml.api.ModelState;
import io.x0tta6bl4.ml.api.Models;
import io.x0tta6bl4.ml.api.Outcome;
import io.x0tta6bl4.ml.api.Port;
import io.x0tta6bl4.ml.api.Tensor;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Answers as the embedding model does, by a rule: the same tokens give the same vector, another model another one. Rare words count
 * most, so that texts with the same ones are near each other, as the self-test of retrieval asks.
 */
final class RuledModel implements Models {
    private static final String ID = "bge-small-en-v1.5";
    private static final int NUMBERS = 384;
    /** The vocabulary is sorted by frequency: below are marks and common words. */
    private static final long RARE = 3_000;

    private final String digest;

    RuledModel(char digit) {
        this.digest = digest(digit);
    }

    static String digest(char digit) {
        return String.valueOf(digit).repeat(64);
    }

    @Override
    public List<ModelState> states() {
        List<Port> ports = List.of(new Port("input_ids", Tensor.Type.INT64, List.of("b", "t")));
        ModelRecord record = new ModelRecord(ID, "1", digest, ports, ports, Map.of("made", "for a test"), Map.of());
        return List.of(new ModelState.Serving(record, Instant.EPOCH, 0, Optional.empty()));
    }

    @Override
    public Outcome run(String id, Map<String, Tensor> inputs) {
        float[] states = new float[NUMBERS];
        for (long token : ((Tensor.Longs) inputs.get("input_ids")).data()) {
            SplittableRandom random = new SplittableRandom(token + digest.hashCode());
            double weight = token < RARE ? 0.1 : 1;
            for (int i = 0; i < states.length; i++) states[i] += (float) (weight * random.nextDouble(-1, 1));
        }
        return new Outcome.Answered(
                Map.of("last_hidden_state", new Tensor.Floats(new long[] {1, 1, states.length}, states)), digest);
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
