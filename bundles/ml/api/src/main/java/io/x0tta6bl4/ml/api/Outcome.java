package io.x0tta6bl4.ml.api;

import java.util.Map;

/** How asking a model ended. Only {@link Answered} carries numbers of the model. */
public sealed interface Outcome {

    /**
     * The model answered.
     *
     * @param outputs by name
     * @param digest of the model file that answered
     */
    record Answered(Map<String, Tensor> outputs, String digest) implements Outcome {
        public Answered {
            outputs = Map.copyOf(outputs);
        }
    }

    /** There is no such model now: missing, refused or being taken away. Asking again may help once readiness says so. */
    record Unavailable(String reason) implements Outcome {}

    /** The inputs do not fit the model; asking again with the same is no use. */
    record Rejected(String reason) implements Outcome {}

    /** The model was run and failed. */
    record Failed(String reason) implements Outcome {}
}
