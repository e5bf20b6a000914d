package io.x0tta6bl4.analyze.provider.accrual;

import java.util.Arrays;

/**
 * What one link did: its rhythm, how often heartbeats are lost, how heavy the tail of its gaps is. The probability of a silence
 * is the larger of two laws: so many losses in a row, or a gap from a tail that falls with a power and not with a bell curve.
 */
final class Link {
    private static final int KEPT = 64;
    private static final int WARM_UP = 3;

    final String name;
    private final Tuning tuning;
    private final long[] gaps = new long[KEPT];
    private int count;
    private double unit;
    private double longGaps;
    private double seen;
    private double lost;
    private double sent;
    private long last;
    private long patience;
    private long turn;
    boolean quiet;
    boolean stretched;
    boolean suspected;

    Link(String name, long first, Tuning tuning) {
        this.name = name;
        this.tuning = tuning;
        this.last = first;
        this.longGaps = tuning.prior();
        this.seen = tuning.priorGaps();
        this.lost = tuning.loss() * tuning.lossGaps();
        this.sent = tuning.lossGaps();
    }

    void beat(long at) {
        long gap = at - last;
        gaps[count % KEPT] = gap;
        count++;
        if (count <= WARM_UP * 4 || count % 16 == 0) unit = rhythm();
        learn(unit > 0 ? gap / unit : 1);
        last = at;
        turn++;
        quiet = false;
        stretched = false;
        suspected = false;
        patience = Math.max(1, Math.round(patienceUnits() * unit));
    }

    private void learn(double gap) {
        seen = seen * tuning.memory() + 1;
        longGaps = longGaps * tuning.memory() + (gap > tuning.longGap() ? gap / tuning.longGap() : 0);
        sent = sent * tuning.memory() + 1;
        lost = lost * tuning.memory() + (gap > 1.75 ? Math.min(Math.round(gap) - 1, KEPT) : 0);
    }

    /** The median gap, or more where one gap in ten is over twice as long. */
    private double rhythm() {
        long[] sorted = Arrays.copyOf(gaps, Math.min(count, KEPT));
        Arrays.sort(sorted);
        double middle = sorted[(sorted.length - 1) / 2];
        return Math.max(1, Math.max(middle, sorted[(int) (0.9 * (sorted.length - 1))] / 2.0));
    }

    private double patienceUnits() {
        double rare = Math.pow(10, -tuning.surprise());
        double byTail = tuning.longGap() * Math.pow(longGaps / seen / rare, 1 / tuning.tail());
        double share = Math.min(0.5, lost / sent);
        double byLoss = Math.log(rare) / Math.log(share) + 0.6;
        return Math.min(tuning.most(), Math.max(tuning.least(), Math.max(byTail, byLoss)));
    }

    /** Whether enough is known to judge it: a rhythm of three gaps. */
    boolean known() {
        return count >= WARM_UP;
    }

    /** Which of its silences this is. */
    long turn() {
        return turn;
    }

    double unit() {
        return unit;
    }

    long last() {
        return last;
    }

    long patience() {
        return patience;
    }

    long quietAt() {
        return last + Math.round(Math.min(tuning.quiet() * unit, 0.7 * patience));
    }

    long suspectAt() {
        return last + patience;
    }

    long stretchedTo() {
        double most = 1.15 * tuning.most() * unit;
        return last + Math.max(patience, Math.round(Math.min(tuning.stretch() * patience, most)));
    }
}
