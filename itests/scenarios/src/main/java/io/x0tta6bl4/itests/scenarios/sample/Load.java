package io.x0tta6bl4.itests.scenarios.sample;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** What users do: asks the front door at a steady rate and counts what they got. */
public final class Load implements AutoCloseable {
    /** How many requests were answered well and how many were not. */
    public record Count(long served, long failed) {
        public Count minus(Count before) {
            return new Count(served - before.served, failed - before.failed);
        }

        public long all() {
            return served + failed;
        }
    }

    private final AtomicLong served = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicBoolean running = new AtomicBoolean(true);
    private final HttpProbe door;
    private final long pauseNanos;

    /** @param perSecond requests a second of each of the users */
    public Load(URI address, int users, int perSecond) {
        this.door = new HttpProbe(address, Duration.ofSeconds(1));
        this.pauseNanos = Duration.ofSeconds(1).toNanos() / perSecond;
        for (int user = 1; user <= users; user++)
            Thread.ofPlatform().daemon().name("user-" + user).start(this::use);
    }

    private void use() {
        while (running.get()) {
            if (door.ask().ok()) served.incrementAndGet();
            else failed.incrementAndGet();
            LockSupport.parkNanos(pauseNanos);
        }
    }

    public Count count() {
        return new Count(served.get(), failed.get());
    }

    @Override
    public void close() {
        running.set(false);
    }
}
