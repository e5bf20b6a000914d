package io.x0tta6bl4.monitor.provider.kubernetes;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Since when something has been so without a break; what a round does not ask for is over. Not safe for threads by itself. */
final class Spells {
    private final Map<String, Instant> since = new HashMap<>();
    private final Set<String> asked = new HashSet<>();
    private final Set<String> once = new HashSet<>();

    /** A round begins. */
    void begin() {
        asked.clear();
    }

    /** It is so now; since when without a break. */
    Instant since(String what, Instant now) {
        asked.add(what);
        return since.computeIfAbsent(what, _ -> now);
    }

    /** A round has ended. */
    void end() {
        since.keySet().retainAll(asked);
    }

    /** Remembers that it was so at least once; at most 10,000 such things. */
    void happened(String what) {
        if (once.size() < 10_000) once.add(what);
    }

    boolean everHappened(String what) {
        return once.contains(what);
    }
}
