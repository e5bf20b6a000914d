package io.x0tta6bl4.monitor.provider.otlp;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.BiConsumer;

/** Calls within a window: how many a second, which share failed, how long they took. */
final class Calls {
    /** Durations kept of a window; with more, each has the same chance to stay. */
    private static final int SAMPLE = 512;

    private final double[] millis = new double[SAMPLE];
    private long count;
    private long errors;
    private Instant begun;
    Instant seen;

    Calls(Instant now) {
        begun = now;
        seen = now;
    }

    void take(double took, boolean failed, Instant now) {
        if (count < SAMPLE) millis[(int) count] = took;
        else {
            long place = java.util.concurrent.ThreadLocalRandom.current().nextLong(count + 1);
            if (place < SAMPLE) millis[(int) place] = took;
        }
        count++;
        if (failed) errors++;
        seen = now;
    }

    /** Tells the numbers of the window, if there were calls, and begins the next. */
    void tell(Instant now, BiConsumer<String, Double> told) {
        if (count == 0) return;
        int kept = (int) Math.min(count, SAMPLE);
        double[] sorted = Arrays.copyOf(millis, kept);
        Arrays.sort(sorted);
        double seconds = Math.max(Duration.between(begun, now).toNanos() / 1e9, 0.001);
        told.accept("rate", count / seconds);
        told.accept("error_ratio", (double) errors / count);
        told.accept("latency_p95", sorted[(int) Math.ceil(0.95 * kept) - 1]);
        count = 0;
        errors = 0;
        begun = now;
    }
}
