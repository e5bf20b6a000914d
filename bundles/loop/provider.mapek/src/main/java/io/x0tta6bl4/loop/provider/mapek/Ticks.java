package io.x0tta6bl4.loop.provider.mapek;

import io.x0tta6bl4.knowledge.api.observation.Snapshot;
import io.x0tta6bl4.knowledge.api.policy.Brakes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What the ticks so far came to.
 *
 * @param count how many
 * @param last when the last one ended
 * @param took how long it took
 * @param observations taken in
 * @param shed measurements dropped at the intake (brake 20)
 * @param overruns ticks that took longer than their budget
 * @param whole when the last one ended that went through all phases
 * @param trouble why the last one did not, empty when it did
 */
record Ticks(
        long count,
        Optional<Instant> last,
        Duration took,
        long observations,
        long shed,
        long overruns,
        Optional<Instant> whole,
        String trouble) {
    static final Ticks NONE = new Ticks(0, Optional.empty(), Duration.ZERO, 0, 0, 0, Optional.empty(), "");

    Ticks next(Snapshot snapshot, Instant ended, Duration tickTook, Brakes.Budget budget, String why) {
        boolean over = budget.on() && tickTook.compareTo(budget.tick()) > 0;
        return new Ticks(
                count + 1,
                Optional.of(ended),
                tickTook,
                observations + snapshot.arrived().size(),
                shed + snapshot.shed(),
                overruns + (over ? 1 : 0),
                why.isEmpty() ? Optional.of(ended) : whole,
                why);
    }
}
