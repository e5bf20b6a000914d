package io.x0tta6bl4.analyze.api;

import java.time.Instant;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Judges one signal, one value after another: one pass, bounded memory, no look-ahead, no clock. Learns from what it judges,
 * and little from what it finds anomalous. For one thread.
 */
@ProviderType
public interface SignalDetector {

    /**
     * The next value.
     *
     * @param at when it was seen; a time before the last one counts as the last one
     * @param value finite
     */
    Judgement next(Instant at, double value);
}
