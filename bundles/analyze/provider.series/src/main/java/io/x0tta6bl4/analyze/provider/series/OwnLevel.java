package io.x0tta6bl4.analyze.provider.series;

import java.util.Arrays;

/**
 * The level that an element reached by itself about once in five hundred rows: a restless one needs more for an alarm. Of each
 * run above a floor the peak is kept, the highest of them in all.
 */
final class OwnLevel {
    private static final int ROWS_A_RUN = 500;
    private static final int GAP = 5;
    private static final int KEPT = 64;

    private final double floor;
    private final double[] peaks = new double[KEPT];
    private long rows;
    private double peak;
    private int below = GAP + 1;

    OwnLevel(double floor) {
        this.floor = floor;
    }

    void learn(double value) {
        rows++;
        if (value >= floor) {
            peak = Math.max(peak, value);
            below = 0;
        } else if (++below == GAP + 1 && peak > 0) {
            end();
        }
    }

    private void end() {
        if (peak > peaks[0]) {
            peaks[0] = peak;
            Arrays.sort(peaks);
        }
        peak = 0;
    }

    /** The peak that as many runs reached as the budget allows; 0 when there were fewer. */
    double level() {
        int allowed = (int) (rows / ROWS_A_RUN);
        return allowed >= KEPT ? peaks[0] : peaks[KEPT - 1 - allowed];
    }
}
