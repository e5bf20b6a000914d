package io.x0tta6bl4.monitor.provider.identity;

import io.x0tta6bl4.knowledge.api.observation.Reading;
import java.time.Duration;
import java.time.Instant;

/** Whether the wall clock jumped against one that cannot: what NTP slews is far below the limit. Of one thread alone. */
final class Jumps {
    /** More than this between two looks is a jump. */
    static final Duration LIMIT = Duration.ofSeconds(2);

    /** So long a jump is told of. */
    static final Duration TOLD = Duration.ofMinutes(1);

    private Duration ahead = Duration.ZERO;
    private Instant jumped = Instant.MIN;
    private String words = "";
    private boolean begun;

    /**
     * @param wall what the wall clock says
     * @param steady what the clock says that cannot jump
     */
    Reading.State look(Instant wall, Instant steady) {
        Duration now = Duration.between(steady, wall);
        Duration by = now.minus(ahead);
        ahead = now;
        if (begun && by.abs().compareTo(LIMIT) > 0) {
            jumped = steady;
            words = "the wall clock jumped by " + seconds(by) + " to " + wall
                    + " (it was set, or the machine slept); certificates are judged by it";
        }
        begun = true;
        boolean fresh = !jumped.equals(Instant.MIN) && steady.isBefore(jumped.plus(TOLD));
        return fresh ? new Reading.State("stepped", words) : new Reading.State("steady", "");
    }

    private static String seconds(Duration by) {
        return (by.isNegative() ? "" : "+") + by.toSeconds() + " s";
    }
}
