package io.x0tta6bl4.replay.provider.cases;

import io.x0tta6bl4.analyze.api.Scene.Measure;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Measurements of many nodes over time, as one source holds them. Of two values for one moment the later read counts. */
final class Recording {
    /** One signal of one node. */
    record Signal(String node, String peer, Measure measure, String name) implements Comparable<Signal> {
        @Override
        public int compareTo(Signal other) {
            int byNode = node.compareTo(other.node);
            if (byNode != 0) return byNode;
            int byName = name.compareTo(other.name);
            if (byName != 0) return byName;
            int byPeer = peer.compareTo(other.peer);
            return byPeer != 0 ? byPeer : measure.compareTo(other.measure);
        }
    }

    private final SortedMap<Signal, NavigableMap<Long, Double>> values = new TreeMap<>();
    private final NavigableMap<Long, Integer> moments = new TreeMap<>();

    NavigableMap<Long, Double> series(Signal signal) {
        return values.computeIfAbsent(signal, s -> new TreeMap<>());
    }

    void moment(long millis) {
        moments.merge(millis, 1, Integer::sum);
    }

    SortedMap<Signal, NavigableMap<Long, Double>> values() {
        return values;
    }

    Collection<Long> moments() {
        return moments.keySet();
    }

    Set<String> nodes() {
        Set<String> nodes = new TreeSet<>();
        values.keySet().forEach(s -> nodes.add(s.node));
        return nodes;
    }

    void addAll(Recording other) {
        other.values.forEach((signal, series) -> series(signal).putAll(series));
        other.moments.forEach((at, count) -> moments.merge(at, count, Integer::sum));
    }

    /** The usual distance between two rows of a signal. */
    Optional<Long> period() {
        Map<Long, Integer> steps = new HashMap<>();
        values.values().stream().limit(20).forEach(series -> {
            Long last = null;
            for (Long at : series.keySet()) {
                if (last != null) steps.merge(at - last, 1, Integer::sum);
                last = at;
            }
        });
        int all = steps.values().stream().mapToInt(n -> n).sum();
        int passed = 0;
        for (Map.Entry<Long, Integer> step : new TreeMap<>(steps).entrySet()) {
            passed += step.getValue();
            if (2 * passed >= all) return Optional.of(step.getKey());
        }
        return Optional.empty();
    }
}
