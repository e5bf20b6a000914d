package io.x0tta6bl4.monitor.provider.kubernetes;

import io.x0tta6bl4.knowledge.api.observation.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What was said last of each signal: it is said again when it differs, and so often that it does not grow stale. */
final class Voice {
    private static final Duration AGAIN = Duration.ofSeconds(5);

    private final Map<String, Told> told = new HashMap<>();

    private record Told(Reading reading, Instant at) {}

    private static String key(Said said) {
        return said.element() + "|" + said.signal();
    }

    /** What is to be said now. */
    List<Said> due(List<Said> all, Instant now) {
        told.keySet().retainAll(all.stream().map(Voice::key).collect(Collectors.toSet()));
        return all.stream().filter(said -> due(said, now)).toList();
    }

    private boolean due(Said said, Instant now) {
        Told last = told.get(key(said));
        boolean old = last == null
                || !last.reading().equals(said.reading())
                || !last.at().plus(AGAIN).isAfter(now);
        if (old) told.put(key(said), new Told(said.reading(), now));
        return old;
    }
}
