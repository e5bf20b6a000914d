package io.x0tta6bl4.analyze.provider.series;

/** Finds the length of a day, a shift, a batch: the lag at which signals resemble themselves most. */
final class Period {
    private static final int LONGEST = 2_100;
    private static final int MOST_COLUMNS = 16;
    private static final int STRIDE = 5;
    private static final double LEAST = 0.15;

    private Period() {}

    /**
     * The period in rows; 0 when there is none.
     *
     * @param columns the same number of values each, oldest first
     */
    static int of(float[][] columns) {
        if (columns.length == 0) return 0;
        int longest = Math.min(columns[0].length / 4, LONGEST);
        if (longest < 8) return 0;
        double[] likeness = likeness(columns, longest);
        int start = 0;
        double least = likeness[1];
        for (int lag = 2; lag < longest && start == 0; lag++) {
            least = Math.min(least, likeness[lag]);
            if (likeness[lag] < likeness[1] * 0.5 || likeness[lag] > least + 0.1) start = lag;
        }
        return start == 0 ? 0 : best(likeness, start, longest);
    }

    private static int best(double[] likeness, int start, int longest) {
        int best = 0;
        double most = LEAST;
        double valley = 1;
        for (int lag = start; lag < longest; lag++) {
            valley = Math.min(valley, likeness[lag]);
            boolean same = best > 0 && lag - best < best / 8 + 2;
            if (likeness[lag] > valley + 0.1 && likeness[lag] > (same ? most : most * 1.05)) {
                most = likeness[lag];
                best = lag;
            }
        }
        return best == 0 ? 0 : sharpened(likeness, best, longest);
    }

    /** Multiples tell the period more exactly than it does itself. */
    private static int sharpened(double[] likeness, int rough, int longest) {
        int best = rough;
        double most = 0;
        for (int p = Math.max(2, rough - rough / 32 - 1); p <= rough + rough / 32 + 1; p++) {
            double sum = 0;
            int multiples = 0;
            for (int m = p; m < longest && multiples < 7; m += p, multiples++) sum += likeness[m];
            if (multiples > 0 && sum / multiples > most) {
                most = sum / multiples;
                best = p;
            }
        }
        return best;
    }

    private static double[] likeness(float[][] columns, int longest) {
        double[] sum = new double[longest];
        int used = 0;
        int skip = Math.max(1, columns.length / MOST_COLUMNS);
        for (int c = 0; c < columns.length; c += skip) if (add(columns[c], sum)) used++;
        for (int lag = 0; lag < longest; lag++) sum[lag] /= Math.max(1, used);
        return sum;
    }

    private static boolean add(float[] x, double[] sum) {
        double mean = 0;
        for (float v : x) mean += v;
        mean /= x.length;
        double variance = 0;
        for (float v : x) variance += (v - mean) * (v - mean);
        variance /= x.length;
        if (!(variance > 1e-9 * (1 + mean * mean) * 1e-3)) return false;
        for (int lag = 1; lag < sum.length; lag++) {
            double product = 0;
            int pairs = 0;
            for (int i = 0; i + lag < x.length; i += STRIDE, pairs++) product += (x[i] - mean) * (x[i + lag] - mean);
            sum[lag] += Math.max(-1, Math.min(1, product / pairs / variance));
        }
        return true;
    }
}
