package io.x0tta6bl4.analyze.provider.ranking;

import java.util.Arrays;

/** Robust statistics that pass over absent values; NaN when nothing is there. */
final class Numbers {
    private Numbers() {}

    static double[] present(double[] values) {
        return Arrays.stream(values).filter(Double::isFinite).toArray();
    }

    static double quantile(double[] values, double q) {
        double[] sorted = present(values);
        if (sorted.length == 0) return Double.NaN;
        Arrays.sort(sorted);
        double at = q * (sorted.length - 1);
        int low = (int) at;
        int high = Math.min(low + 1, sorted.length - 1);
        return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
    }

    static double median(double[] values) {
        return quantile(values, 0.5);
    }

    /** The second largest of three and more, the largest of fewer: one row alone is no change that lasts. */
    static double sustained(double[] values) {
        double most = Double.NaN;
        double second = Double.NaN;
        for (double value : values) {
            if (!Double.isFinite(value)) continue;
            if (Double.isNaN(most) || value > most) {
                second = most;
                most = value;
            } else if (Double.isNaN(second) || value > second) second = value;
        }
        return values.length >= 3 && !Double.isNaN(second) ? second : most;
    }
}
