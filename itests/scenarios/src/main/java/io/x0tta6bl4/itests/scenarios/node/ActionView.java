package io.x0tta6bl4.itests.scenarios.node;

import java.time.Instant;

/**
 * An action of the loop that has ended or was held back.
 *
 * @param command its name in the catalogue, for example {@code process.restart}
 * @param outcome how it ended, in the words of the product
 * @param at when that was journalled
 */
public record ActionView(String id, String command, String target, String outcome, String detail, Instant at) {
    public boolean verified() {
        return outcome.equalsIgnoreCase("verified");
    }

    /** Whether something was done; an action that a brake held back was not. */
    public boolean carriedOut() {
        return !outcome.equalsIgnoreCase("suppressed") && !outcome.equalsIgnoreCase("unsupported");
    }

    public boolean page() {
        return command.equals("page");
    }
}
