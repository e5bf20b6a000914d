package io.x0tta6bl4.analyze.provider.series;

/** Range rule: beyond everything seen so far, in parts of the range seen so far. */
final class SeenRange implements Member {
    private static final int WARM_UP = 100;

    private long count;
    private double low = Double.POSITIVE_INFINITY;
    private double high = Double.NEGATIVE_INFINITY;

    @Override
    public String name() {
        return "range";
    }

    @Override
    public double next(long epochSecond, double value) {
        double surprise = Double.NaN;
        if (count++ >= WARM_UP) {
            double beyond = Math.max(value - high, low - value);
            double range = high - low;
            double unit = range > 0 ? range : Math.max(Math.abs(high), Math.abs(value));
            surprise = beyond > 0 ? beyond / unit : 0;
        }
        low = Math.min(low, value);
        high = Math.max(high, value);
        return surprise;
    }
}
