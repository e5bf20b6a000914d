package io.x0tta6bl4.analyze.provider.accrual;

import java.util.Arrays;

/**
 * What one link did: its rhythm, how often heartbeats are lost, how heavy the tail of its gaps is. The probability of a silence
 * is the larger of two laws: so many losses in a row, or a gap from a tail that falls with a power and not with a bell curve.
 */
final class Link {
    private static final int KEPT = 64;
    private static final int WARM_UP = 3;
    private static final double SECOND = 1_000;

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
        double memory = Math.pow(tuning.memory(), pace());
        seen = seen * memory + 1;
        longGaps = longGaps * memory + (gap > tuning.longGap() ? gap / tuning.longGap() : 0);
        sent = sent * memory + 1;
        lost = lost * memory + (gap > 1.75 ? Math.min(Math.round(gap) - 1, KEPT) : 0);
    }

    /** The median gap, or more where one gap in ten is over twice as long. */
    private double rhythm() {
        long[] sorted = Arrays.copyOf(gaps, Math.min(count, KEPT));
        Arrays.sort(sorted);
        double middle = sorted[(sorted.length - 1) / 2];
        return Math.max(1, Math.max(middle, sorted[(int) (0.9 * (sorted.length - 1))] / 2.0));
    }

    private double patienceUnits() {
        double rare = Math.pow(10, -tuning.surprise()) * pace();
        double byTail = tuning.longGap() * Math.pow(longGaps / seen / rare, 1 / tuning.tail());
        double share = Math.min(0.5, lost / sent);
        double byLoss = Math.log(rare) / Math.log(share) + 0.6;
        return Math.min(most(), Math.max(tuning.least(), Math.max(byTail, byLoss)));
    }

    /**
     * The rhythm in seconds, 1 for all that is slower. What happens twenty times a second has twenty times the chances to go
     * wrong: it must be as much rarer, is remembered as long, and excused as long, in seconds and not in rhythms.
     */
    private double pace() {
        return unit > 0 ? Math.min(1, unit / SECOND) : 1;
    }

    private double most() {
        return tuning.most() / pace();
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
        double most = 1.15 * most() * unit;
        return last + Math.max(patience, Math.round(Math.min(tuning.stretch() * patience, most)));
    }
}
