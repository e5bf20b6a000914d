package io.x0tta6bl4.analyze.api;

import io.x0tta6bl4.knowledge.api.observation.Snapshot;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The first half of the A of the loop: what is abnormal. The same sequence of snapshots gives the same sequence of analyses;
 * it reads no clock and asks nobody.
 */
@ProviderType
public interface Analyzer {

    /** Takes the next snapshot in order and says what holds, what is new and what has cleared. */
    Analysis analyze(Snapshot snapshot);
}
