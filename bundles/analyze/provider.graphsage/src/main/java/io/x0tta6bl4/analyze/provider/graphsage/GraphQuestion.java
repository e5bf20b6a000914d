package io.x0tta6bl4.analyze.provider.graphsage;

import io.x0tta6bl4.ml.api.Tensor;
import java.util.Map;

/** The signs as the model takes them. */
public final class GraphQuestion {
    private GraphQuestion() {}

    /** The inputs of the model; to be asked about a graph with at least one element. */
    public static Map<String, Tensor> of(Signs signs) {
        int size = signs.nodes().size();
        return Map.of(
                "x", new Tensor.Floats(new long[] {size, Signs.FEATURES}, signs.features()),
                "caller", ends(signs.callers()),
                "callee", ends(signs.callees()),
                "per_need", perDegree(signs.callers(), size),
                "per_needed", perDegree(signs.callees(), size));
    }

    private static Tensor ends(int[] ends) {
        long[] wide = new long[ends.length];
        for (int i = 0; i < wide.length; i++) wide[i] = ends[i];
        return Tensor.of(wide);
    }

    private static Tensor perDegree(int[] ends, int size) {
        float[] degree = new float[size];
        for (int end : ends) degree[end]++;
        for (int i = 0; i < size; i++) degree[i] = degree[i] == 0 ? 0 : 1 / degree[i];
        return new Tensor.Floats(new long[] {size, 1}, degree);
    }

    /** Belief in each element; what is missing to 1 is the belief in none. */
    public static double[] beliefs(float[] logits) {
        double highest = 0;
        for (float logit : logits) highest = Math.max(highest, logit);
        double sum = StrictMath.exp(-highest);
        double[] beliefs = new double[logits.length];
        for (int i = 0; i < logits.length; i++) {
            beliefs[i] = StrictMath.exp(logits[i] - highest);
            sum += beliefs[i];
        }
        for (int i = 0; i < logits.length; i++) beliefs[i] /= sum;
        return beliefs;
    }
}
