package io.x0tta6bl4.ml.provider.onnxruntime;

import io.x0tta6bl4.ml.api.ModelRecord;
import io.x0tta6bl4.ml.api.Tensor;
import java.util.List;
import java.util.Map;

/**
 * A model as it lies on disk, its digests checked.
 *
 * @param record what its maker wrote down
 * @param golden known inputs with known answers
 * @param content the model file
 */
record Artefact(ModelRecord record, List<Golden> golden, byte[] content) {

    /** Inputs with the answers they have to give, within a tolerance. */
    record Golden(Map<String, Tensor> inputs, Map<String, Tensor> outputs, double tolerance) {

        /** The largest difference of an answer; NaN and infinity when the answers are not comparable. */
        double difference(Map<String, Tensor> answers) {
            double worst = 0;
            for (Map.Entry<String, Tensor> wanted : outputs.entrySet())
                worst = Math.max(worst, difference(wanted.getValue(), answers.get(wanted.getKey())));
            return worst;
        }

        private static double difference(Tensor wanted, @org.jspecify.annotations.Nullable Tensor found) {
            if (found == null || !java.util.Arrays.equals(wanted.shape(), found.shape()))
                return Double.POSITIVE_INFINITY;
            if (wanted instanceof Tensor.Floats w && found instanceof Tensor.Floats f) {
                double worst = 0;
                for (int i = 0; i < w.data().length; i++) {
                    double off = Math.abs(w.data()[i] - f.data()[i]);
                    if (Double.isNaN(off)) return Double.POSITIVE_INFINITY;
                    worst = Math.max(worst, off);
                }
                return worst;
            }
            return wanted.equals(found) ? 0 : Double.POSITIVE_INFINITY;
        }
    }
}
