package io.x0tta6bl4.analyze.provider.series;

/** Robust seasonal baseline: how far from the mean of this half hour of the day, in mean deviations; learns clipped. */
final class TimeOfDay implements Member {
    private static final int BINS = 48;
    private static final int DAY = 86_400;
    private static final double FORGET = 0.1;
    private static final int FIRST = 50;
    private static final double CLIP = 6;

    private final double[] mean = new double[BINS];
    private final long[] seen = new long[BINS];
    private double deviation;
    private long deviations;

    @Override
    public String name() {
        return "time of day";
    }

    @Override
    public double next(long epochSecond, double value) {
        int bin = (int) (Math.floorMod(epochSecond, (long) DAY) * BINS / DAY);
        if (seen[bin] < 2) {
            mean[bin] += (value - mean[bin]) / ++seen[bin];
            return Double.NaN;
        }
        double residual = value - mean[bin];
        boolean ready = deviations > FIRST;
        double surprise =
                ready ? Math.abs(residual) / (deviation + 1e-9 * Math.abs(mean[bin]) + Double.MIN_NORMAL) : Double.NaN;
        double limit = ready ? CLIP * deviation : Double.MAX_VALUE;
        double clipped = Math.max(-limit, Math.min(limit, residual));
        deviations++;
        deviation += Math.max(0.002, 1.0 / deviations) * (Math.abs(clipped) - deviation);
        mean[bin] += Math.max(FORGET, 1.0 / (seen[bin] + 1)) * clipped;
        seen[bin]++;
        return surprise;
    }
}
