package io.x0tta6bl4.replay.provider.series;

import java.time.Instant;
import java.util.Arrays;

/** Counts what happened, to say it at the end. */
final class Tally {
    /** Beyond these a value counts as this one: the limits of the detectors, in double and in single precision. */
    private static final double LARGEST_ALONE = 1e100;

    private static final double LARGEST_TOGETHER = 1e30;

    private long rows;
    private long scored;
    private long alarms;
    private long disorder;
    private long missing;
    private long huge;
    private long unjudged;
    private long scoredBefore;

    void row(Instant at, Instant last, long t, double value) {
        rows++;
        if (t > 0 && !at.isAfter(last)) disorder++;
        if (!Double.isFinite(value)) missing++;
        else if (Math.abs(value) > LARGEST_ALONE) huge++;
    }

    void row(double[] values) {
        rows++;
        if (Arrays.stream(values).anyMatch(v -> !Double.isFinite(v))) missing++;
        if (Arrays.stream(values).anyMatch(v -> Double.isFinite(v) && Math.abs(v) > LARGEST_TOGETHER)) huge++;
    }

    /** An input has come to its end; one that got no score at all is told at the end. */
    void ended() {
        if (scored == scoredBefore) unjudged++;
        scoredBefore = scored;
    }

    void judged(boolean alarm, boolean raised) {
        scored++;
        if (alarm && raised) alarms++;
    }

    String words(int inputs, String kind) {
        StringBuilder words = new StringBuilder();
        words.append(inputs).append(' ').append(kind).append(", ").append(rows).append(" rows, ");
        words.append(scored).append(" judged, ").append(alarms).append(" alarms begun.");
        if (missing > 0)
            words.append(' ').append(missing).append(" rows with a value that is no finite number: not judged there.");
        if (huge > 0)
            words.append(' ')
                    .append(huge)
                    .append(" rows with a value beyond ")
                    .append(kind.equals("series") ? LARGEST_ALONE : LARGEST_TOGETHER)
                    .append(": judged as if it were that.");
        if (unjudged > 0)
            words.append(' ')
                    .append(unjudged)
                    .append(" of the ")
                    .append(kind)
                    .append(" ended before the warm-up was over: no score there.");
        if (disorder > 0)
            words.append(' ')
                    .append(disorder)
                    .append(" rows not later than the row before: judged in the order of the file.");
        return words.toString();
    }
}
