package io.x0tta6bl4.execute.provider.kubernetes;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Evictions by the controller that keeps the pods. Each new pod is a new target for the brakes of the loop, so how often the pods
 * of one controller are evicted is limited here: three times in an hour.
 */
final class Evictions {
    static final int MOST = 3;
    private static final Duration WITHIN = Duration.ofHours(1);

    private final Map<String, Deque<Instant>> taken = new HashMap<>();

    /** Counts one more; refuses over the limit. */
    synchronized void take(String controller, Instant now) throws Stop {
        taken.values().forEach(times -> {
            while (!times.isEmpty() && times.peekFirst().plus(WITHIN).isBefore(now)) times.removeFirst();
        });
        taken.values().removeIf(Deque::isEmpty);
        Deque<Instant> times = taken.computeIfAbsent(controller, _ -> new ArrayDeque<>());
        if (times.size() >= MOST)
            throw Stop.before("pods of this controller were evicted " + MOST + " times within an hour, and the new ones"
                    + " fail too");
        times.addLast(now);
    }
}
