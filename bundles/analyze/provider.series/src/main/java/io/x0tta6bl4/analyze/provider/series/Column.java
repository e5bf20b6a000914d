package io.x0tta6bl4.analyze.provider.series;

import java.util.Arrays;

/** One of many signals: how far out of its usual range at this time, and how sudden its last step. */
final class Column {
    private final History history;
    private final int index;
    private final Tail steps = new Tail();
    private double scale = Double.NaN;
    private double low;
    private double high;
    private double lowest = Double.POSITIVE_INFINITY;
    private double highest = Double.NEGATIVE_INFINITY;
    private double last = Double.NaN;
    private double meanStep;
    private long stepCount;
    private double beyond;
    private double sudden;

    Column(History history, int index) {
        this.history = history;
        this.index = index;
    }

    /** Measures the spread anew; now and then, since it takes a sort. */
    void measure() {
        float[] sorted = history.column(index);
        if (sorted.length < 32) return;
        Arrays.sort(sorted);
        low = sorted[(int) (0.005 * (sorted.length - 1))];
        high = sorted[(int) (0.995 * (sorted.length - 1))];
        double body = sorted[(int) (0.95 * sorted.length)] - sorted[(int) (0.05 * sorted.length)];
        scale = Math.max(body, Math.max(0.02 * (highest - lowest), 1e-3 * Math.abs(low) + Float.MIN_NORMAL));
    }

    /** Judges the next value against the rows before it; absent when there is none or no measure yet. */
    void judge(double value, Season season) {
        beyond = 0;
        sudden = 0;
        if (Double.isNaN(value)) return;
        lowest = Math.min(lowest, value);
        highest = Math.max(highest, value);
        if (!Double.isNaN(scale)) beyond = beyond(value, season);
        sudden = step(value);
        last = value;
    }

    private double beyond(double value, Season season) {
        double top = high;
        double bottom = low;
        if (season.usable(history)) {
            season.envelope(history, index);
            top = season.top();
            bottom = season.bottom();
        }
        double out = Math.max(value - top, bottom - value);
        return out > 0 ? out / scale : 0;
    }

    private double step(double value) {
        if (Double.isNaN(last)) return 0;
        double size = Math.abs(value - last);
        double floor = 0.005 * (highest - lowest) + Double.MIN_NORMAL;
        double rarity = stepCount < 50 ? Double.NaN : steps.next(size / (meanStep + floor));
        double clipped = stepCount < 50 ? size : Math.min(size, 8 * meanStep + 2 * floor);
        meanStep += Math.max(0.002, 1.0 / ++stepCount) * (clipped - meanStep);
        return Double.isNaN(rarity) ? 0 : rarity;
    }

    /** How far out of the usual, in parts of the usual range. */
    double beyond() {
        return beyond;
    }

    /** How rare the last step, as a power of ten. */
    double sudden() {
        return sudden;
    }
}
