package io.x0tta6bl4.runtime.learning;

import io.x0tta6bl4.analyze.provider.graphsage.Signs;

/** One graph as the network takes it. Means are over those a node needs, and over those that need it. */
record Neighbours(int size, double[] features, int[] callers, int[] callees, double[] perNeed, double[] perNeeded) {

    static Neighbours of(Signs signs) {
        int size = signs.nodes().size();
        double[] features = new double[signs.features().length];
        for (int i = 0; i < features.length; i++) features[i] = signs.features()[i];
        return new Neighbours(
                size,
                features,
                signs.callers(),
                signs.callees(),
                inverse(signs.callers(), size),
                inverse(signs.callees(), size));
    }

    private static double[] inverse(int[] ends, int size) {
        double[] degree = new double[size];
        for (int end : ends) degree[end]++;
        for (int i = 0; i < size; i++) degree[i] = degree[i] == 0 ? 0 : 1 / degree[i];
        return degree;
    }

    /** Of each node: its own numbers, the mean of those it needs, the mean of those that need it. */
    double[] gather(double[] values, int width) {
        double[] wide = new double[size * 3 * width];
        for (int i = 0; i < size; i++) System.arraycopy(values, i * width, wide, i * 3 * width, width);
        for (int e = 0; e < callers.length; e++) {
            add(values, callees[e] * width, wide, callers[e] * 3 * width + width, width, perNeed[callers[e]]);
            add(values, callers[e] * width, wide, callees[e] * 3 * width + 2 * width, width, perNeeded[callees[e]]);
        }
        return wide;
    }

    /** The way back: what a change of the gathered numbers means for the numbers themselves. */
    double[] scatter(double[] wide, int width) {
        double[] values = new double[size * width];
        for (int i = 0; i < size; i++) System.arraycopy(wide, i * 3 * width, values, i * width, width);
        for (int e = 0; e < callers.length; e++) {
            add(wide, callers[e] * 3 * width + width, values, callees[e] * width, width, perNeed[callers[e]]);
            add(wide, callees[e] * 3 * width + 2 * width, values, callers[e] * width, width, perNeeded[callees[e]]);
        }
        return values;
    }

    private static void add(double[] from, int at, double[] to, int there, int width, double times) {
        for (int k = 0; k < width; k++) to[there + k] += times * from[at + k];
    }
}
