package io.x0tta6bl4.analyze.provider.series;

import java.util.Arrays;

/** The envelope of a column at this phase of its period: of the last periods, the most extreme ones left out. */
final class Season {
    private static final int PERIODS = 14;
    private static final double TRIM = 0.15;

    private int period;
    private int around;
    private int periods;
    private final double[] highs = new double[PERIODS];
    private final double[] lows = new double[PERIODS];
    private double top;
    private double bottom;

    int period() {
        return period;
    }

    void period(int rows) {
        period = rows;
        around = Math.max(3, rows / 96);
    }

    /** Whether two whole periods are kept. */
    boolean usable(History history) {
        if (period == 0) return false;
        periods = Math.min(PERIODS, (history.kept() - around) / period);
        return periods >= 2;
    }

    void envelope(History history, int column) {
        int known = 0;
        for (int p = 1; p <= periods; p++) {
            double most = Double.NEGATIVE_INFINITY;
            double least = Double.POSITIVE_INFINITY;
            // the row that is judged is not in the history yet: one period ago is 'period' rows back
            for (int j = -around; j <= around; j++) {
                float value = history.back(column, (long) p * period - j);
                if (value > most) most = value;
                if (value < least) least = value;
            }
            if (most < least) continue;
            highs[known] = most;
            lows[known++] = least;
        }
        if (known == 0) {
            top = Double.POSITIVE_INFINITY;
            bottom = Double.NEGATIVE_INFINITY;
            return;
        }
        Arrays.sort(highs, 0, known);
        Arrays.sort(lows, 0, known);
        int trimmed = (int) (TRIM * known);
        top = highs[known - 1 - trimmed];
        bottom = lows[trimmed];
    }

    double top() {
        return top;
    }

    double bottom() {
        return bottom;
    }
}
