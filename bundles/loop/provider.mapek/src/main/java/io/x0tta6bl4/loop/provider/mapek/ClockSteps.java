package io.x0tta6bl4.loop.provider.mapek;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.journal.JournalRecord;
import io.x0tta6bl4.platform.api.SteadyClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down when the wall clock was set, or the host slept: the loop's own time goes on as if nothing had been, while the
 * journal and the log show the wall clock, and whoever reads both later needs to know by how much they differ. Touched by the
 * tick only.
 */
final class ClockSteps {
    private static final Logger LOG = LoggerFactory.getLogger(ClockSteps.class);
    private static final ElementId NODE = new ElementId("node");

    private final Chronicle chronicle;
    private @Nullable Duration ahead;

    ClockSteps(Chronicle chronicle) {
        this.chronicle = chronicle;
    }

    /** @param steady the loop's own time; {@code wall}: what the wall clock shows at the same moment */
    void follow(Instant steady, Instant wall) {
        Duration now = Duration.between(steady, wall);
        Duration before = ahead;
        if (before == null) {
            ahead = now;
            return;
        }
        Duration step = now.minus(before);
        if (step.abs().compareTo(SteadyClock.STEP) < 0) return;
        ahead = now;
        String what = words(step, now);
        LOG.warn("{}", what);
        chronicle.write(new JournalRecord.Noted("", NODE, what));
    }

    private static String words(Duration step, Duration ahead) {
        return "the wall clock was set " + seconds(step.abs()) + (step.isNegative() ? " back" : " ahead")
                + ", or the host slept; the loop's own time goes on evenly and is now "
                + (ahead.abs().compareTo(SteadyClock.STEP) < 0
                        ? "the wall clock's"
                        : seconds(ahead.abs()) + (ahead.isNegative() ? " ahead of" : " behind") + " it");
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toNanos() / 1e9);
    }
}
