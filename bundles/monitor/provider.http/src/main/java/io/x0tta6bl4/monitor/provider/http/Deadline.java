package io.x0tta6bl4.monitor.provider.http;

import java.net.SocketTimeoutException;
import java.time.Duration;

/** The end of the time for one answer, and what is going on at the moment. */
final class Deadline {
    private final long start = System.nanoTime();
    private final long nanos;
    private volatile String doing = "beginning";

    Deadline(Duration limit) {
        this.nanos = limit.toNanos();
    }

    /** Says what begins now; throws when the time is over. */
    long begin(String what) throws SocketTimeoutException {
        doing = what;
        long left = left();
        if (left <= 0) throw new SocketTimeoutException(what);
        return left;
    }

    long left() {
        return start + nanos - System.nanoTime();
    }

    boolean over() {
        return left() <= 0;
    }

    double millis() {
        return (System.nanoTime() - start) / 1e6;
    }

    String doing() {
        return doing;
    }
}
