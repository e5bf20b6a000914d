package io.x0tta6bl4.analyze.api;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Judges many signals of one element together, one row after another: one pass, bounded memory, no look-ahead, no clock. It
 * counts rows, which come at an even pace. For one thread.
 */
@ProviderType
public interface JointDetector {

    /**
     * The next row.
     *
     * @param values one for each signal, always in the same order; NaN where there is none
     */
    Judgement next(double[] values);
}
