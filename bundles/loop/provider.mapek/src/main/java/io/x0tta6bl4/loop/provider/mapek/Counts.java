package io.x0tta6bl4.loop.provider.mapek;

import io.x0tta6bl4.knowledge.api.action.Outcome;

/**
 * Actions so far.
 *
 * @param carriedOut all that were carried out
 * @param verified those with a verified effect
 */
record Counts(long carriedOut, long verified) {
    Counts plus(Outcome outcome) {
        return new Counts(carriedOut + 1, verified + (outcome instanceof Outcome.Verified ? 1 : 0));
    }
}
