package io.x0tta6bl4.identity.provider.federation;

import java.util.Optional;

/**
 * How it stands with one relationship. Pure.
 *
 * @param failures in a row
 * @param held whether there is a bundle to judge by
 * @param able whether the node has what it needs to ask and to take
 * @param why it failed the last time
 */
record Health(int failures, boolean held, boolean able, Optional<String> why) {
    /** A poll or two may be missed (SPIFFE Federation, section 6.2), while there is a bundle. */
    static final int SERIOUS = 3;

    /** Nothing is known yet, so nothing is well. */
    static final Health NEW = new Health(0, false, true, Optional.of("not asked yet"));

    Health {
        if (failures < 0) throw new IllegalArgumentException("failed " + failures + " times");
    }

    Health failed(String reason, boolean stillHeld) {
        return new Health(Math.min(failures + 1, Integer.MAX_VALUE - 1), stillHeld, true, Optional.of(reason));
    }

    /** The node lacks a part by which it asks or takes; the endpoint is not to blame. */
    Health unready(String reason) {
        return new Health(failures, held, false, Optional.of(reason));
    }

    static Health current() {
        return new Health(0, true, true, Optional.empty());
    }

    /** Whether somebody must be told. */
    boolean serious() {
        return why.isPresent() && (!held || !able || failures >= SERIOUS);
    }
}
