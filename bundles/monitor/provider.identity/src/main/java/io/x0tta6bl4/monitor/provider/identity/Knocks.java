package io.x0tta6bl4.monitor.provider.identity;

import io.x0tta6bl4.knowledge.api.observation.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** Whether peers are refused again and again. Of one thread alone. */
final class Knocks {
    /** So many within {@link #WINDOW} are more than an accident. */
    static final long LIMIT = 5;

    static final Duration WINDOW = Duration.ofMinutes(1);

    /** Looks that are remembered: those of the window, at one a second or less. */
    private static final int LOOKS = 64;

    private record Seen(Instant at, long count) {}

    private final Deque<Seen> seen = new ArrayDeque<>();

    /** @param count how many were refused since the channel began; another channel begins anew */
    Reading.State look(long count, String last, Instant at) {
        if (!seen.isEmpty() && seen.getLast().count() > count) seen.clear();
        while (!seen.isEmpty() && (seen.size() >= LOOKS || seen.getFirst().at().isBefore(at.minus(WINDOW))))
            seen.removeFirst();
        long before = seen.isEmpty() ? count : seen.getFirst().count();
        seen.addLast(new Seen(at, count));
        long within = count - before;
        return within < LIMIT
                ? new Reading.State("accepted", "")
                : new Reading.State("refused", within + " within a minute; the last one: " + last);
    }
}
