package io.x0tta6bl4.analyze.provider.series;

import com.amazon.randomcutforest.RandomCutForest;

/** Random cut forest over the last eight values: a shape unlike those before it. Seeded, so that a replay repeats itself. */
final class CutForest implements Member {
    private static final int SHINGLE = 8;
    private static final int TREES = 15;
    private static final int SAMPLE = 256;
    private static final int WARM_UP = SHINGLE + 60;
    private static final long SEED = 7;

    private final RandomCutForest forest = RandomCutForest.builder()
            .dimensions(SHINGLE)
            .shingleSize(SHINGLE)
            .internalShinglingEnabled(true)
            .numberOfTrees(TREES)
            .sampleSize(SAMPLE)
            .timeDecay(0.1 / SAMPLE)
            .outputAfter(WARM_UP)
            .parallelExecutionEnabled(false)
            .randomSeed(SEED)
            .build();
    private long count;

    @Override
    public String name() {
        return "random cut forest";
    }

    @Override
    public double next(long epochSecond, double value) {
        float[] point = {(float) Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, value))};
        double score = forest.getAnomalyScore(point);
        forest.update(point);
        return ++count <= WARM_UP ? Double.NaN : score;
    }
}
