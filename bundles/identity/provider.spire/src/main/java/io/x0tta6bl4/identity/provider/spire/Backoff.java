package io.x0tta6bl4.identity.provider.spire;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before the next attempt: doubled each time, at most 30 s, spread by a quarter. Used by one thread. */
final class Backoff {
    static final Duration FIRST = Duration.ofMillis(500);
    static final Duration LONGEST = Duration.ofSeconds(30);

    private final RandomGenerator random;
    private Duration next = FIRST;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    Duration next() {
        Duration now = next;
        next = next.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : next.multipliedBy(2);
        return now.minusMillis((long) (now.toMillis() / 4.0 * random.nextDouble()));
    }

    /** It worked. */
    void reset() {
        next = FIRST;
    }
}
