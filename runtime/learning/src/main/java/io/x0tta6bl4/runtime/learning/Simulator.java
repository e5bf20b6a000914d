package io.x0tta6bl4.runtime.learning;

import java.util.List;
import java.util.SplittableRandom;

/**
 * What a fault does to a graph of services, by plain arithmetic: a caller waits for those it needs, gives up after its own
 * time-out, and fails when they fail, unless it has a way round. Some nodes are busy and healthy.
 */
final class Simulator {
    private static final int ROUNDS = 30;

    /**
     * How a node is, as it would know itself.
     *
     * @param ended whether its process has ended
     * @param millis how long an answer takes
     * @param errors share of answers that are wrong
     * @param load share of its processor in use
     */
    record Truth(boolean ended, double millis, double errors, double load, int hops) {}

    private final Topology topology;
    private final SplittableRandom random;
    private final double[] base;
    private final double[] patience;
    private final double[][] share;
    private final double[][] exposure;

    Simulator(Topology topology, SplittableRandom random) {
        this.topology = topology;
        this.random = random;
        int size = topology.size();
        base = new double[size];
        patience = new double[size];
        share = new double[size][];
        exposure = new double[size][];
        for (int i = 0; i < size; i++) {
            base[i] = 5 * StrictMath.exp(1.2 * random.nextDouble());
            patience[i] = 300 + random.nextInt(2200);
            int calls = topology.needs().get(i).length;
            share[i] = new double[calls];
            exposure[i] = new double[calls];
            for (int k = 0; k < calls; k++) {
                share[i][k] = 0.2 + 0.8 * random.nextDouble();
                exposure[i][k] = random.nextInt(100) < 35 ? 0 : 0.3 + 0.7 * random.nextDouble();
            }
        }
    }

    /** What an answer of a healthy node takes, all it needs included. */
    double[] normal() {
        double[] one = new double[topology.size()];
        java.util.Arrays.fill(one, 1);
        return settle(new boolean[one.length], new boolean[one.length], one, new double[one.length])[0];
    }

    Truth[] strike(Fault fault, int root) {
        int size = topology.size();
        boolean[] ended = new boolean[size];
        boolean[] hung = new boolean[size];
        double[] slower = new double[size];
        double[] errors = new double[size];
        double[] load = new double[size];
        for (int i = 0; i < size; i++) {
            boolean busy = random.nextInt(100) < 10;
            load[i] = busy ? 0.80 + 0.2 * random.nextDouble() : 0.05 + 0.55 * random.nextDouble();
            slower[i] = (busy ? 1 + 1.5 * random.nextDouble() : 1) * (0.85 + 0.3 * random.nextDouble());
            errors[i] = random.nextInt(100) < 2 ? 0.5 * random.nextDouble() : 0.01 * random.nextDouble();
        }
        if (root >= 0) apply(fault, root, ended, hung, slower, errors, load);
        double[][] settled = settle(ended, hung, slower, errors);
        int[] hops = hops(root);
        Truth[] truth = new Truth[size];
        for (int i = 0; i < size; i++) truth[i] = new Truth(ended[i], settled[0][i], settled[1][i], load[i], hops[i]);
        return truth;
    }

    private void apply(
            Fault fault, int root, boolean[] ended, boolean[] hung, double[] slower, double[] errors, double[] load) {
        switch (fault) {
            case KILL -> ended[root] = true;
            case HANG -> hung[root] = true;
            case SLOW -> slower[root] *= 3 + 30 * random.nextDouble();
            case ERRORS -> errors[root] = 0.25 + 0.75 * random.nextDouble();
            case SATURATION -> {
                load[root] = 0.92 + 0.08 * random.nextDouble();
                slower[root] *= 2 + 12 * random.nextDouble();
                errors[root] = 0.3 * random.nextDouble();
            }
            case NONE -> {}
        }
    }

    /** Latency and errors of all, so that each agrees with those it needs. */
    private double[][] settle(boolean[] ended, boolean[] hung, double[] slower, double[] own) {
        int size = topology.size();
        double[] millis = new double[size];
        double[] errors = own.clone();
        for (int round = 0; round < ROUNDS; round++) {
            double[] nextMillis = new double[size];
            double[] nextErrors = new double[size];
            for (int i = 0; i < size; i++) {
                int[] needs = topology.needs().get(i);
                double wait = base[i] * slower[i];
                double good = 1 - own[i];
                for (int k = 0; k < needs.length; k++) {
                    boolean late = hung[needs[k]] || millis[needs[k]] > patience[i];
                    wait += share[i][k] * (late ? patience[i] : ended[needs[k]] ? 1 : millis[needs[k]]);
                    double fails = ended[needs[k]] ? 1 : late ? 0.95 : errors[needs[k]];
                    good *= 1 - exposure[i][k] * fails;
                }
                nextMillis[i] = hung[i] ? 1e6 : wait;
                nextErrors[i] = 1 - good;
            }
            millis = nextMillis;
            errors = nextErrors;
        }
        return new double[][] {millis, errors};
    }

    /** How many calls a node is away from the root, against the direction of the calls; large when it does not need it. */
    private int[] hops(int root) {
        int[] hops = new int[topology.size()];
        java.util.Arrays.fill(hops, 99);
        if (root >= 0) hops[root] = 0;
        for (int round = 0; round < hops.length; round++)
            for (int i = 0; i < hops.length; i++)
                for (int on : topology.needs().get(i)) hops[i] = Math.min(hops[i], hops[on] + 1);
        return hops;
    }

    List<int[]> needs() {
        return topology.needs();
    }
}
