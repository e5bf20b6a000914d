package io.x0tta6bl4.knowledge.api.store;

import io.x0tta6bl4.knowledge.api.action.Outcome;
import io.x0tta6bl4.knowledge.api.incident.Cause;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.osgi.annotation.versioning.ProviderType;

/**
 * How often each action helped against each kind of cause; durable. Nothing but a verified outcome counts as success. Each
 * lesson makes the older ones of its kind of cause count for less, so that what is believed follows a world that changes.
 */
@ProviderType
public interface Experience {
    /** What a lesson still weighs after the next one of its kind of cause: some twenty lessons count (discounted bandits). */
    double KEPT = 0.95;

    /**
     * What came of one command against one kind of cause so far.
     *
     * @param verified how often it was verified, ever
     * @param failed how often it failed, ever
     * @param successes weight of the verified ones that is left
     * @param failures weight of the failed ones that is left
     */
    record Tally(long verified, long failed, double successes, double failures) {
        public Tally {
            if (verified < 0 || failed < 0) throw new IllegalArgumentException("counts are 0 or more");
            new Belief(successes, failures);
        }

        /** Nothing of it forgotten yet. */
        public Tally(long verified, long failed) {
            this(verified, failed, verified, failed);
        }

        /** Share of successes, with one success and one failure assumed before the first try (Laplace). */
        public double expectedSuccess() {
            return belief().mean();
        }

        /** What is believed of it now. */
        public Belief belief() {
            return new Belief(successes, failures);
        }

        private Tally faded() {
            return new Tally(verified, failed, KEPT * successes, KEPT * failures);
        }

        private Tally plus(boolean good) {
            return good
                    ? new Tally(verified + 1, failed, successes + 1, failures)
                    : new Tally(verified, failed + 1, successes, failures + 1);
        }
    }

    /** Counts an outcome; what was not carried out, or carried out and not verified, teaches nothing. */
    void learn(Cause.Kind cause, String command, Outcome outcome);

    /** All tallies of a kind of cause, by command name. */
    Map<String, Tally> of(Cause.Kind cause);

    /** Whether an outcome says that the command helped, that it did not, or nothing. */
    static Optional<Boolean> lesson(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Verified _ -> Optional.of(true);
            case Outcome.Failed _ -> Optional.of(false);
            case Outcome.ExecutedUnverified _, Outcome.Unsupported _, Outcome.Suppressed _ -> Optional.empty();
        };
    }

    /** The tallies of a kind of cause after one more lesson: all of them fade, and the command's own gains. */
    static Map<String, Tally> after(Map<String, Tally> before, String command, boolean helped) {
        Map<String, Tally> after = new TreeMap<>();
        before.forEach((name, tally) -> after.put(name, tally.faded()));
        after.put(command, after.getOrDefault(command, new Tally(0, 0)).plus(helped));
        return after;
    }
}
