package io.x0tta6bl4.analyze.provider.series;

/** Change point of the spread: the last hundred steps are much larger or smaller than the thousand before them. */
final class Restlessness implements Member {
    private static final int RECENT = 100;
    private static final int BEFORE = 1_000;
    private static final int LEAST_BEFORE = 60;
    private static final double LEAST = 1e-9;

    private final double[] steps = new double[RECENT + BEFORE];
    private long count;
    private double largest;
    private double last;
    private double recent;
    private double before;

    @Override
    public String name() {
        return "change of spread";
    }

    @Override
    public double next(long epochSecond, double value) {
        double step = count == 0 ? 0 : Math.abs(value - last);
        last = value;
        largest = Math.max(largest, Math.abs(value));
        int slot = (int) (count % steps.length);
        if (count >= RECENT) {
            double leaving = steps[(int) ((count - RECENT) % steps.length)];
            recent -= leaving;
            before += leaving;
        }
        if (count >= steps.length) before -= steps[slot];
        steps[slot] = step;
        recent += step;
        count++;
        if (slot == steps.length - 1) sumAnew();
        if (count < RECENT + LEAST_BEFORE) return Double.NaN;
        double now = recent / RECENT;
        double then = Math.max(0, before) / Math.min(count - RECENT, BEFORE);
        double floor =
                0.05 * then + LEAST * largest + Double.MIN_NORMAL; // in the unit of the signal, whichever that is
        return Math.abs(Math.log((Math.max(0, now) + floor) / (then + floor)));
    }

    /** Differences of sums collect errors of rounding; once a round they are taken out. */
    private void sumAnew() {
        recent = 0;
        before = 0;
        for (int i = 0; i < steps.length; i++) {
            if (i < steps.length - RECENT) before += steps[i];
            else recent += steps[i];
        }
    }
}
