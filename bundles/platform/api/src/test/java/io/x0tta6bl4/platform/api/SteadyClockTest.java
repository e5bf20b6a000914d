package io.x0tta6bl4.platform.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
    private static final Instant ORIGIN = Instant.parse("2026-11-22T10:00:00Z");

    @Test
    void it_starts_at_its_origin_and_advances_with_the_monotonic_clock() {
        AtomicLong nanos = new AtomicLong(42);
        SteadyClock clock = new SteadyClock(ORIGIN, nanos::get);

        assertThat(clock.instant()).isEqualTo(ORIGIN);
        nanos.addAndGet(Duration.ofMillis(1_500).toNanos());
        assertThat(clock.instant()).isEqualTo(ORIGIN.plusMillis(1_500));
    }

    @Test
    void it_survives_the_overflow_of_the_monotonic_clock() {
        AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 10);
        SteadyClock clock = new SteadyClock(ORIGIN, nanos::get);

        nanos.addAndGet(30);

        assertThat(clock.instant()).isEqualTo(ORIGIN.plusNanos(30));
    }

    @Test
    void it_works_from_a_negative_monotonic_clock() {
        AtomicLong nanos = new AtomicLong(-5_000);
        SteadyClock clock = new SteadyClock(ORIGIN, nanos::get);

        nanos.set(5_000);

        assertThat(clock.instant()).isEqualTo(ORIGIN.plusNanos(10_000));
    }

    @Test
    void the_clock_of_the_node_is_one_and_never_goes_back() {
        Instant before = SteadyClock.system().instant();
        Instant after = SteadyClock.system().instant();

        assertThat(SteadyClock.system()).isSameAs(SteadyClock.system());
        assertThat(after).isAfterOrEqualTo(before);
        assertThat(before).isCloseTo(Instant.now(), within(1, ChronoUnit.SECONDS));
    }

    @Test
    void an_instant_of_it_is_told_to_others_by_the_wall_clock_once_that_was_set() {
        SteadyClock clock = new SteadyClock(ORIGIN, () -> 0);
        Instant event = ORIGIN.minusSeconds(5);

        assertThat(clock.wall(event, ORIGIN.plusMillis(900))).as("a drift").isEqualTo(event);
        assertThat(clock.wall(event, ORIGIN.plusSeconds(7200))).isEqualTo(event.plusSeconds(7200));
        assertThat(clock.wall(event, ORIGIN.minusSeconds(7200))).isEqualTo(event.minusSeconds(7200));
    }
}
