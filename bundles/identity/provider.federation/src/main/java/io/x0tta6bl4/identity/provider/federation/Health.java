package io.x0tta6bl4.identity.provider.federation;

import java.util.Optional;

/**
 * How it stands with one relationship. Pure.
 *
 * @param failures in a row
 * @param held whether there is a bundle to judge by
 * @param why it failed the last time
 */
record Health(int failures, boolean held, Optional<String> why) {
    /** A poll or two may be missed (SPIFFE Federation, section 6.2), while there is a bundle. */
    static final int SERIOUS = 3;

    static final Health NEW = new Health(0, true, Optional.empty());

    Health {
        if (failures < 0) throw new IllegalArgumentException("failed " + failures + " times");
    }

    Health failed(String reason, boolean stillHeld) {
        return new Health(Math.min(failures + 1, Integer.MAX_VALUE - 1), stillHeld, Optional.of(reason));
    }

    /** The node itself is not so far; the endpoint is not to blame. */
    Health unready(String reason) {
        return new Health(failures, held, Optional.of(reason));
    }

    static Health current() {
        return new Health(0, true, Optional.empty());
    }

    /** Whether somebody must be told. */
    boolean serious() {
        return why.isPresent() && (!held || failures >= SERIOUS);
    }
}
