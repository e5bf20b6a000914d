package io.x0tta6bl4.telemetry.api;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Counts values by size in fixed buckets; safe for any number of threads. Values that are not finite are not taken. */
public final class Histogram {
    private final double[] bounds;
    private final long[] counts;
    private double sum;
    private Optional<Exemplar> exemplar = Optional.empty();

    /**
     * A value with the trace it was seen in.
     *
     * @param value as recorded
     * @param at when
     * @param context where
     */
    public record Exemplar(double value, Instant at, TraceContext context) {}

    /**
     * The values so far.
     *
     * @param bounds upper ends of the buckets, inclusive, growing; one more bucket has no end
     * @param counts values in each bucket, one more than bounds
     * @param sum of all values
     * @param exemplar the last value whose trace is known
     */
    public record State(List<Double> bounds, List<Long> counts, double sum, Optional<Exemplar> exemplar) {
        public State {
            bounds = List.copyOf(bounds);
            counts = List.copyOf(counts);
            if (counts.size() != bounds.size() + 1)
                throw new IllegalArgumentException(bounds.size() + " bounds need one count more, not " + counts.size());
        }

        public long count() {
            return counts.stream().mapToLong(Long::longValue).sum();
        }
    }

    /** {@code bounds} grow from one to the next. */
    public Histogram(double... bounds) {
        for (int i = 1; i < bounds.length; i++)
            if (!(bounds[i - 1] < bounds[i]))
                throw new IllegalArgumentException("bounds grow, " + Arrays.toString(bounds));
        this.bounds = bounds.clone();
        this.counts = new long[bounds.length + 1];
    }

    public void record(double value) {
        if (Double.isFinite(value)) add(value);
    }

    /** A value, and the trace that shows how it came about. */
    public void record(double value, Instant at, TraceContext context) {
        if (!Double.isFinite(value)) return;
        synchronized (this) {
            add(value);
            exemplar = Optional.of(new Exemplar(value, at, context));
        }
    }

    private synchronized void add(double value) {
        int bucket = Arrays.binarySearch(bounds, value);
        counts[bucket >= 0 ? bucket : -1 - bucket]++;
        sum += value;
    }

    public synchronized State state() {
        return new State(
                Arrays.stream(bounds).boxed().toList(),
                Arrays.stream(counts).boxed().toList(),
                sum,
                exemplar);
    }
}
