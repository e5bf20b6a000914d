package io.x0tta6bl4.ml.api;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a model is and where it comes from.
 *
 * @param id which model
 * @param version which training of it
 * @param digest SHA-256 of the model file, in hexadecimal
 * @param inputs what it takes
 * @param outputs what it gives
 * @param training how it was made: command, seed, data and more, as its maker wrote it down
 * @param metrics how good it was on data it had not seen, as measured by its maker
 */
public record ModelRecord(
        String id,
        String version,
        String digest,
        List<Port> inputs,
        List<Port> outputs,
        Map<String, String> training,
        Map<String, Double> metrics) {
    public ModelRecord {
        if (!id.matches("[a-z0-9][a-z0-9.-]{0,63}"))
            throw new IllegalArgumentException("'" + id + "' is no id of a model: a-z, 0-9, '.', '-', at most 64");
        if (version.isBlank()) throw new IllegalArgumentException("the model " + id + " has no version");
        if (!digest.matches("[0-9a-f]{64}"))
            throw new IllegalArgumentException("the digest of " + id + " is no SHA-256: '" + digest + "'");
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        if (inputs.isEmpty() || outputs.isEmpty())
            throw new IllegalArgumentException("the model " + id + " says not what it takes and gives");
        training = java.util.Collections.unmodifiableMap(new TreeMap<>(training));
        metrics = java.util.Collections.unmodifiableMap(new TreeMap<>(metrics));
        if (training.isEmpty()) throw new IllegalArgumentException("the model " + id + " has no training record");
    }
}
