package io.x0tta6bl4.execute.provider.alertmanager;

import java.time.Duration;
import java.time.Instant;

/** How often an Alertmanager that takes nothing is tried: after 1 s, then at doubled pauses up to 30 s. Not safe for threads by itself. */
final class Pace {
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private Duration pause = Duration.ZERO;
    private Instant notBefore = Instant.MIN;
    private String why = "";

    boolean ripe(Instant now) {
        return !now.isBefore(notBefore);
    }

    /** Why the last alerts were not taken; empty when they were. */
    String why() {
        return why;
    }

    void taken() {
        pause = Duration.ZERO;
        notBefore = Instant.MIN;
        why = "";
    }

    void refused(String reason, Instant now) {
        Duration doubled = pause.isZero() ? Duration.ofSeconds(1) : pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
        notBefore = now.plus(pause);
        why = reason;
    }
}
