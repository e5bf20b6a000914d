package io.x0tta6bl4.loop.provider.mapek;

import io.x0tta6bl4.knowledge.api.action.Brake;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How often each brake held something back, and what it holds back now. */
final class BrakeLog {
    private final Map<Brake, Long> counts = new EnumMap<>(Brake.class);
    private final Map<String, Hold> now = new TreeMap<>();

    /** An incident is held; returns whether it was not held by this brake before. */
    synchronized boolean held(String incident, Hold hold) {
        Hold before = now.put(incident, hold);
        boolean fresh = before == null || before.brake() != hold.brake();
        if (fresh) counts.merge(hold.brake(), 1L, Long::sum);
        return fresh;
    }

    /** A brake acted outside the gate. */
    synchronized void count(Brake brake) {
        counts.merge(brake, 1L, Long::sum);
    }

    synchronized void released(String incident) {
        now.remove(incident);
    }

    synchronized void retain(Collection<String> incidents) {
        now.keySet().retainAll(incidents);
    }

    synchronized long count(Brake brake, long otherwise) {
        return counts.getOrDefault(brake, otherwise);
    }

    synchronized List<String> holding(Brake brake) {
        return now.entrySet().stream()
                .filter(h -> h.getValue().brake() == brake)
                .map(h -> h.getKey() + ": " + h.getValue().why())
                .toList();
    }
}
