package io.x0tta6bl4.feature.provider.felix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class DeadlineTest {
    /** A shell hands its terminal on to threads in such a local: what a coming bundle says is not for who asked. */
    @Test
    void work_inherits_nothing_of_the_thread_that_asked() throws ChangeFailed {
        InheritableThreadLocal<String> terminal = new InheritableThreadLocal<>();
        terminal.set("that of the operator");
        AtomicReference<String> seen = new AtomicReference<>("nothing ran");

        Deadline.in(Duration.ofSeconds(20)).run("look", () -> {
            seen.set(String.valueOf(terminal.get()));
            return null;
        });

        assertThat(seen.get()).isEqualTo("null");
    }

    @Test
    void work_that_hangs_is_left_behind_at_the_deadline() {
        CountDownLatch never = new CountDownLatch(1);

        assertThatThrownBy(() -> Deadline.in(Duration.ofMillis(50)).run("wait", () -> {
                    never.await();
                    return null;
                }))
                .isInstanceOf(ChangeFailed.class)
                .hasMessage("wait: did not end before the deadline");
    }
}
