package io.x0tta6bl4.loop.api;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The loop in numbers.
 *
 * @param mode what it may do
 * @param reason why it is in this mode, empty when it is simply live
 * @param ticks how many ticks so far
 * @param lastTick when the last one ended, none before the first
 * @param tickTime how long the last one took
 * @param observations taken in so far
 * @param shed measurements dropped so far because more came than the budget allows
 * @param holding symptoms that hold now
 * @param openIncidents incidents that are open now
 * @param actions actions carried out so far
 * @param verified how many of them were verified
 * @param missing phases without a provider, by name; the loop does not act while there is one
 */
public record LoopStatus(
        Mode mode,
        String reason,
        long ticks,
        Optional<Instant> lastTick,
        Duration tickTime,
        long observations,
        long shed,
        int holding,
        int openIncidents,
        long actions,
        long verified,
        List<String> missing) {

    /** What the loop may do. */
    public enum Mode {
        LIVE,
        DRY_RUN,
        PAUSED,
        MAINTENANCE,
        BLIND
    }

    public LoopStatus {
        missing = List.copyOf(missing);
    }
}
