package io.x0tta6bl4.analyze.provider.series;

import java.util.Arrays;

/**
 * How rare a surprise is among those before it, as a power of ten: 2 is one in a hundred. Follows the 95th percentile and the
 * mean excess above it, and takes the tail beyond for exponential. A single surprise moves it by a bounded amount, so that an
 * anomaly does not teach it what is usual.
 */
final class Tail {
    /** So many surprises are seen before it says anything. */
    static final int WARM_UP = 100;

    private static final double QUANTILE = 0.95;
    private static final double AT_QUANTILE = -Math.log10(1 - QUANTILE);
    private static final double SLOWEST = 0.002;
    private static final double MOST_EXCESS = 5;

    private final double[] first = new double[WARM_UP];
    private long count;
    private double level;
    private double excess;

    /** NaN during the warm-up, and for a NaN. */
    double next(double surprise) {
        if (Double.isNaN(surprise)) return Double.NaN;
        if (count < WARM_UP) {
            first[(int) count++] = surprise;
            if (count == WARM_UP) begin();
            return Double.NaN;
        }
        count++;
        double rarity = surprise <= level ? 0 : AT_QUANTILE + (surprise - level) / excess / Math.log(10);
        learn(surprise);
        return rarity;
    }

    private void begin() {
        Arrays.sort(first);
        level = first[(int) (QUANTILE * WARM_UP)];
        excess = Arrays.stream(first)
                .filter(s -> s > level)
                .map(s -> s - level)
                .average()
                .orElse(level * 0.1);
        if (!(excess > 0)) excess = Math.max(level * 0.1, 1e-9);
    }

    private void learn(double surprise) {
        double step = Math.max(SLOWEST, 1.0 / count) * 4 * Math.max(excess, 1e-12);
        level = Math.max(0, level + step * (surprise > level ? QUANTILE : QUANTILE - 1));
        if (surprise <= level) return;
        double rate = Math.max(0.01, 1 / (1 + count * (1 - QUANTILE)));
        excess += rate * (Math.min(surprise - level, MOST_EXCESS * excess) - excess);
    }
}
