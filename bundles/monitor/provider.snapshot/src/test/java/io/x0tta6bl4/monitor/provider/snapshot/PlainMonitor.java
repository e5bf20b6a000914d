package io.x0tta6bl4.monitor.provider.snapshot;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Observation.Quality;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The monitor without any thrift: every tick looks at everything that was ever seen and copies it. What it says is what the real
 * one has to say. Values are taken as plausible; disagreement of sensors is judged as in the real one.
 */
final class PlainMonitor {
    private static final String OPPOSITE = " says the opposite";

    private final Map<ElementId, Map<String, Observation>> latest = new HashMap<>();
    private Map<ElementId, Element> elements = Map.of();

    void watch(List<Element> now) {
        Map<ElementId, Element> next = new HashMap<>();
        now.forEach(e -> next.put(e.id(), e));
        Map<ElementId, Element> before = elements;
        latest.keySet().removeIf(id -> next.containsKey(id) && lostAProbe(before.get(id), next.get(id)));
        elements = next;
        latest.keySet().retainAll(next.keySet());
    }

    private static boolean lostAProbe(Element before, Element now) {
        return before.probes().stream()
                .anyMatch(gone -> now.probes().stream().noneMatch(probe -> probe.getClass() == gone.getClass()));
    }

    /** Judges what arrived and returns what of it counts. */
    List<Observation> take(List<Observation> said, Instant now) {
        List<Observation> taken = new ArrayList<>();
        for (Observation next : said) {
            if (!elements.containsKey(next.element())) continue;
            Map<String, Observation> known = latest.computeIfAbsent(next.element(), id -> new LinkedHashMap<>());
            Observation primary = known.get(next.signal());
            String key = primary == null || primary.sensor().equals(next.sensor())
                    ? next.signal()
                    : next.signal() + "@" + next.sensor();
            Observation before = known.get(key);
            if (before != null
                    && next.at().isBefore(before.at())
                    && !before.at().isAfter(now)) continue;
            Observation judged = compare(known, aged(next, now, true), key);
            known.put(key, judged);
            taken.add(judged);
        }
        return taken;
    }

    Map<ElementId, Map<String, Observation>> latest(Instant now) {
        Map<ElementId, Map<String, Observation>> copy = new HashMap<>();
        latest.forEach((id, known) -> {
            known.replaceAll((key, o) -> aged(o, now, false));
            copy.put(id, new HashMap<>(known));
        });
        return copy;
    }

    static Set<ElementId> silent(Map<ElementId, Map<String, Observation>> latest) {
        Set<ElementId> silent = new HashSet<>();
        latest.forEach((id, known) -> {
            for (Observation o : known.values()) if (o.quality() == Quality.STALE) silent.add(id);
        });
        return silent;
    }

    private Observation aged(Observation o, Instant now, boolean goodOnly) {
        if (o.quality() == Quality.STALE || goodOnly && o.quality() != Quality.GOOD) return o;
        Duration freshFor = Freshness.of(elements.get(o.element()));
        return o.at().isBefore(now.minus(freshFor)) ? o.doubted(Quality.STALE, "nothing new since " + o.at()) : o;
    }

    private static Observation compare(Map<String, Observation> known, Observation next, String key) {
        Boolean mine = ElementView.health(next);
        if (mine == null || !credible(next)) return next;
        for (Map.Entry<String, Observation> entry : known.entrySet()) {
            Observation other = entry.getValue();
            if (entry.getKey().equals(key) || !other.signal().equals(next.signal()) || !credible(other)) continue;
            Boolean theirs = ElementView.health(other);
            if (theirs == null || theirs.equals(mine)) continue;
            entry.setValue(other.doubted(Quality.DOUBTFUL, "sensor " + next.sensor() + OPPOSITE));
            return next.doubted(Quality.DOUBTFUL, "sensor " + other.sensor() + OPPOSITE);
        }
        return next;
    }

    private static boolean credible(Observation o) {
        return o.quality() == Quality.GOOD || o.doubt().endsWith(OPPOSITE);
    }
}
