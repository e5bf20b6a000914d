package io.x0tta6bl4.itests.swap;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Threads that call without end and write down what came of it. */
public final class Load implements AutoCloseable {
    private static final long SETTLE_NANOS = 20_000_000_000L;

    private final List<Thread> threads = new ArrayList<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private final LongAdder calls = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder stopped = new LongAdder();
    private final AtomicLongArray ended;
    private final LongAccumulator longest = new LongAccumulator(Math::max, 0);
    private final Map<String, LongAdder> reasons = new ConcurrentHashMap<>();

    /**
     * @param pauseNanos between two calls of one thread
     * @param call one call; what it throws is a failed call
     */
    public Load(int callers, long pauseNanos, Supplier<?> call) {
        ended = new AtomicLongArray(callers);
        for (int i = 0; i < callers; i++) {
            int caller = i;
            threads.add(Thread.ofPlatform().daemon().name("load-" + i).start(() -> run(caller, pauseNanos, call)));
        }
    }

    private void run(int caller, long pauseNanos, Supplier<?> call) {
        while (!over.get()) {
            long begun = System.nanoTime();
            try {
                call.get();
            } catch (RuntimeException | LinkageError e) {
                failed.increment();
                if (stopped(e)) stopped.increment();
                reasons.computeIfAbsent(String.valueOf(e), r -> new LongAdder()).increment();
            }
            calls.increment();
            longest.accumulate(System.nanoTime() - begun);
            ended.incrementAndGet(caller);
            if (pauseNanos > 0) LockSupport.parkNanos(pauseNanos);
        }
    }

    private static boolean stopped(Throwable e) {
        return e instanceof CalledWhileStopped || String.valueOf(e.getMessage()).startsWith("stopped:");
    }

    public long calls() {
        return calls.sum();
    }

    public long failed() {
        return failed.sum();
    }

    /** Of the failed calls, those that ran on a provider that was stopped. */
    public long stopped() {
        return stopped.sum();
    }

    /** Why calls failed, with how often. */
    public Map<String, LongAdder> reasons() {
        return Map.copyOf(reasons);
    }

    /** Returns when every call that runs now has ended, so that none of them is left out; after 20 s at the latest. */
    public void settle() {
        long deadline = System.nanoTime() + SETTLE_NANOS;
        long[] before = new long[ended.length()];
        for (int i = 0; i < before.length; i++) before[i] = ended.get(i);
        for (int i = 0; i < before.length; i++)
            while (ended.get(i) == before[i] && System.nanoTime() - deadline < 0) LockSupport.parkNanos(100_000);
    }

    /** The longest call since this was asked last, in nanoseconds. */
    public long takeLongest() {
        return longest.getThenReset();
    }

    /** Returns when every caller has ended its last call, after ten seconds at the latest. */
    @Override
    public void close() {
        over.set(true);
        for (Thread thread : threads) {
            try {
                thread.join(10_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
