package io.x0tta6bl4.analyze.provider.series;

import io.x0tta6bl4.analyze.api.JointDetector;
import io.x0tta6bl4.analyze.api.Judgement;
import io.x0tta6bl4.analyze.api.Judgement.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Many signals together: how many of them are out of what they usually are at this time, by how much, and which. The period is
 * found, not told; without one the range of the past stands in for the season.
 */
final class Together implements JointDetector {
    private static final int WARM_UP = 512;

    /** So much of sum / sqrt(columns) is an alarm; worked out on servers with 19 signals of which some three went astray. */
    private static final double ALARM = 0.15 * Math.sqrt(19);

    /** What one column may add for being out of range, and for a sudden step. */
    private static final double MOST = 1;

    private static final double PER_STEP = 0.02;
    private static final double MOST_STEP = 4;
    private static final int CALM = 3;
    private static final int BLAMED = 64;

    private final List<String> signals;
    private final History history;
    private final Column[] columns;
    private final Season season = new Season();
    private final OwnLevel own = new OwnLevel(ALARM * 0.9);
    private long measureAt = 256;
    private boolean alarm;
    private int calm;

    Together(List<String> signals) {
        this.signals = List.copyOf(signals);
        this.history = new History(signals.size());
        this.columns = IntStream.range(0, signals.size())
                .mapToObj(i -> new Column(history, i))
                .toArray(Column[]::new);
    }

    @Override
    public Judgement next(double[] values) {
        if (values.length != columns.length)
            throw new IllegalArgumentException(
                    "a row has " + columns.length + " values, this one has " + values.length);
        double sum = 0;
        int present = 0;
        for (int c = 0; c < columns.length; c++) {
            columns[c].judge(bounded(values[c]), season);
            if (!Double.isNaN(values[c])) present++;
            sum += Math.min(MOST, columns[c].beyond()) + PER_STEP * Math.min(MOST_STEP, columns[c].sudden());
        }
        history.add(values);
        if (history.rows() >= measureAt) measure();
        if (history.rows() <= WARM_UP || present == 0) return Judgement.WARMING_UP;
        return judge(sum / Math.sqrt(present));
    }

    /** What single precision holds; what is not finite is not there. */
    private static double bounded(double value) {
        return Double.isFinite(value) ? Math.clamp(value, -1e30, 1e30) : Double.NaN;
    }

    private Judgement judge(double value) {
        double threshold = Math.max(ALARM, own.level());
        own.learn(value);
        double score = value / (value + threshold);
        calm = score < 1.0 / 3 ? calm + 1 : 0;
        if (score >= Judgement.THRESHOLD) alarm = true;
        else if (calm >= CALM) alarm = false;
        return new Judgement(OptionalDouble.of(score), alarm, alarm || score > 0.25 ? blame() : List.of());
    }

    private List<Reason> blame() {
        double[] strength = new double[columns.length];
        for (int c = 0; c < columns.length; c++)
            strength[c] = columns[c].beyond() + 0.1 * Math.min(MOST_STEP, columns[c].sudden());
        List<Reason> reasons = new ArrayList<>();
        IntStream.range(0, columns.length)
                .boxed()
                .sorted((a, b) -> Double.compare(strength[b], strength[a]))
                .limit(BLAMED)
                .filter(c -> strength[c] > 0)
                .forEach(c -> reasons.add(new Reason(signals.get(c), strength[c], words(c))));
        return reasons;
    }

    private String words(int c) {
        return columns[c].beyond() > 0
                ? signals.get(c) + " is out of its usual range by " + Math.round(columns[c].beyond() * 100) + " % of it"
                : signals.get(c) + " changed suddenly";
    }

    /** Scales at 256, 512, 1024 … rows and then every 4096; the period as often as there is more to see. */
    private void measure() {
        measureAt += Math.min(measureAt, 4_096);
        for (Column column : columns) column.measure();
        int skip = Math.max(1, columns.length / 16);
        float[][] sample = IntStream.iterate(0, c -> c < columns.length, c -> c + skip)
                .mapToObj(history::column)
                .filter(column -> column.length == history.kept())
                .toArray(float[][]::new);
        int period = Period.of(sample);
        if (period > 0 || season.period() > history.limit() / 2) season.period(period);
    }
}
