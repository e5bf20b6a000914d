package io.x0tta6bl4.platform.api;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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
    // Looked up by equality, never by rank: the ranking of a service may change while it is bound.
    private final Map<Comparable<?>, Lease<T>> targets = new HashMap<>();
    private final AtomicLong overruns = new AtomicLong();
    private volatile @Nullable Lease<T> best;
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
    public void bind(Comparable<?> rank, T service) {
        @Nullable Lease<T> replaced;
        synchronized (this) {
            replaced = targets.put(rank, new Lease<>(service));
            choose();
        }
        drain(replaced);
    }

    /**
     * A provider leaves: no call starts on it any more, and this returns when the running ones have ended. Called from
     * within a call on the leaving provider it waits the whole {@link #DRAIN_LIMIT}, because that call cannot end.
     */
    public void unbind(Comparable<?> rank) {
        @Nullable Lease<T> leaving;
        synchronized (this) {
            leaving = targets.remove(rank);
            choose();
        }
        drain(leaving);
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

    /** Calls the best provider if there is one now; empty when there is none, or when the body returned null. */
    public <R> Optional<R> callIfPresent(Function<? super T, R> body) {
        while (true) {
            Lease<T> lease = best;
            if (lease == null || closed) return Optional.empty();
            // A lease is refused only by a provider that is leaving, and by then another one, or none, is the best.
            if (!lease.acquire()) {
                Thread.onSpinWait();
                continue;
            }
            try {
                return Optional.ofNullable(body.apply(lease.service));
            } finally {
                lease.release();
            }
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
            if (lease != null) Thread.onSpinWait();
            // An interrupted thread cannot park; without this it would burn a processor until the gate closes.
            else if (Thread.currentThread().isInterrupted()) throw new Retired(what + ": interrupted while waiting");
            else LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private void drain(@Nullable Lease<T> leaving) {
        if (leaving != null && !leaving.drain(DRAIN_LIMIT.toNanos())) overruns.incrementAndGet();
    }

    @SuppressWarnings("unchecked")
    private void choose() {
        Map.Entry<Comparable<?>, Lease<T>> first = null;
        for (Map.Entry<Comparable<?>, Lease<T>> entry : targets.entrySet())
            if (first == null || ((Comparable<Object>) entry.getKey()).compareTo(first.getKey()) > 0) first = entry;
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
            boolean interrupted = false;
            boolean drained = true;
            while (leases.get() != RETIRED && drained) {
                // An interrupted thread cannot park: the interruption is kept for the caller.
                interrupted |= Thread.interrupted();
                LockSupport.parkNanos(POLL_NANOS);
                drained = System.nanoTime() - deadline < 0;
            }
            if (interrupted) Thread.currentThread().interrupt();
            return drained;
        }
    }
}
