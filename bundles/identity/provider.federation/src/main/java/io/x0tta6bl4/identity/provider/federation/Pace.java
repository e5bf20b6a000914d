package io.x0tta6bl4.identity.provider.federation;

import java.time.Duration;
import java.util.Optional;

/**
 * When an endpoint is asked again. Pure.
 *
 * @param least however often its bundle says
 */
record Pace(Duration least) {
    /** SPIFFE Federation, section 4.1, when the bundle says nothing. */
    static final Duration UNSAID = Duration.ofMinutes(5);

    /** However seldom its bundle says. */
    static final Duration MOST = Duration.ofDays(1);

    /** Of what lies in this node, which asks nobody. */
    static final Duration UNREADY = Duration.ofSeconds(2);

    /** How late an endpoint that does not answer is asked again, unless its bundle itself says later. */
    static final Duration LATEST = Duration.ofHours(1);

    private static final int DOUBLINGS = 10;

    /** @param hint of the bundle that is held */
    Duration interval(Optional<Duration> hint) {
        Duration wanted = hint.orElse(UNSAID);
        if (wanted.compareTo(least) < 0) return least;
        return wanted.compareTo(MOST) > 0 ? MOST : wanted;
    }

    /** After one failure the next poll comes when it would have come anyway, then ever later. */
    Duration afterFailure(int failures, Optional<Duration> hint) {
        Duration interval = interval(hint);
        if (interval.compareTo(LATEST) >= 0) return interval;
        Duration later = interval.multipliedBy(1L << Math.min(Math.max(failures - 1, 0), DOUBLINGS));
        return later.compareTo(LATEST) > 0 ? LATEST : later;
    }
}
