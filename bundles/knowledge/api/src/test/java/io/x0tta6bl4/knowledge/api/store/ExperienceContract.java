package io.x0tta6bl4.knowledge.api.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.knowledge.api.action.Brake;
import io.x0tta6bl4.knowledge.api.action.Outcome;
import io.x0tta6bl4.knowledge.api.incident.Cause.Kind;
import io.x0tta6bl4.knowledge.api.store.Experience.Tally;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What every store of experience does; a provider's test implements it. */
public interface ExperienceContract {

    /** The experience under test, empty at the beginning of each test. */
    Experience experience();

    /** The same after the node was stopped and started. */
    Experience restarted();

    @Test
    default void only_a_verified_outcome_counts_as_success() {
        experience().learn(Kind.HANG, "process.kill", new Outcome.Verified(Duration.ofSeconds(1), ""));
        experience().learn(Kind.HANG, "process.kill", new Outcome.ExecutedUnverified(""));
        experience().learn(Kind.HANG, "process.kill", new Outcome.Failed(false, ""));
        assertThat(experience().of(Kind.HANG))
                .containsOnlyKeys("process.kill")
                .containsEntry("process.kill", new Tally(1, 2));
    }

    @Test
    default void suppressed_and_unsupported_actions_teach_nothing() {
        experience().learn(Kind.HANG, "process.kill", new Outcome.Suppressed(Brake.COOL_DOWN, ""));
        experience().learn(Kind.HANG, "process.kill", new Outcome.Unsupported(""));
        assertThat(experience().of(Kind.HANG)).isEmpty();
    }

    @Test
    default void kinds_of_cause_and_commands_are_told_apart() {
        Outcome verified = new Outcome.Verified(Duration.ofSeconds(1), "");
        experience().learn(Kind.HANG, "process.kill", verified);
        experience().learn(Kind.HANG, "process.restart", verified);
        experience().learn(Kind.CRASH_LOOP, "process.kill", verified);
        assertThat(experience().of(Kind.HANG)).containsOnlyKeys("process.kill", "process.restart");
        assertThat(experience().of(Kind.CRASH_LOOP)).containsOnlyKeys("process.kill");
    }

    @Test
    default void what_was_learnt_is_there_after_a_restart() {
        experience().learn(Kind.HANG, "process.kill", new Outcome.Verified(Duration.ofSeconds(1), ""));
        Experience after = restarted();
        after.learn(Kind.HANG, "process.kill", new Outcome.Verified(Duration.ofSeconds(1), ""));
        assertThat(after.of(Kind.HANG)).containsEntry("process.kill", new Tally(2, 0));
    }
}
