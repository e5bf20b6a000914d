package io.x0tta6bl4.analyze.provider.series;

/**
 * A frozen instrument: exactly the same value again and again, in a signal that does not do so by itself. What it says is a
 * probability and no surprise to be compared with others: so many repetitions in a row, by the share of repetitions so far,
 * beyond three times the longest run there was.
 */
final class StandingStill {
    private static final int WARM_UP = 400;
    private static final int LEAST = 30;

    /** One in a million, before it says anything: it speaks alone. */
    private static final double SURE = 6;

    private double last = Double.NaN;
    private long count;
    private long repeats;
    private long run;
    private long longest;

    /** How rare this run of repetitions is, as a power of ten; 0 for what may happen. */
    double next(double value) {
        boolean same = value == last;
        last = value;
        count++;
        if (same) {
            run++;
        } else {
            longest = Math.max(longest, run);
            repeats += run;
            run = 0;
        }
        long spare = run - Math.max(LEAST, 3 * longest);
        if (count - run < WARM_UP || spare <= 0) return 0;
        double share = (repeats + 1.0) / (count - run + 2.0);
        double rarity = -Math.log10(share) * run;
        return rarity > SURE ? rarity : 0;
    }

    String words() {
        return "exactly the same value " + (run + 1) + " times in a row, at most " + (longest + 1) + " times before";
    }
}
