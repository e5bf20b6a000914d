package io.x0tta6bl4.loop.provider.mapek;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Ticks every period, and at once when something urgent comes in, though never more often than the least spacing. */
final class Ticker implements AutoCloseable, Runnable {
    /** How often the loop turns when nothing happens. */
    static final Duration PERIOD = Duration.ofMillis(250);

    /** Urgent news within this time of the tick before share one tick. */
    static final Duration SPACING = Duration.ofMillis(5);

    private static final Duration JOIN = Duration.ofSeconds(5);

    private final Engine engine;
    private final Semaphore wake;
    private final Thread thread;
    private volatile boolean closed;

    Ticker(Engine engine, Semaphore wake) {
        this.engine = engine;
        this.wake = wake;
        this.thread = Thread.ofPlatform().daemon().name("loop-tick").unstarted(this);
    }

    void start() {
        thread.start();
    }

    @Override
    public void run() {
        while (!closed) {
            try {
                if (wake.tryAcquire(PERIOD.toMillis(), TimeUnit.MILLISECONDS)) {
                    TimeUnit.NANOSECONDS.sleep(SPACING.toNanos());
                    wake.drainPermits();
                }
                if (!closed) engine.tick();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Stops ticking; returns when the tick under way has ended, after five seconds at the latest. */
    @Override
    public void close() {
        closed = true;
        wake.release();
        try {
            thread.join(JOIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
