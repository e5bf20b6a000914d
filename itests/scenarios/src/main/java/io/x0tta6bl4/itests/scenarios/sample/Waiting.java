package io.x0tta6bl4.itests.scenarios.sample;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waiting for a condition, with a limit always. */
public final class Waiting {
    private Waiting() {}

    /** A condition that may fail while what it asks is not there yet. */
    @FunctionalInterface
    public interface Condition {
        boolean holds() throws Exception;
    }

    /** Looks again and again until the condition holds or the limit has passed; says whether it held. */
    public static boolean until(Condition condition, Duration limit, Duration between) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!Thread.currentThread().isInterrupted()) {
            if (holds(condition)) return true;
            if (System.nanoTime() - deadline > 0) return false;
            LockSupport.parkNanos(between.toNanos());
        }
        return false;
    }

    /** Waits for a stretch of time in which nothing should happen. */
    public static void through(Duration stretch) {
        until(() -> false, stretch, Duration.ofMillis(50));
    }

    private static boolean holds(Condition condition) {
        try {
            return condition.holds();
        } catch (Exception e) {
            return false; // not there yet counts as not holding; the limit decides
        }
    }
}
