package io.x0tta6bl4.knowledge.api.store;

import io.x0tta6bl4.knowledge.api.action.Outcome;
import io.x0tta6bl4.knowledge.api.incident.Cause;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** How often each action helped against each kind of cause; durable. Nothing but a verified outcome counts as success. */
@ProviderType
public interface Experience {

    /**
     * What came of one command against one kind of cause so far.
     *
     * @param verified how often it was verified
     * @param failed how often it was carried out without effect, or failed
     */
    record Tally(long verified, long failed) {
        /** Share of successes, with one success and one failure assumed before the first try (Laplace). */
        public double expectedSuccess() {
            return (verified + 1.0) / (verified + failed + 2.0);
        }
    }

    /** Counts an outcome; suppressed and unsupported actions teach nothing and are not counted. */
    void learn(Cause.Kind cause, String command, Outcome outcome);

    /** All tallies of a kind of cause, by command name. */
    Map<String, Tally> of(Cause.Kind cause);
}
