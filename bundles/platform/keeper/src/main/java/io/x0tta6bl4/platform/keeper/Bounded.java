package io.x0tta6bl4.platform.keeper;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** Work on a thread of its own, so that a bundle that hangs holds up nobody. What is not over in time goes on alone. */
final class Bounded {
    private Bounded() {}

    static <T> T call(String name, Duration limit, Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(() -> {
            try {
                return work.call();
            } catch (LinkageError e) {
                throw new IllegalStateException(e.toString(), e);
            }
        });
        Thread.ofPlatform().daemon().name(name).start(task);
        return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** The message of the deepest cause, which is where a framework hides what matters. */
    static String reason(Throwable thrown) {
        Throwable deepest = thrown;
        for (int depth = 0; deepest.getCause() != null && depth < 10; depth++) deepest = deepest.getCause();
        if (deepest instanceof java.util.concurrent.TimeoutException) return "it did not end in time";
        return deepest.getMessage() == null ? deepest.toString() : deepest.getMessage();
    }
}
