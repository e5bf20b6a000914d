package io.x0tta6bl4.analyze.provider.ranking;

import io.x0tta6bl4.analyze.api.Scene.Measure;
import io.x0tta6bl4.analyze.api.Scene.Track;
import java.util.Arrays;
import java.util.Locale;

/**
 * How far a track left its own normal for more than a row, in the direction that is bad.
 *
 * @param track what deviates
 * @param base what it is compared with
 * @param reached the level held in at least two rows
 * @param ratio the deviation in normal spreads: how far windows of the same length go in normal times
 */
record Deviation(Track track, double base, double reached, double ratio) {

    /** Doublings beyond the normal spread; 0 within it. */
    double surprise() {
        if (!(ratio > 1)) return 0;
        return Math.min(Tuning.MOST, Math.log(ratio) / Math.log(2));
    }

    String words() {
        return String.format(
                Locale.ROOT,
                "%s %.4g, normally %.4g (%.1f times its normal spread)",
                track.name(),
                reached,
                base,
                ratio);
    }

    static Deviation of(Track track, int quiet, boolean contiguous, Tuning tuning) {
        double[] before = latest(track.before());
        double[] since = track.since();
        double[] loud = Arrays.copyOfRange(since, Math.min(quiet, since.length), since.length);
        double median = Numbers.median(before);
        double base = Math.max(median, leadIn(before, since, quiet, contiguous, median));
        double reached = Numbers.sustained(loud);
        double spread = spread(before, median, loud.length, track, tuning);
        double ratio = Double.isNaN(base) || Double.isNaN(reached) ? Double.NaN : (reached - base) / spread;
        return new Deviation(track, base, reached, ratio);
    }

    static double[] latest(double[] before) {
        return before.length <= Tuning.HISTORY
                ? before
                : Arrays.copyOfRange(before, before.length - Tuning.HISTORY, before.length);
    }

    /** A level held already just before the incident is not its onset. */
    static double leadIn(double[] before, double[] since, int quiet, boolean contiguous, double median) {
        if (quiet > 0) {
            double least = Double.POSITIVE_INFINITY;
            for (int i = 0; i < quiet; i++) if (Double.isFinite(since[i])) least = Math.min(least, since[i]);
            return Double.isInfinite(least) ? median : least;
        }
        if (!contiguous || before.length < 2 * Tuning.LEAD_IN) return median;
        double recent = Numbers.median(Arrays.copyOfRange(before, before.length - Tuning.LEAD_IN, before.length));
        return Double.isNaN(recent) ? median : recent;
    }

    private static double spread(double[] before, double median, int rows, Track track, Tuning tuning) {
        double[] windows = windows(before, rows, median);
        double usual = Numbers.quantile(windows, tuning.spreadQuantile());
        double least = Math.max(tuning.relativeFloor() * Math.abs(median), floor(track, tuning));
        if (Numbers.present(before).length < Tuning.FEW) least = Math.max(least, Math.abs(median) / 2);
        return Math.max(Double.isNaN(usual) ? 0 : usual, least);
    }

    private static double floor(Track track, Tuning tuning) {
        if (track.measure() == Measure.FAILURES) return tuning.failureFloor();
        if (track.measure() == Measure.UTILISATION) return tuning.utilisationFloor();
        return 1e-9;
    }

    private static double[] windows(double[] before, int rows, double median) {
        int count = Math.max(0, before.length - rows + 1);
        double[] found = new double[count];
        for (int i = 0; i < count; i++) found[i] = Numbers.sustained(Arrays.copyOfRange(before, i, i + rows)) - median;
        return found;
    }
}
