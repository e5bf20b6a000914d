package io.x0tta6bl4.telemetry.provider.opentelemetry;

import io.opentelemetry.sdk.common.CompletableResultCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * What waits to be carried away: at most {@value #LIMIT} items. Putting something in never waits; what does not fit is dropped
 * and counted, and so is what the receiver does not take.
 */
final class Outbox<T> implements AutoCloseable {
    static final int LIMIT = 4_096;
    private static final int BATCH = 512;
    private static final long GATHER_MILLIS = 500;
    private static final long EXPORT_SECONDS = 10;
    private static final long CLOSE_MILLIS = 3_000;

    private final BlockingQueue<T> queue = new ArrayBlockingQueue<>(LIMIT);
    private final Function<Collection<T>, CompletableResultCode> exporter;
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong exported = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong leaving = new AtomicLong();
    private final Thread thread;
    private volatile String trouble = "";
    private volatile boolean closed;

    Outbox(String name, Function<Collection<T>, CompletableResultCode> exporter) {
        this.exporter = exporter;
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
        thread.start();
    }

    void put(T item) {
        taken.incrementAndGet();
        if (closed || !queue.offer(item)) dropped.incrementAndGet();
    }

    private void run() {
        List<T> batch = new ArrayList<>(BATCH);
        try {
            while (!closed || !queue.isEmpty()) {
                gather(batch);
                if (!batch.isEmpty()) export(batch);
                batch.clear();
            }
        } catch (InterruptedException e) {
            dropped.addAndGet(queue.size() + batch.size());
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the first and then a moment for more, so that one request carries many. */
    private void gather(List<T> batch) throws InterruptedException {
        T first = queue.poll(GATHER_MILLIS, TimeUnit.MILLISECONDS);
        if (first == null) return;
        batch.add(first);
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GATHER_MILLIS);
        while (batch.size() < BATCH && !closed) {
            T next = queue.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next == null) break;
            batch.add(next);
        }
        queue.drainTo(batch, BATCH - batch.size());
        leaving.set(batch.size());
    }

    private void export(List<T> batch) {
        String why = "";
        try {
            CompletableResultCode result = exporter.apply(List.copyOf(batch)).join(EXPORT_SECONDS, TimeUnit.SECONDS);
            if (!result.isDone()) why = "no answer within " + EXPORT_SECONDS + " s";
            else if (!result.isSuccess())
                why = result.getFailureThrowable() == null
                        ? "the receiver refused them"
                        : String.valueOf(result.getFailureThrowable().getMessage());
        } catch (RuntimeException e) {
            why = e.toString();
        }
        (why.isEmpty() ? exported : dropped).addAndGet(batch.size());
        leaving.set(0);
        trouble = why;
    }

    long taken() {
        return taken.get();
    }

    long exported() {
        return exported.get();
    }

    long dropped() {
        return dropped.get();
    }

    long waiting() {
        return queue.size() + leaving.get();
    }

    /** Why the last batch was not taken; empty when it was. */
    String trouble() {
        return trouble;
    }

    /** Carries away what waits, for three seconds at the most. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
    }
}
