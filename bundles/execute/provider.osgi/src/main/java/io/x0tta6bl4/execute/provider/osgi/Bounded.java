package io.x0tta6bl4.execute.provider.osgi;

import io.x0tta6bl4.execute.api.Effect;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Runs work on the framework on a thread of its own, so that a bundle that hangs in its activator holds up nobody, and so
 * that nothing is refreshed or updated from a thread of the framework. Work that is not over at its deadline goes on alone;
 * until it ends, no other is begun for the same bundle.
 */
final class Bounded {
    private final Map<String, Thread> running = new ConcurrentHashMap<>();

    /** Work on the framework; what it throws becomes a failed effect. */
    @FunctionalInterface
    interface Work {
        Effect run(Deadline deadline) throws Exception;
    }

    Effect run(String bundle, Duration limit, Work work) {
        Deadline deadline = Deadline.in(limit);
        AtomicReference<Effect> effect = new AtomicReference<>();
        CountDownLatch done = new CountDownLatch(1);
        Thread thread = Thread.ofPlatform().daemon().name("x0-effector-osgi").unstarted(() -> {
            try {
                effect.set(attempt(deadline, work));
            } finally {
                running.remove(bundle, Thread.currentThread());
                done.countDown();
            }
        });
        if (running.putIfAbsent(bundle, thread) != null)
            return new Effect.Refused("the action before this one on " + bundle + " has not ended yet");
        thread.start();
        try {
            if (done.await(deadline.leftNanos(), TimeUnit.NANOSECONDS)) return effect.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Effect.Failed("interrupted while working on " + bundle + "; the work goes on in the background");
        }
        return new Effect.Failed(bundle + ": not done within " + limit + "; the work goes on in the background");
    }

    private static Effect attempt(Deadline deadline, Work work) {
        try {
            return work.run(deadline);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Effect.Failed("interrupted");
        } catch (Exception | LinkageError e) {
            return new Effect.Failed(reason(e));
        }
    }

    /** The message with the deepest cause, which is where a framework hides what matters. */
    static String reason(Throwable thrown) {
        Throwable deepest = thrown;
        for (int depth = 0; deepest.getCause() != null && depth < 10; depth++) deepest = deepest.getCause();
        return deepest == thrown ? String.valueOf(thrown.getMessage()) : thrown.getMessage() + ": " + deepest;
    }
}
