package io.x0tta6bl4.knowledge.api.store;

import java.util.random.RandomGenerator;

/**
 * How likely something helps, as far as it was tried: the Beta distribution over the share of successes, beginning from the
 * uniform one (Bayes, Laplace).
 *
 * @param successes weight of the successes, 0 or more; fractions come from forgetting
 * @param failures weight of the failures, 0 or more
 */
public record Belief(double successes, double failures) {
    /** Nothing was tried: every share is as likely as any other. */
    public static final Belief UNTRIED = new Belief(0, 0);

    private static final int STEPS = 500;

    public Belief {
        if (!(successes >= 0) || !(failures >= 0) || !Double.isFinite(successes + failures))
            throw new IllegalArgumentException("weights are 0 or more, not " + successes + " and " + failures);
    }

    /** Whether there is any evidence worth a tenth of a try. */
    public boolean tried() {
        return successes + failures >= 0.1;
    }

    /** The mean, 0 to 1. */
    public double mean() {
        return (successes + 1) / (successes + failures + 2);
    }

    /** The share that is not exceeded with this probability (0 to 1), to about a thousandth. */
    public double quantile(double probability) {
        double[] sums = new double[STEPS];
        double most = successes + failures == 0 ? 0 : logDensity(successes / (successes + failures));
        double sum = 0;
        for (int i = 0; i < STEPS; i++) sums[i] = sum += Math.exp(logDensity((i + 0.5) / STEPS) - most);
        double wanted = probability * sum;
        int i = 0;
        while (i < STEPS - 1 && sums[i] < wanted) i++;
        double before = i == 0 ? 0 : sums[i - 1];
        return Math.clamp((i + (wanted - before) / (sums[i] - before)) / STEPS, 0, 1);
    }

    /** A share drawn from the distribution; the same generator in the same state draws the same (Thompson 1933). */
    public double draw(RandomGenerator random) {
        return quantile(random.nextDouble());
    }

    private double logDensity(double share) {
        double good = successes == 0 ? 0 : successes * Math.log(share);
        return failures == 0 ? good : good + failures * Math.log1p(-share);
    }
}
