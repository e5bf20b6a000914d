package io.x0tta6bl4.monitor.provider.otlp;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * One metric of one service: what its series say is made one number for each window. Counters become rates, histograms a rate
 * and a mean, of gauges the largest series counts, and sums that may fall are added up.
 */
final class Measure {
    /** What the numbers mean. */
    enum Form {
        GAUGE,
        SUM,
        COUNTER,
        HISTOGRAM
    }

    private static final class Series {
        double value;
        double second;
        long start;
        Instant seen = Instant.MIN;
    }

    final Form form;
    final String unit;
    private final Map<Long, Series> series = new HashMap<>();
    private Instant told = Instant.MIN;
    private Instant seen = Instant.MIN;
    private boolean fresh;
    private double most = Double.NEGATIVE_INFINITY;
    private double growth;
    private double secondGrowth;
    long resets;

    Measure(Form form, String unit) {
        this.form = form;
        this.unit = unit;
    }

    boolean knows(long key) {
        return series.containsKey(key);
    }

    int size() {
        return series.size();
    }

    Instant seen() {
        return seen;
    }

    /**
     * A point of one series.
     *
     * @param cumulative whether the value counts from {@code start}, else from the last point
     * @param value of a gauge or sum; the count of a histogram
     * @param second sum of a histogram
     */
    void take(long key, boolean cumulative, long start, double value, double second, Instant now) {
        Series one = series.computeIfAbsent(key, _ -> new Series());
        boolean first = one.seen.equals(Instant.MIN);
        if (told.equals(Instant.MIN)) told = now;
        switch (form) {
            case GAUGE -> most = Math.max(most, value);
            case SUM -> {}
            case COUNTER, HISTOGRAM -> grow(one, first, cumulative, start, value, second);
        }
        one.value = form == Form.SUM && !cumulative ? one.value + value : value;
        one.second = second;
        one.start = start;
        one.seen = now;
        seen = now;
        fresh = true;
    }

    private void grow(Series one, boolean first, boolean cumulative, long start, double value, double second) {
        if (!cumulative) {
            growth += Math.max(0, value); // what only grows is not taken back
            secondGrowth += second;
        } else if (!first) {
            boolean again = value < one.value || start != 0 && one.start != 0 && start > one.start;
            if (again) resets++;
            growth += again ? Math.max(0, value) : value - one.value;
            secondGrowth += again ? second : second - one.second;
        }
    }

    /** Tells the numbers of the window, if anything came: a suffix of the signal's name, and the number. */
    void tell(Instant now, BiConsumer<String, Double> told) {
        if (!fresh) return;
        double seconds = java.time.Duration.between(this.told, now).toNanos() / 1e9;
        switch (form) {
            case GAUGE -> told.accept("", most);
            case SUM ->
                told.accept(
                        "", series.values().stream().mapToDouble(s -> s.value).sum());
            case COUNTER -> {
                if (seconds > 0) told.accept(".rate", growth / seconds);
            }
            case HISTOGRAM -> {
                if (seconds > 0) told.accept(".rate", growth / seconds);
                if (growth > 0) told.accept(".mean", secondGrowth / growth);
            }
        }
        this.told = now;
        fresh = false;
        most = Double.NEGATIVE_INFINITY;
        growth = 0;
        secondGrowth = 0;
    }

    /** Forgets series that were not seen since; returns how many. */
    int forget(Instant before) {
        int had = series.size();
        series.values().removeIf(one -> one.seen.isBefore(before));
        return had - series.size();
    }
}
