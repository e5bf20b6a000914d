package io.x0tta6bl4.monitor.provider.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.identity.api.Authority.Key;
import io.x0tta6bl4.identity.api.Authority.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ValidityTest {
    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    private static final Validity.Span HOUR = new Validity.Span(FROM, FROM.plusSeconds(3600));

    private static String at(long second) {
        return Validity.of(HOUR, Optional.empty(), "", FROM.plusSeconds(second)).value();
    }

    @Test
    void it_is_valid_while_more_than_a_third_of_its_life_is_left() {
        assertThat(at(0)).isEqualTo("valid");
        assertThat(at(2399)).isEqualTo("valid");
        assertThat(at(2400)).isEqualTo("expiring");
        assertThat(at(3599)).isEqualTo("expiring");
    }

    @Test
    void at_its_last_moment_it_has_expired() {
        assertThat(at(3600)).isEqualTo("expired");
    }

    @Test
    void before_it_begins_it_is_not_yet_valid_which_is_what_a_clock_that_was_set_back_looks_like() {
        assertThat(at(-1)).isEqualTo("not-yet-valid");
    }

    @Test
    void what_its_own_bundle_does_not_prove_is_refused_however_long_it_is_valid() {
        assertThat(Validity.of(HOUR, Optional.of("UNKNOWN_ISSUER"), "", FROM).value())
                .isEqualTo("refused");
    }

    @Test
    void the_words_say_until_when_and_what_stands_in_the_way() {
        assertThat(Validity.of(HOUR, Optional.empty(), "the agent is away", FROM.plusSeconds(3000))
                        .detail())
                .contains("until 2026-01-01T01:00:00Z", "600 s of 3600 s", "the agent is away");
    }

    private static String authority(Duration life, Duration left) {
        Instant now = FROM.plus(life).minus(left);
        return AuthorityKeys.judge(List.of(new Key(1, "ECDSA P-256", State.ACTIVE, FROM, FROM.plus(life))), "", now)
                .value();
    }

    @Test
    void an_authority_serves_until_half_of_the_time_for_its_next_key_has_passed() {
        Duration quarter = Duration.ofDays(90);
        assertThat(authority(quarter, Duration.ofDays(8))).isEqualTo("serving");
        assertThat(authority(quarter, Duration.ofDays(7))).isEqualTo("expiring");
        assertThat(authority(quarter, Duration.ZERO)).isEqualTo("unreachable");
        assertThat(authority(Duration.ofMinutes(60), Duration.ofMinutes(6))).isEqualTo("serving");
        assertThat(authority(Duration.ofMinutes(60), Duration.ofMinutes(5))).isEqualTo("expiring");
    }

    @Test
    void an_authority_without_a_key_that_signs_is_unreachable() {
        assertThat(AuthorityKeys.judge(List.of(), "", FROM).value()).isEqualTo("unreachable");
    }
}
