package io.x0tta6bl4.platform.api;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * Time that never steps: it starts at the wall clock and from then on advances with the monotonic clock.
 *
 * <p>Every instant of the loop comes from here, so that a step of the wall clock (NTP, an operator, a suspended host) makes
 * no observation stale and no cool-down end early. Between restarts it starts anew from the wall clock.
 */
public final class SteadyClock implements InstantSource {
    private static final SteadyClock SYSTEM = new SteadyClock(Instant.now(), System::nanoTime);

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

    @Override
    public Instant instant() {
        return origin.plusNanos(nanos.getAsLong() - originNanos);
    }
}
