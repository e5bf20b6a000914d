package io.x0tta6bl4.rag.provider.lucene.library;

import io.x0tta6bl4.rag.provider.lucene.embedding.Embedder;
import java.util.Random;

/**
 * Chunks for measuring: vectors in 1,000 clusters with 48 directions of spread and some noise, of length one; words by Zipf's law.
 * The same seed gives the same.
 */
final class MadeChunks {
    private static final int DIRECTIONS = 48;
    private static final int CLUSTERS = 1_000;

    private final Random random = new Random(42);
    private final float[][] centres = gaussian(CLUSTERS);
    private final float[][] directions = gaussian(DIRECTIONS);

    private float[][] gaussian(int count) {
        float[][] made = new float[count][Embedder.DIMENSION];
        for (float[] one : made) for (int i = 0; i < one.length; i++) one[i] = (float) random.nextGaussian();
        return made;
    }

    float[] vector() {
        float[] made = centres[random.nextInt(CLUSTERS)].clone();
        for (float[] direction : directions) {
            float along = (float) (0.1 * random.nextGaussian());
            for (int i = 0; i < made.length; i++) made[i] += along * direction[i];
        }
        double square = 0;
        for (int i = 0; i < made.length; i++) {
            made[i] += (float) (0.25 * random.nextGaussian());
            square += made[i] * made[i];
        }
        for (int i = 0; i < made.length; i++) made[i] /= (float) Math.sqrt(square);
        return made;
    }

    String text(int words) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words; i++)
            text.append("word")
                    .append((int) Math.min(49_999, Math.pow(50_000, random.nextDouble())))
                    .append(i % 12 == 11 ? ". " : " ");
        return text.toString();
    }
}
