package io.x0tta6bl4.platform.api;

import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The one way to call a capability, so that its provider can be swapped while it is in use.
 *
 * <p>A call takes a lease on the best provider; {@link #unbind} returns only when the leases on the leaving provider have
 * ended, so that Declarative Services deactivates it after its last call; a call that finds no provider waits at a gate
 * until one arrives or the limit passes. A call never starts on a provider that is leaving. Bind and unbind come from
 * Declarative Services (a multiple, dynamic reference); everything here has a stated limit.
 *
 * @param <T> the service type
 */
public final class HotReference<T> implements AutoCloseable {
    /** How long unbind waits for running calls before it lets the provider go all the same. */
    public static final Duration DRAIN_LIMIT = Duration.ofSeconds(5);

    private static final long RETIRED = 1L << 62;
    private static final long POLL_NANOS = 200_000;

    private final String what;
    private final long gateNanos;
    private final ConcurrentSkipListMap<Comparable<Object>, Lease<T>> targets =
            new ConcurrentSkipListMap<>(Comparator.reverseOrder());
    private final AtomicLong overruns = new AtomicLong();
    private volatile Lease<T> best;
    private volatile boolean closed;

    /**
     * @param what the capability in words, for the message of a refused call
     * @param gate how long a call waits for a provider to arrive, at most
     */
    public HotReference(String what, Duration gate) {
        this.what = what;
        this.gateNanos = gate.toNanos();
    }

    /** A provider arrived; the highest {@code rank} (a service reference) serves. */
    @SuppressWarnings("unchecked")
    public synchronized void bind(Comparable<?> rank, T service) {
        targets.put((Comparable<Object>) rank, new Lease<>(service));
        choose();
    }

    /** A provider leaves: no call starts on it any more, and this returns when the running ones have ended. */
    public void unbind(Comparable<?> rank) {
        Lease<T> leaving;
        synchronized (this) {
            leaving = targets.remove(rank);
            choose();
        }
        if (leaving != null && !leaving.drain(DRAIN_LIMIT.toNanos())) overruns.incrementAndGet();
    }

    /** Calls the best provider, waiting at the gate for one; throws {@link Retired} when none came in time. */
    public <R> R call(Function<? super T, R> body) {
        Lease<T> lease = acquire();
        try {
            return body.apply(lease.service);
        } finally {
            lease.release();
        }
    }

    /** Like {@link #call} for a body without a result. */
    public void run(Consumer<? super T> body) {
        call(service -> {
            body.accept(service);
            return Boolean.TRUE;
        });
    }

    /** Calls the best provider if there is one now; empty when there is none. */
    public <R> Optional<R> callIfPresent(Function<? super T, R> body) {
        Lease<T> lease = best;
        if (lease == null || closed || !lease.acquire()) return Optional.empty();
        try {
            return Optional.ofNullable(body.apply(lease.service));
        } finally {
            lease.release();
        }
    }

    /** Whether a provider is there now. */
    public boolean present() {
        return best != null && !closed;
    }

    /** How often a provider was let go with calls still running, because they did not end within {@link #DRAIN_LIMIT}. */
    public long overruns() {
        return overruns.get();
    }

    /** Refuses further calls and wakes the waiting ones with {@link Retired}; closing twice is harmless. */
    @Override
    public void close() {
        closed = true;
    }

    private Lease<T> acquire() {
        long deadline = 0;
        while (true) {
            Lease<T> lease = best;
            if (closed) throw new Retired(what + ": the caller is being stopped");
            if (lease != null && lease.acquire()) return lease;
            long now = System.nanoTime();
            if (deadline == 0) deadline = now + gateNanos;
            if (now - deadline > 0) throw new Retired(what + ": no provider within " + Duration.ofNanos(gateNanos));
            if (lease == null) LockSupport.parkNanos(POLL_NANOS);
            else Thread.onSpinWait();
        }
    }

    private void choose() {
        var first = targets.firstEntry();
        best = first == null ? null : first.getValue();
    }

    private static final class Lease<T> {
        final T service;
        private final AtomicLong leases = new AtomicLong();

        Lease(T service) {
            this.service = service;
        }

        boolean acquire() {
            if ((leases.incrementAndGet() & RETIRED) == 0) return true;
            leases.decrementAndGet();
            return false;
        }

        void release() {
            leases.decrementAndGet();
        }

        boolean drain(long limitNanos) {
            long deadline = System.nanoTime() + limitNanos;
            leases.addAndGet(RETIRED);
            while (leases.get() != RETIRED) {
                if (System.nanoTime() - deadline > 0) return false;
                LockSupport.parkNanos(POLL_NANOS);
            }
            return true;
        }
    }
}
