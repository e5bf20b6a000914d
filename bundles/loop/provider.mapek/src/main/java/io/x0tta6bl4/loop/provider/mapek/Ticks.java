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
 */
record Ticks(long count, Optional<Instant> last, Duration took, long observations, long shed, long overruns) {
    static final Ticks NONE = new Ticks(0, Optional.empty(), Duration.ZERO, 0, 0, 0);

    Ticks next(Snapshot snapshot, Instant ended, Duration tickTook, Brakes.Budget budget) {
        boolean over = budget.on() && tickTook.compareTo(budget.tick()) > 0;
        return new Ticks(
                count + 1,
                Optional.of(ended),
                tickTook,
                observations + snapshot.arrived().size(),
                shed + snapshot.shed(),
                overruns + (over ? 1 : 0));
    }
}
