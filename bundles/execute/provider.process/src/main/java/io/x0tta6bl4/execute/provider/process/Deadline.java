package io.x0tta6bl4.execute.provider.process;

import java.time.Duration;

/** A moment on the monotonic clock after which nothing more is waited for. */
final class Deadline {
    private final long at;

    private Deadline(long at) {
        this.at = at;
    }

    static Deadline in(Duration limit) {
        return new Deadline(System.nanoTime() + limit.toNanos());
    }

    /** What is left, never negative. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, at - System.nanoTime()));
    }

    boolean passed() {
        return System.nanoTime() - at >= 0;
    }

    /** The earlier of this one and {@code limit} from now. */
    Deadline within(Duration limit) {
        return left().compareTo(limit) <= 0 ? this : in(limit);
    }
}
