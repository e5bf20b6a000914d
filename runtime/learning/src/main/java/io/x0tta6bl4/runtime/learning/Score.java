package io.x0tta6bl4.runtime.learning;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How often a way to name the cause is right, by method and by kind of incident. */
final class Score {
    /** Right ones of all. */
    record Count(int right, int all) {
        double share() {
            return all == 0 ? Double.NaN : (double) right / all;
        }

        /** One standard error of the share. */
        double error() {
            return Math.sqrt(share() * (1 - share()) / all);
        }
    }

    private final Map<String, Map<String, Count>> counts = new TreeMap<>();

    void add(String method, String kind, boolean right) {
        counts.computeIfAbsent(method, m -> new TreeMap<>())
                .merge(kind, new Count(right ? 1 : 0, 1), (a, b) -> new Count(a.right + b.right, a.all + b.all));
    }

    Count of(String method, String kind) {
        return counts.getOrDefault(method, Map.of()).getOrDefault(kind, new Count(0, 0));
    }

    static boolean right(Incident incident, List<Integer> named) {
        return incident.root() < 0 ? named.isEmpty() : !named.isEmpty() && named.getFirst() == incident.root();
    }
}
