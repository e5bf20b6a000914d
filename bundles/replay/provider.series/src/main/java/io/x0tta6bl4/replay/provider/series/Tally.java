package io.x0tta6bl4.replay.provider.series;

import java.time.Instant;

/** Counts what happened, to say it at the end. */
final class Tally {
    private long rows;
    private long scored;
    private long alarms;
    private long disorder;
    private long missing;

    void row(Instant at, Instant last, long t, double value) {
        rows++;
        if (t > 0 && !at.isAfter(last)) disorder++;
        if (!Double.isFinite(value)) missing++;
    }

    void row(boolean incomplete) {
        rows++;
        if (incomplete) missing++;
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
        if (disorder > 0)
            words.append(' ')
                    .append(disorder)
                    .append(" rows not later than the row before: judged in the order of the file.");
        return words.toString();
    }
}
