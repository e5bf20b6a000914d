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
                .containsEntry("process.kill", new Tally(1, 1, 0.95, 1));
    }

    @Test
    default void each_lesson_makes_the_older_ones_of_its_kind_of_cause_fade_and_no_others() {
        experience().learn(Kind.HANG, "process.kill", new Outcome.Failed(false, ""));
        experience().learn(Kind.CRASH_LOOP, "process.kill", new Outcome.Failed(false, ""));
        experience().learn(Kind.HANG, "process.restart", new Outcome.Failed(false, ""));
        assertThat(experience().of(Kind.HANG))
                .containsEntry("process.kill", new Tally(0, 1, 0, Experience.KEPT))
                .containsEntry("process.restart", new Tally(0, 1, 0, 1));
        assertThat(experience().of(Kind.CRASH_LOOP)).containsEntry("process.kill", new Tally(0, 1, 0, 1));
    }

    @Test
    default void what_was_not_carried_out_or_not_verified_teaches_nothing() {
        experience().learn(Kind.HANG, "process.kill", new Outcome.ExecutedUnverified(""));
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
        assertThat(after.of(Kind.HANG)).containsEntry("process.kill", new Tally(2, 0, 1.95, 0));
    }
}
