package io.x0tta6bl4.loop.provider.mapek;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class TurnTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T12:00:00Z"));
    private final AtomicBoolean older = new AtomicBoolean();
    private final AtomicBoolean ending = new AtomicBoolean();
    private final Turn turn = new Turn(older::get, ending::get, now::get);

    private boolean waitsAfter(long seconds) {
        now.updateAndGet(t -> t.plusSeconds(seconds));
        return turn.waits();
    }

    @Test
    void a_loop_that_is_stopping_is_waited_for_half_a_minute_and_no_longer() {
        ending.set(true);
        assertThat(waitsAfter(0)).isTrue();
        assertThat(waitsAfter(29)).isTrue();
        assertThat(waitsAfter(1)).as("somebody has to act").isFalse();
        assertThat(waitsAfter(600)).isFalse();
    }

    @Test
    void each_loop_that_stops_is_given_the_time_anew() {
        ending.set(true);
        assertThat(waitsAfter(0)).isTrue();
        assertThat(waitsAfter(40)).isFalse();
        ending.set(false);
        assertThat(waitsAfter(1)).isFalse();
        ending.set(true);
        assertThat(waitsAfter(1)).isTrue();
    }

    @Test
    void a_loop_that_is_in_service_acts_however_long_this_one_stands_by() {
        older.set(true);
        assertThat(waitsAfter(0)).isTrue();
        assertThat(waitsAfter(Duration.ofHours(1).toSeconds())).isTrue();
        older.set(false);
        assertThat(waitsAfter(0)).isFalse();
    }

    @Test
    void a_loop_whose_own_bundle_has_ended_never_has_its_turn() {
        Turn ended = new Turn(
                () -> {
                    throw new IllegalStateException("the context is no longer valid");
                },
                ending::get,
                now::get);
        assertThat(ended.waits()).isTrue();
    }
}
