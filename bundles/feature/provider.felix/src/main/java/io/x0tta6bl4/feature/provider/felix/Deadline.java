package io.x0tta6bl4.feature.provider.felix;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Until when something has to be done. */
final class Deadline {
    private final long end;

    private Deadline(long end) {
        this.end = end;
    }

    static Deadline in(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    long leftNanos() {
        return Math.max(0, end - System.nanoTime());
    }

    boolean over() {
        return leftNanos() == 0;
    }

    /** Runs the work in a thread of its own, which may hang without holding up this one beyond the deadline. */
    void run(String what, Callable<?> work) throws ChangeFailed {
        FutureTask<?> task = new FutureTask<>(work);
        Thread thread = Thread.ofPlatform()
                .daemon()
                .name("feature: " + what)
                .inheritInheritableThreadLocals(false)
                .start(task);
        try {
            task.get(Math.max(1_000_000, leftNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            thread.interrupt();
            throw new ChangeFailed(what + ": did not end before the deadline");
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw new ChangeFailed(what + ": interrupted");
        } catch (java.util.concurrent.ExecutionException e) {
            throw new ChangeFailed(what + ": " + Wording.of(e));
        }
    }
}
