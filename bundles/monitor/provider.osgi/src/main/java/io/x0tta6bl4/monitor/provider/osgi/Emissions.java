package io.x0tta6bl4.monitor.provider.osgi;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Decides what is worth saying. A good reading is said at once; a bad one only when badness has lasted, because a bundle
 * that is updated or refreshed passes through bad states within milliseconds. What does not change is said again now and
 * then, so that it stays fresh. Times are those of {@code System.nanoTime}.
 */
final class Emissions {
    private final long lasting;
    private final long fresh;
    private final Map<ElementId, Said> said = new HashMap<>();
    private final Map<ElementId, Long> badSince = new HashMap<>();

    private record Said(Reading reading, long at) {}

    /**
     * @param lasting how long a bad reading must last before it is said
     * @param fresh after how long an unchanged reading is said again
     */
    Emissions(Duration lasting, Duration fresh) {
        this.lasting = lasting.toNanos();
        this.fresh = fresh.toNanos();
    }

    /** Whether to say this reading now. */
    boolean due(ElementId element, Reading reading, boolean bad, long now) {
        if (bad) {
            if (now - badSince.computeIfAbsent(element, id -> now) < lasting) return false;
        } else badSince.remove(element);
        Said before = said.get(element);
        if (before != null && before.reading.equals(reading) && now - before.at < fresh) return false;
        said.put(element, new Said(reading, now));
        return true;
    }

    /** Forgets that an element was bad: what is seen now is no evidence against it. */
    void pardon(ElementId element) {
        badSince.remove(element);
    }

    /** Forgets all other elements. */
    void retain(Set<ElementId> elements) {
        said.keySet().retainAll(elements);
        badSince.keySet().retainAll(elements);
    }

    /** Nanoseconds until a bad reading that was held back can be said; negative when none is held back. */
    long untilNext(long now) {
        long next = -1;
        for (long since : badSince.values()) {
            long left = lasting - (now - since);
            if (left > 0 && (next < 0 || left < next)) next = left;
        }
        return next;
    }
}
