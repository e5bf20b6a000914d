package io.x0tta6bl4.platform.api;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What was refused, for the record: at most {@value #PER_SECOND} a second are written, and the next one then says how many more
 * there were, so that whoever is refused a million times does not fill the journal. Safe for use by many threads.
 */
public final class Audit {
    /** Written in a second, at most. */
    public static final int PER_SECOND = 20;

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final InstantSource clock;
    private final Consumer<String> writer;
    private Instant window = Instant.MIN;
    private int written;
    private long omitted;
    private long total;
    private String last = "";

    /** @param writer writes one record, and deals with its own failures */
    public Audit(InstantSource clock, Consumer<String> writer) {
        this.clock = clock;
        this.writer = writer;
    }

    /** @param what who was refused what, and why; a sentence */
    public void refused(String what) {
        admit(what).ifPresent(more -> writer.accept(what + more));
    }

    /** How many were refused, written or not. */
    public synchronized long total() {
        return total;
    }

    /** The sentence of the last one, written or not; empty before the first. */
    public synchronized String last() {
        return last;
    }

    /** What to add to the record; absent when it is one too many. */
    private synchronized Optional<String> admit(String what) {
        total++;
        last = what;
        Instant now = clock.instant();
        if (window.equals(Instant.MIN) || !window.plus(SECOND).isAfter(now)) {
            window = now;
            written = 0;
        }
        if (++written > PER_SECOND) {
            omitted++;
            return Optional.empty();
        }
        String more = omitted == 0 ? "" : " (" + omitted + " more refusals before were not written)";
        omitted = 0;
        return Optional.of(more);
    }
}
