package io.x0tta6bl4.platform.api;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/** The calls that run on one provider, counted in stripes so that callers on several processors do not share a cache line. */
final class Lease<T> {
    static final long POLL_NANOS = 200_000;

    private static final long RETIRED = 1L << 62;
    private static final int STRIPES = 8;
    /** Longs between two stripes: two cache lines. */
    private static final int SPACING = 16;

    final Comparable<?> rank;
    final T service;
    private final AtomicLongArray running = new AtomicLongArray(STRIPES * SPACING);

    Lease(Comparable<?> rank, T service) {
        this.rank = rank;
        this.service = service;
    }

    private static int stripe() {
        return ((int) Thread.currentThread().threadId() & (STRIPES - 1)) * SPACING;
    }

    /** False when the provider is leaving. */
    boolean acquire() {
        int stripe = stripe();
        if ((running.incrementAndGet(stripe) & RETIRED) == 0) return true;
        running.decrementAndGet(stripe);
        return false;
    }

    /** By the thread that acquired. */
    void release() {
        running.decrementAndGet(stripe());
    }

    /** No call starts any more; true when the running ones ended within the limit. */
    boolean drain(long limitNanos) {
        long deadline = System.nanoTime() + limitNanos;
        for (int i = 0; i < STRIPES; i++) running.accumulateAndGet(i * SPACING, RETIRED, Lease::retired);
        boolean interrupted = false;
        boolean drained = true;
        for (int spins = 0; !idle() && drained; spins++) {
            // An interrupted thread cannot park: the interruption is kept for the caller.
            interrupted |= Thread.interrupted();
            if (spins < 100) Thread.onSpinWait();
            else LockSupport.parkNanos(POLL_NANOS);
            drained = System.nanoTime() - deadline < 0;
        }
        if (interrupted) Thread.currentThread().interrupt();
        return drained;
    }

    private static long retired(long before, long bit) {
        return (before & bit) == 0 ? before + bit : before;
    }

    private boolean idle() {
        for (int i = 0; i < STRIPES; i++) if (running.get(i * SPACING) != RETIRED) return false;
        return true;
    }
}
