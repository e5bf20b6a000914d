package io.x0tta6bl4.execute.provider.osgi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.x0tta6bl4.execute.api.Effect;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class BoundedTest {
    private static final Duration LONG = Duration.ofSeconds(10);

    private final Bounded bounded = new Bounded();

    @Test
    void what_the_work_did_is_handed_back() {
        assertThat(bounded.run("a", LONG, deadline -> new Effect.Done("restarted")))
                .isEqualTo(new Effect.Done("restarted"));
    }

    @Test
    void what_the_work_throws_is_a_failed_effect_with_the_deepest_cause() {
        Effect effect = bounded.run("a", LONG, deadline -> {
            throw new IllegalStateException("cannot start", new ClassNotFoundException("gone.Type"));
        });
        assertThat(effect).isInstanceOf(Effect.Failed.class);
        assertThat(effect.detail()).contains("cannot start").contains("gone.Type");
    }

    @Test
    void work_that_hangs_holds_its_caller_only_to_the_deadline_and_its_bundle_until_it_ends() {
        CountDownLatch hang = new CountDownLatch(1);
        Effect first = bounded.run("a", Duration.ofMillis(50), deadline -> {
            hang.await();
            return new Effect.Done("late");
        });
        assertThat(first).isInstanceOf(Effect.Failed.class);
        assertThat(bounded.run("a", LONG, deadline -> new Effect.Done(""))).isInstanceOf(Effect.Refused.class);
        assertThat(bounded.run("b", LONG, deadline -> new Effect.Done(""))).isInstanceOf(Effect.Done.class);
        hang.countDown();
        await().until(() -> bounded.run("a", LONG, deadline -> new Effect.Done("")) instanceof Effect.Done);
    }
}
