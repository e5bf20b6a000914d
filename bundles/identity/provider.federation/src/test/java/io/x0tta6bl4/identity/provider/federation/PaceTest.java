package io.x0tta6bl4.identity.provider.federation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final Pace PACE = new Pace(Duration.ofSeconds(10));

    private static Optional<Duration> seconds(long seconds) {
        return Optional.of(Duration.ofSeconds(seconds));
    }

    @Test
    void section_4_1_the_hint_of_the_bundle_counts_within_bounds_and_without_one_five_minutes() {
        assertThat(PACE.interval(seconds(60))).hasSeconds(60);
        assertThat(PACE.interval(Optional.empty())).hasMinutes(5);
        assertThat(PACE.interval(seconds(0))).hasSeconds(10);
        assertThat(PACE.interval(seconds(Integer.MAX_VALUE))).hasHours(24);
    }

    @Test
    void section_6_2_after_a_failure_the_next_question_comes_no_sooner_and_then_ever_later() {
        assertThat(PACE.afterFailure(1, seconds(60))).hasSeconds(60);
        assertThat(PACE.afterFailure(2, seconds(60))).hasSeconds(120);
        assertThat(PACE.afterFailure(Integer.MAX_VALUE, seconds(60))).hasHours(1);
        assertThat(PACE.afterFailure(9, seconds(7200)))
                .as("not sooner than the bundle says")
                .hasHours(2);
    }

    @Test
    void a_poll_or_two_may_be_missed_while_a_bundle_is_held() {
        Health once = Health.NEW.failed("gone", true);
        assertThat(once.serious()).isFalse();
        assertThat(once.failed("gone", true).serious()).isFalse();
        assertThat(once.failed("gone", true).failed("gone", true).serious()).isTrue();
        assertThat(Health.NEW.failed("gone", false).serious()).isTrue();
        assertThat(once.failed("gone", false).unready("no keeper").failures()).isEqualTo(2);
        assertThat(Health.current().unready("no keeper").serious())
                .as("a bundle that is held and cannot be renewed any more")
                .isTrue();
    }
}
