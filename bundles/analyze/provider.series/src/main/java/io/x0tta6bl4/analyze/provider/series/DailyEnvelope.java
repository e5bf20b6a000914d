package io.x0tta6bl4.analyze.provider.series;

import java.util.Arrays;

/**
 * Outside of what the last two weeks showed around this hour of the day, in mean deviations of the signal. The most extreme
 * days are left out of the envelope, so that an anomaly of last week does not excuse one of today.
 */
final class DailyEnvelope implements Member {
    private static final int HOURS = 24;
    private static final int DAYS = 14;
    private static final double TRIM = 0.15;

    private final double[][] high = new double[HOURS][DAYS];
    private final double[][] low = new double[HOURS][DAYS];
    private final long[][] day = new long[HOURS][DAYS];
    private long current = Long.MIN_VALUE;
    private double top;
    private double bottom;
    private boolean known;
    private long count;
    private double mean;
    private double deviation;

    DailyEnvelope() {
        for (long[] days : day) Arrays.fill(days, Long.MIN_VALUE);
    }

    @Override
    public String name() {
        return "daily envelope";
    }

    @Override
    public double next(long epochSecond, double value) {
        long today = Math.floorDiv(epochSecond, 86_400L);
        int hour = (int) (Math.floorMod(epochSecond, 86_400L) / 3_600);
        if (today * HOURS + hour != current) envelope(today, hour);
        scale(value);
        double beyond = Math.max(0, Math.max(value - top, bottom - value));
        double surprise = known ? beyond / (deviation + 1e-12 * Math.abs(mean) + Double.MIN_NORMAL) : Double.NaN;
        keep(today, hour, value);
        return surprise;
    }

    private void scale(double value) {
        if (count++ == 0) mean = value;
        double residual = value - mean;
        double rate = Math.max(0.001, 1.0 / count);
        mean += rate * residual;
        deviation += rate * (Math.abs(residual) - deviation);
    }

    private void keep(long today, int hour, double value) {
        int slot = (int) Math.floorMod(today, (long) DAYS);
        boolean fresh = day[hour][slot] != today;
        high[hour][slot] = fresh ? value : Math.max(high[hour][slot], value);
        low[hour][slot] = fresh ? value : Math.min(low[hour][slot], value);
        day[hour][slot] = today;
    }

    /** Days before this one do not change any more, so this is done once an hour. */
    private void envelope(long today, int hour) {
        current = today * HOURS + hour;
        double[] highs = new double[DAYS];
        double[] lows = new double[DAYS];
        int days = 0;
        for (int back = 1; back <= DAYS; back++) {
            double most = Double.NEGATIVE_INFINITY;
            double least = Double.POSITIVE_INFINITY;
            int slot = (int) Math.floorMod(today - back, (long) DAYS);
            for (int around = -1; around <= 1; around++) {
                int h = Math.floorMod(hour + around, HOURS);
                if (day[h][slot] != today - back) continue;
                most = Math.max(most, high[h][slot]);
                least = Math.min(least, low[h][slot]);
            }
            if (most < least) continue;
            highs[days] = most;
            lows[days++] = least;
        }
        known = days >= 2;
        if (!known) return;
        Arrays.sort(highs, 0, days);
        Arrays.sort(lows, 0, days);
        int trimmed = (int) (TRIM * days);
        top = highs[days - 1 - trimmed];
        bottom = lows[trimmed];
    }
}
