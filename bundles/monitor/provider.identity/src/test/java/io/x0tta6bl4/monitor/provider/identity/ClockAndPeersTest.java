package io.x0tta6bl4.monitor.provider.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClockAndPeersTest {
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

    private final Jumps jumps = new Jumps();
    private final Knocks knocks = new Knocks();

    private String clock(long wall, long steady) {
        return jumps.look(AT.plusSeconds(wall), AT.plusSeconds(steady)).value();
    }

    @Test
    void a_clock_that_goes_on_is_steady_also_when_it_was_wrong_from_the_start() {
        assertThat(clock(1_000, 0)).isEqualTo("steady");
        assertThat(clock(1_002, 2)).isEqualTo("steady");
        assertThat(clock(1_005, 4)).isEqualTo("steady");
    }

    @Test
    void a_jump_in_either_direction_is_told_for_a_minute_with_how_far() {
        clock(0, 0);
        assertThat(jumps.look(AT.plusSeconds(3602), AT.plusSeconds(2)).detail()).contains("+3600 s");
        assertThat(clock(3660, 60)).isEqualTo("stepped");
        assertThat(clock(3662, 62)).isEqualTo("steady");
        assertThat(jumps.look(AT.plusSeconds(64), AT.plusSeconds(64)).detail()).contains("-3600 s");
    }

    private String refused(long count, long second) {
        return knocks.look(count, "the last words", AT.plusSeconds(second)).value();
    }

    @Test
    void fewer_than_five_refused_peers_in_a_minute_are_an_accident() {
        assertThat(refused(0, 0)).isEqualTo("accepted");
        assertThat(refused(4, 30)).isEqualTo("accepted");
        assertThat(refused(8, 95)).isEqualTo("accepted");
    }

    @Test
    void five_in_a_minute_are_told_with_the_last_reason_until_a_minute_without() {
        refused(0, 0);
        assertThat(knocks.look(5, "UNKNOWN_ISSUER", AT.plusSeconds(2)).detail()).contains("5 within", "UNKNOWN_ISSUER");
        assertThat(refused(5, 50)).isEqualTo("refused");
        assertThat(refused(5, 63)).isEqualTo("accepted");
    }

    @Test
    void what_was_refused_before_the_first_look_is_no_news_and_neither_is_another_channel() {
        assertThat(refused(1_000, 0)).isEqualTo("accepted");
        assertThat(refused(2, 2)).isEqualTo("accepted");
        assertThat(refused(7, 4)).isEqualTo("refused");
    }
}
