package io.x0tta6bl4.execute.provider.osgi;

import java.time.Duration;

/** A point in time by which something is over, by {@code System.nanoTime}. */
record Deadline(long atNanos) {
    static Deadline in(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    /** What is left of it, never negative. */
    long leftNanos() {
        return Math.max(0, atNanos - System.nanoTime());
    }
}
