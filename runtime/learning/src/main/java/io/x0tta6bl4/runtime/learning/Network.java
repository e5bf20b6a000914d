package io.x0tta6bl4.runtime.learning;

import java.util.SplittableRandom;

/**
 * GraphSAGE with two layers and means, and a number for each node: how much it is the cause. The belief in a node is its share
 * among all nodes and "none", which stands at 0. Everything in double precision; all weights lie in one row.
 */
final class Network {
    final int inputs;
    final int hidden;
    final double[] weights;
    final int first;
    final int firstBias;
    final int second;
    final int secondBias;
    final int last;
    final int lastBias;

    /** What a forward pass leaves for the way back. */
    record Pass(double[] wide0, double[] layer1, double[] wide1, double[] layer2, double[] logits) {}

    Network(int inputs, int hidden) {
        this.inputs = inputs;
        this.hidden = hidden;
        first = 0;
        firstBias = 3 * inputs * hidden;
        second = firstBias + hidden;
        secondBias = second + 3 * hidden * hidden;
        last = secondBias + hidden;
        lastBias = last + hidden;
        weights = new double[lastBias + 1];
    }

    /** Weights drawn from a seed. */
    void draw(SplittableRandom random) {
        fill(first, firstBias, StrictMath.sqrt(6.0 / (4 * inputs)), random);
        fill(second, secondBias, StrictMath.sqrt(6.0 / (4 * hidden)), random);
        fill(last, lastBias, StrictMath.sqrt(3.0 / hidden), random);
    }

    private void fill(int from, int to, double bound, SplittableRandom random) {
        for (int i = from; i < to; i++) weights[i] = bound * (2 * random.nextDouble() - 1);
    }

    Pass forward(Neighbours graph) {
        double[] wide0 = graph.gather(graph.features(), inputs);
        double[] layer1 = layer(wide0, graph.size(), 3 * inputs, first, firstBias);
        double[] wide1 = graph.gather(layer1, hidden);
        double[] layer2 = layer(wide1, graph.size(), 3 * hidden, second, secondBias);
        double[] logits = new double[graph.size()];
        for (int i = 0; i < logits.length; i++) {
            double sum = weights[lastBias];
            for (int k = 0; k < hidden; k++) sum += layer2[i * hidden + k] * weights[last + k];
            logits[i] = sum;
        }
        return new Pass(wide0, layer1, wide1, layer2, logits);
    }

    private double[] layer(double[] wide, int size, int width, int matrix, int bias) {
        double[] out = new double[size * hidden];
        for (int i = 0; i < size; i++) {
            int row = i * hidden;
            System.arraycopy(weights, bias, out, row, hidden);
            for (int j = 0; j < width; j++) {
                double value = wide[i * width + j];
                if (value == 0) continue;
                int line = matrix + j * hidden;
                for (int k = 0; k < hidden; k++) out[row + k] += value * weights[line + k];
            }
            for (int k = 0; k < hidden; k++) if (out[row + k] < 0) out[row + k] = 0;
        }
        return out;
    }

    /** Belief in each node; the last is the belief in none. */
    static double[] beliefs(double[] logits) {
        double highest = 0;
        for (double logit : logits) highest = Math.max(highest, logit);
        double[] beliefs = new double[logits.length + 1];
        double sum = 0;
        for (int i = 0; i <= logits.length; i++) {
            beliefs[i] = StrictMath.exp((i < logits.length ? logits[i] : 0) - highest);
            sum += beliefs[i];
        }
        for (int i = 0; i <= logits.length; i++) beliefs[i] /= sum;
        return beliefs;
    }

    /** Surprise at the true root, -1 for none. */
    static double loss(double[] logits, int root) {
        return -StrictMath.log(Math.max(1e-300, beliefs(logits)[root < 0 ? logits.length : root]));
    }

    /** Adds the gradient of the surprise at the true root; returns the surprise. */
    double learn(Neighbours graph, int root, double[] gradient) {
        Pass pass = forward(graph);
        double[] change = beliefs(pass.logits);
        double surprise = loss(pass.logits, root);
        change[root < 0 ? graph.size() : root] -= 1;
        double[] change2 = new double[graph.size() * hidden];
        for (int i = 0; i < graph.size(); i++) {
            gradient[lastBias] += change[i];
            for (int k = 0; k < hidden; k++) {
                double value = pass.layer2[i * hidden + k];
                gradient[last + k] += change[i] * value;
                if (value > 0) change2[i * hidden + k] = change[i] * weights[last + k];
            }
        }
        double[] wide = back(pass.wide1, change2, graph.size(), 3 * hidden, second, secondBias, gradient);
        double[] change1 = graph.scatter(wide, hidden);
        for (int i = 0; i < change1.length; i++) if (pass.layer1[i] <= 0) change1[i] = 0;
        back(pass.wide0, change1, graph.size(), 3 * inputs, first, firstBias, gradient);
        return surprise;
    }

    private double[] back(
            double[] wide, double[] change, int size, int width, int matrix, int bias, double[] gradient) {
        double[] out = new double[size * width];
        for (int i = 0; i < size; i++) {
            int row = i * hidden;
            for (int k = 0; k < hidden; k++) gradient[bias + k] += change[row + k];
            for (int j = 0; j < width; j++) {
                int line = matrix + j * hidden;
                double value = wide[i * width + j];
                double sum = 0;
                for (int k = 0; k < hidden; k++) {
                    gradient[line + k] += value * change[row + k];
                    sum += weights[line + k] * change[row + k];
                }
                out[i * width + j] = sum;
            }
        }
        return out;
    }
}
