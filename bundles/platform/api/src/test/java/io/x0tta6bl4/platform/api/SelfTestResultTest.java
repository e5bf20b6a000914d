package io.x0tta6bl4.platform.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SelfTestResultTest {

    @Test
    void a_trial_that_returns_passed_and_is_measured() {
        SelfTestResult result = SelfTestResult.of("read back what was written", () -> "12 bytes");

        assertThat(result.passed()).isTrue();
        assertThat(result.detail()).isEqualTo("12 bytes");
        assertThat(result.took()).isPositive();
    }

    @Test
    void a_trial_that_throws_failed_with_its_message_even_without_one() {
        assertThat(SelfTestResult.of("try", () -> {
                            throw new java.io.IOException("disk full");
                        })
                        .detail())
                .isEqualTo("disk full");
        assertThat(SelfTestResult.of("try", () -> {
                            throw new NullPointerException();
                        })
                        .passed())
                .isFalse();
    }

    @Test
    void a_result_says_what_was_tried_and_took_no_negative_time() {
        assertThatThrownBy(() -> new SelfTestResult(" ", Instant.EPOCH, Duration.ZERO, true, ""))
                .hasMessageContaining("says what it tried");
        assertThatThrownBy(() -> new SelfTestResult("x", Instant.EPOCH, Duration.ofNanos(-1), true, ""))
                .hasMessageContaining("PT-0.000000001S");
    }
}
