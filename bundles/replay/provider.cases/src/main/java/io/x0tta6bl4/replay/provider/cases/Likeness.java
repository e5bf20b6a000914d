package io.x0tta6bl4.replay.provider.cases;

import io.x0tta6bl4.analyze.api.Scene.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalDouble;

/** How alike two recordings are in how much their nodes are called. */
final class Likeness {
    private Likeness() {}

    /** 1 for the same loads, towards 0 the further they are apart. */
    static double ofLoads(Recording one, Recording other) {
        List<Double> apart = new ArrayList<>();
        for (Map.Entry<Recording.Signal, NavigableMap<Long, Double>> entry :
                one.values().entrySet()) {
            if (entry.getKey().measure() != Measure.CALLS || !other.values().containsKey(entry.getKey())) continue;
            OptionalDouble a = mean(entry.getValue());
            OptionalDouble b = mean(other.values().get(entry.getKey()));
            if (a.isPresent() && b.isPresent() && a.getAsDouble() > 0 && b.getAsDouble() > 0)
                apart.add(Math.abs(Math.log(a.getAsDouble() / b.getAsDouble())));
        }
        if (apart.isEmpty()) return 0;
        apart.sort(null);
        return 1 / (1 + apart.get(apart.size() / 2));
    }

    private static OptionalDouble mean(NavigableMap<Long, Double> series) {
        return series.values().stream()
                .mapToDouble(v -> v)
                .filter(Double::isFinite)
                .average();
    }
}
