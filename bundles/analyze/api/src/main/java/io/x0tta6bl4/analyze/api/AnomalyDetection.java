package io.x0tta6bl4.analyze.api;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Makes detectors that learn what is usual. Each detector belongs to who asked for it. */
@ProviderType
public interface AnomalyDetection {

    /** How much a detector may cost. */
    enum Depth {
        /** A few hundred nanoseconds for each value: for every signal there is. */
        SCREEN,
        /** The whole ensemble, some ten microseconds for each value: where it is asked for. */
        FULL
    }

    /** A detector for one signal. */
    SignalDetector signal(Depth depth);

    /** A detector for the named signals of one element together. */
    JointDetector joint(List<String> signals);
}
