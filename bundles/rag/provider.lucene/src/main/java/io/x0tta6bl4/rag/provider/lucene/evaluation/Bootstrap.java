package io.x0tta6bl4.rag.provider.lucene.evaluation;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Between what bounds a mean lies, by drawing the queries anew (Efron's percentile bootstrap, seed fixed).
 *
 * @param low the 2.5th percentile of the means
 * @param high the 97.5th
 */
record Bootstrap(double low, double high) {
    private static final int DRAWS = 2000;
    private static final long SEED = 20261122;

    static Bootstrap of(double[] values) {
        SplittableRandom random = new SplittableRandom(SEED);
        double[] means = new double[DRAWS];
        for (int draw = 0; draw < DRAWS; draw++) {
            double sum = 0;
            for (int i = 0; i < values.length; i++) sum += values[random.nextInt(values.length)];
            means[draw] = sum / values.length;
        }
        Arrays.sort(means);
        return new Bootstrap(means[(int) (0.025 * DRAWS)], means[(int) (0.975 * DRAWS) - 1]);
    }
}
