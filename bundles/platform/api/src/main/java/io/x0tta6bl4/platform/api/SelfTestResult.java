package io.x0tta6bl4.platform.api;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * How one run of a self-test ended.
 *
 * @param what what was tried, as a sentence without a full stop
 * @param at when it began
 * @param took how long it ran, never negative
 * @param passed whether the tested part did what it promises
 * @param detail what was found; says what to do when the test failed
 */
public record SelfTestResult(String what, Instant at, Duration took, boolean passed, String detail) {
    public SelfTestResult {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(detail, "detail");
        if (what.isBlank()) throw new IllegalArgumentException("a self-test says what it tried");
        if (took.isNegative()) throw new IllegalArgumentException("a self-test cannot take " + took);
    }

    /** A body of a self-test: returns what was found, throws when the part does not work. */
    @FunctionalInterface
    public interface Trial {
        String run() throws Exception;
    }

    /** Runs a trial and measures it; an exception becomes a failed result that carries its message. */
    public static SelfTestResult of(String what, Trial trial) {
        Instant at = SteadyClock.system().instant();
        long start = System.nanoTime();
        try {
            String detail = trial.run();
            return new SelfTestResult(what, at, Duration.ofNanos(System.nanoTime() - start), true, detail);
        } catch (Exception e) {
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            return new SelfTestResult(what, at, took, false, String.valueOf(e.getMessage()));
        }
    }
}
