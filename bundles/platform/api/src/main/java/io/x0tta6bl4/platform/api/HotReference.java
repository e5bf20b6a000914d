package io.x0tta6bl4.platform.api;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one way to call a capability, so that its provider can be swapped while it is in use.
 *
 * <p>A call takes a lease on the best provider; {@link #unbind} returns only when the leases on the leaving provider have
 * ended, so that Declarative Services deactivates it after its last call; a call that finds no provider waits at a gate
 * until one arrives or the limit passes. A call never starts on a provider that is leaving. Bind and unbind come from
 * Declarative Services (a multiple, dynamic reference); everything here has a stated limit.
 *
 * <p>More than 250 lines: the life of a lease stands in one place, because its order is what keeps calls from failing.
 *
 * @param <T> the service type
 */
public final class HotReference<T> implements AutoCloseable {
    /** How long unbind waits for running calls before it lets the provider go all the same. */
    public static final Duration DRAIN_LIMIT = Duration.ofSeconds(5);

    /** For so long after the last provider has left the next one is expected. */
    public static final Duration EXPECTED_BACK = Duration.ofSeconds(10);

    /** What a consumer may say of the calls it makes. */
    public enum Trait {
        /** Providers that are a {@link Handover} go on from each other's state. */
        STATEFUL,
        /** A call has no effect but its answer, so that it may be made twice: a {@link Canary} is possible. */
        PURE
    }

    final String what;
    final Set<Trait> traits;
    /** Guarded by this. */
    final Providers<T> providers = new Providers<>();
    /** Held while providers change hands; callers never take it, they wait at the gate. */
    final Object turn = new Object();

    volatile @Nullable Trial<T> trial;
    private final long gateNanos;
    private final Memory<T> memory = new Memory<>();
    private final Trials<T> trials = new Trials<>(this);
    private final AtomicLong overruns = new AtomicLong();
    private final AtomicLong swaps = new AtomicLong();
    private final AtomicLong stalls = new AtomicLong();
    private final AtomicLong stalledNanos = new AtomicLong();
    private volatile @Nullable Lease<T> best;
    private volatile boolean switching;
    /** When the last provider left; zero before that. */
    private volatile long left;

    private volatile boolean closed;

    /**
     * @param what the capability in words, for the message of a refused call
     * @param gate how long a call waits for a provider to arrive, at most
     */
    public HotReference(String what, Duration gate, Trait... traits) {
        this.what = what;
        this.gateNanos = gate.toNanos();
        this.traits = Set.copyOf(Arrays.asList(traits));
    }

    /** A provider arrived; the highest {@code rank} (a service reference) serves. */
    public void bind(Comparable<?> rank, T service) {
        change(() -> providers.put(rank, service));
    }

    /**
     * A provider leaves: no call starts on it any more, and this returns when the running ones have ended. Called from
     * within a call on the leaving provider it waits the whole {@link #DRAIN_LIMIT}, because that call cannot end.
     */
    public void unbind(Comparable<?> rank) {
        trials.left(rank);
        change(() -> providers.remove(rank));
    }

    /** Calls the best provider, waiting at the gate for one; throws {@link Retired} when none came in time. */
    public <R> R call(Function<? super T, R> body) {
        Lease<T> lease = acquire();
        Trial<T> running = trial;
        try {
            return running == null ? body.apply(lease.service) : running.call(lease, body);
        } finally {
            lease.release();
            if (running != null) trials.conclude(running);
        }
    }

    /** Like {@link #call} for a body without a result. */
    public void run(Consumer<? super T> body) {
        call(service -> {
            body.accept(service);
            return Boolean.TRUE;
        });
    }

    /**
     * Calls the best provider if there is one; one that is being replaced is waited for at the gate. Empty when there is none,
     * or when the body returned null.
     */
    public <R> Optional<R> callIfPresent(Function<? super T, R> body) {
        long begun = System.nanoTime();
        while (present() || returning(begun)) {
            // A lease is refused only by a provider that is leaving, and by then another one, or none, is the best.
            Lease<T> lease = best;
            if (lease == null || !lease.acquire()) {
                LockSupport.parkNanos(Lease.POLL_NANOS / 10);
                continue;
            }
            try {
                return Optional.ofNullable(body.apply(lease.service));
            } finally {
                lease.release();
            }
        }
        return Optional.empty();
    }

    /**
     * The capability as an object that can be passed on: every call of it is a {@link #call}. For callers that make few calls;
     * one costs about a tenth of a microsecond more. What a call returns is not leased: a handle or an iterator dies with its provider.
     */
    public T as(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, this::invoke));
    }

    /** Whether a provider is there now. */
    public boolean present() {
        return (best != null || switching) && !closed;
    }

    /** Whether there is none now, but was one until less than {@link #EXPECTED_BACK} ago: it is most likely being replaced. */
    public boolean awaited() {
        long since = left;
        return !present() && since != 0 && System.nanoTime() - since < EXPECTED_BACK.toNanos();
    }

    private boolean returning(long begun) {
        return !closed
                && awaited()
                && System.nanoTime() - begun < gateNanos
                && !Thread.currentThread().isInterrupted();
    }

    /** Whether the provider of this rank is the one that is called. */
    public boolean serves(Comparable<?> rank) {
        Lease<T> lease = best;
        return lease != null && lease.rank.equals(rank);
    }

    /** How often a provider was let go with calls still running, because they did not end within {@link #DRAIN_LIMIT}. */
    public long overruns() {
        return overruns.get();
    }

    /** The capability in words. */
    public String what() {
        return what;
    }

    /** How often another provider took over from one that served before. */
    public long swaps() {
        return swaps.get();
    }

    /** How many calls had to wait because no provider could take them at once. */
    public long stalls() {
        return stalls.get();
    }

    /** For how long calls have waited together. */
    public Duration stalled() {
        return Duration.ofNanos(stalledNanos.get());
    }

    /** How often a provider went on from the state of the one before. */
    public long handovers() {
        return memory.kept();
    }

    /** How often a state was lost: the next provider did not understand it, or a call did not end in time. */
    public long lostStates() {
        return memory.lost();
    }

    /** Where a new provider is tried beside the one that serves. */
    public Swappable swappable() {
        return trials;
    }

    /**
     * Refuses further calls, wakes the waiting ones with {@link Retired} and returns when the running ones have ended, after
     * {@link #DRAIN_LIMIT} at the latest: a component that closes it in its deactivation gives nothing back that is still in
     * use. Closing twice is harmless.
     */
    @Override
    public void close() {
        closed = true;
        synchronized (this) {
            long deadline = System.nanoTime() + DRAIN_LIMIT.toNanos();
            for (Lease<T> lease : providers.ordered())
                if (!lease.drain(Math.max(0, deadline - System.nanoTime()))) overruns.incrementAndGet();
        }
    }

    /** Lets the first provider serve after a change; what left is drained when this returns. */
    void change(Supplier<@Nullable Lease<T>> change) {
        Lease<T> gone = traits.contains(Trait.STATEFUL) ? pass(change) : exchange(change);
        if (gone != null) drain(gone);
    }

    private @Nullable Lease<T> exchange(Supplier<@Nullable Lease<T>> change) {
        synchronized (this) {
            Lease<T> before = best;
            Lease<T> gone = change.get();
            serve(before, providers.first());
            return gone;
        }
    }

    private void serve(@Nullable Lease<T> before, @Nullable Lease<T> next) {
        took(before, next);
        best = next;
        if (next == null) left = System.nanoTime() | 1;
    }

    /**
     * Last call on the old, its state to the new, first call on the new; in this order, one change at a time. From one without
     * a memory calls go over at once, however long its running ones still take. Gives what is left to drain.
     */
    private @Nullable Lease<T> pass(Supplier<@Nullable Lease<T>> change) {
        synchronized (turn) {
            Lease<T> before = best;
            Lease<T> gone;
            Lease<T> next;
            synchronized (this) {
                gone = change.get();
                next = providers.first();
            }
            if (next == before) return gone;
            if (before != null && next != null && !(before.service instanceof Handover)) {
                serve(before, next);
                return gone;
            }
            took(before, next);
            switching = next != null;
            if (next == null) left = System.nanoTime() | 1;
            best = null;
            if (before != null) leave(before);
            if (next != null) memory.give(next.service);
            best = next;
            switching = false;
            return gone == before ? null : gone;
        }
    }

    /** A provider that comes after a gap takes over from the one that left before it. */
    private void took(@Nullable Lease<T> before, @Nullable Lease<T> next) {
        if (next != null && next != before && (before != null || left != 0)) swaps.incrementAndGet();
    }

    private void leave(Lease<T> before) {
        if (drain(before)) memory.take(before.service);
        else memory.lose();
        synchronized (this) {
            providers.renew(before);
        }
    }

    /** Gives the candidate of a trial the memory of the one that serves, between two calls, so that their answers compare. */
    void share(Lease<T> candidate) {
        synchronized (turn) {
            Lease<T> before = best;
            if (before == null || !traits.contains(Trait.STATEFUL) || !(before.service instanceof Handover)) return;
            switching = true;
            best = null;
            leave(before);
            memory.give(candidate.service);
            synchronized (this) {
                best = providers.first();
            }
            switching = false;
        }
    }

    private boolean drain(Lease<T> leaving) {
        boolean drained = leaving.drain(DRAIN_LIMIT.toNanos());
        if (!drained) overruns.incrementAndGet();
        return drained;
    }

    private Lease<T> acquire() {
        Lease<T> lease = best;
        return lease != null && !closed && lease.acquire() ? lease : stall();
    }

    private Lease<T> stall() {
        long begun = System.nanoTime();
        try {
            return await();
        } finally {
            stalls.incrementAndGet();
            stalledNanos.addAndGet(System.nanoTime() - begun);
        }
    }

    private Lease<T> await() {
        long deadline = System.nanoTime() + gateNanos;
        while (true) {
            Lease<T> lease = best;
            if (closed) throw new Retired(what + ": the caller is being stopped");
            if (lease != null && lease.acquire()) return lease;
            if (System.nanoTime() - deadline > 0)
                throw new Retired(what + ": no provider within " + Duration.ofNanos(gateNanos));
            if (lease != null) Thread.onSpinWait();
            // An interrupted thread cannot park; without this it would burn a processor until the gate closes.
            else if (Thread.currentThread().isInterrupted()) throw new Retired(what + ": interrupted while waiting");
            else LockSupport.parkNanos(Lease.POLL_NANOS);
        }
    }

    private @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] given) throws Throwable {
        if (method.getDeclaringClass() == Object.class)
            return given == null ? method.invoke(this) : (Object) (given[0] == proxy);
        Lease<T> lease = acquire();
        try {
            return method.invoke(lease.service, given);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        } finally {
            lease.release();
        }
    }

    List<Lease<T>> ordered() {
        synchronized (this) {
            return providers.ordered();
        }
    }
}
