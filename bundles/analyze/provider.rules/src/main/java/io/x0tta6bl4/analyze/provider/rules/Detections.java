package io.x0tta6bl4.analyze.provider.rules;

import io.x0tta6bl4.analyze.api.AnomalyDetection;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who makes detectors of anomalies now, if anybody does. When the maker changes, what its detectors learnt goes with it, and the
 * new ones warm up.
 */
final class Detections {
    private final TreeMap<Comparable<Object>, AnomalyDetection> makers = new TreeMap<>();
    private volatile Optional<AnomalyDetection> best = Optional.empty();

    @SuppressWarnings("unchecked")
    synchronized void bind(Comparable<?> rank, AnomalyDetection maker) {
        makers.put((Comparable<Object>) rank, maker);
        best = Optional.of(makers.lastEntry().getValue());
    }

    synchronized void unbind(AnomalyDetection maker) {
        makers.values().removeIf(m -> m == maker);
        best = Optional.ofNullable(makers.lastEntry()).map(java.util.Map.Entry::getValue);
    }

    Optional<AnomalyDetection> best() {
        return best;
    }
}
