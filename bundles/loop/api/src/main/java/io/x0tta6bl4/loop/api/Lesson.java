package io.x0tta6bl4.loop.api;

import io.x0tta6bl4.knowledge.api.incident.Cause;
import io.x0tta6bl4.knowledge.api.store.Belief;
import io.x0tta6bl4.knowledge.api.store.Experience;
import java.util.Locale;

/**
 * What was learnt of one step of the ladder against one kind of cause.
 *
 * @param cause the kind of cause
 * @param step its commands, joined by plus signs
 * @param tally what came of it
 */
public record Lesson(Cause.Kind cause, String step, Experience.Tally tally) {

    /** For people, with the numbers. */
    public String words() {
        Belief belief = tally.belief();
        return String.format(
                Locale.ROOT,
                "%s helps against %s in %.2f of the cases (90 %% sure: %.2f to %.2f); %d verified and %d failed, of"
                        + " which %.1f and %.1f still count",
                step,
                cause,
                belief.mean(),
                belief.quantile(0.05),
                belief.quantile(0.95),
                tally.verified(),
                tally.failed(),
                tally.successes(),
                tally.failures());
    }
}
