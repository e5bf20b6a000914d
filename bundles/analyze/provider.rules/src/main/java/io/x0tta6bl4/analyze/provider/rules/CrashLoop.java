package io.x0tta6bl4.analyze.provider.rules;

import io.x0tta6bl4.knowledge.api.observation.NotesReader;
import io.x0tta6bl4.knowledge.api.observation.NotesWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Counts ends of a process: three within a minute are a crash loop; half a minute of running ends it. */
final class CrashLoop {
    private static final int ENDS = 3;
    private static final Duration WITHIN = Duration.ofMinutes(1);
    private static final Duration STABLE = Duration.ofSeconds(30);

    /** What a symptom says of it: also when it runs again, why it is not over yet. */
    static final String WORDS = "ended " + ENDS + " times within " + WITHIN.toSeconds()
            + " s; this is over once it has run for " + STABLE.toSeconds() + " s in one go";

    private final Deque<Instant> ends = new ArrayDeque<>(ENDS);
    private @Nullable Instant runningSince;
    private boolean ended;

    /** It runs; returns whether it had ended before. */
    boolean running(Instant at) {
        if (runningSince != null) return false;
        runningSince = at;
        ended = false;
        return true;
    }

    /** It has ended; returns whether this is the first news of it. */
    boolean exited(Instant at) {
        runningSince = null;
        if (ended) return false;
        ended = true;
        ends.addLast(at);
        while (ends.size() > ENDS) ends.removeFirst();
        return true;
    }

    void forget() {
        ends.clear();
        runningSince = null;
        ended = false;
    }

    void save(NotesWriter out) {
        out.each(ends, out::instant).maybe(runningSince, out::instant).flag(ended);
    }

    void restore(NotesReader in) {
        ends.addAll(in.each(in::instant));
        runningSince = in.maybe(in::instant).orElse(null);
        ended = in.flag();
    }

    boolean looping(Instant at) {
        return ends.size() >= ENDS && ends.getFirst().plus(WITHIN).isAfter(at);
    }

    boolean stable(Instant at) {
        return runningSince != null && !runningSince.plus(STABLE).isAfter(at);
    }
}
