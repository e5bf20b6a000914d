package io.x0tta6bl4.ml.api;

import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The learned models of this node. A model serves only after its digest was found on the list of trusted ones and its golden
 * answers were right; there is never anything else that answers in its place.
 *
 * <p>Safe for use by many threads.
 */
@ProviderType
public interface Models {

    /** Every model known, serving or refused, by id. */
    List<ModelState> states();

    /** Asks a model. What is given is not changed. */
    Outcome run(String id, Map<String, Tensor> inputs);

    /** Asks every serving model for its golden answers now; returns what was found, by id, or throws nothing. */
    Map<String, Proof> test();

    /** Looks at the model files again: new ones take over after their golden test, with no call dropped. */
    List<ModelState> refresh();

    /**
     * How a golden test ended.
     *
     * @param right whether all answers were right
     * @param words what was compared, and the largest difference
     */
    record Proof(boolean right, String words) {}
}
