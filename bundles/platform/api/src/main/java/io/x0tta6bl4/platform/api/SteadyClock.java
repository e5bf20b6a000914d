package io.x0tta6bl4.platform.api;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Time that never steps: it starts at the wall clock and from then on advances with the monotonic clock.
 *
 * <p>Every instant of the loop comes from here, so that a step of the wall clock (NTP, an operator, a suspended host) makes
 * no observation stale and no cool-down end early. Between restarts it starts anew from the wall clock.
 */
public final class SteadyClock implements InstantSource {
    /** From which difference on the wall clock counts as set; less is the drift of two clocks. */
    public static final Duration STEP = Duration.ofSeconds(1);

    /** Set for a process that replays: its one clock shows the time of the recording. */
    private static final boolean REPLAYED = "replay".equals(System.getProperty("x0.clock"));

    private static final AtomicLong TURNED = new AtomicLong();
    private static final SteadyClock SYSTEM =
            REPLAYED ? new SteadyClock(Instant.EPOCH, TURNED::get) : new SteadyClock(Instant.now(), System::nanoTime);

    private final Instant origin;
    private final long originNanos;
    private final LongSupplier nanos;

    /** A clock that shows {@code origin} now and advances with {@code nanos}. */
    public SteadyClock(Instant origin, LongSupplier nanos) {
        this.origin = Objects.requireNonNull(origin, "origin");
        this.nanos = nanos;
        this.originNanos = nanos.getAsLong();
    }

    /** The one clock of this node. */
    public static SteadyClock system() {
        return SYSTEM;
    }

    /**
     * Turns the clock of a process that replays a recording to an instant of it, between 1970 and 2262. A node that
     * lives in the present (any that was not started with {@code -Dx0.clock=replay}) refuses.
     */
    public static void turn(Instant to) {
        if (!REPLAYED)
            throw new IllegalStateException("the clock of a node that lives in the present cannot be turned");
        long nanos = Math.addExact(Math.multiplyExact(to.getEpochSecond(), 1_000_000_000L), to.getNano());
        TURNED.set(nanos);
    }

    /**
     * An instant of this clock as the wall clock counts time at this moment: for other systems and for people, who look it up
     * there. The same instant while the two differ by less than {@link #STEP}, and in a replay.
     */
    public Instant wall(Instant steady) {
        return REPLAYED ? steady : wall(steady, Instant.now());
    }

    Instant wall(Instant steady, Instant wallNow) {
        Duration ahead = Duration.between(instant(), wallNow);
        return ahead.abs().compareTo(STEP) < 0 ? steady : steady.plus(ahead);
    }

    @Override
    public Instant instant() {
        return origin.plusNanos(nanos.getAsLong() - originNanos);
    }
}
