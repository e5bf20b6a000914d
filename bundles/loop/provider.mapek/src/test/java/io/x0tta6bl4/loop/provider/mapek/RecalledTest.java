package io.x0tta6bl4.loop.provider.mapek;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.knowledge.api.action.Action;
import io.x0tta6bl4.knowledge.api.action.Brake;
import io.x0tta6bl4.knowledge.api.action.Command;
import io.x0tta6bl4.knowledge.api.action.Outcome;
import io.x0tta6bl4.knowledge.api.action.Plan;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.journal.JournalEntry;
import io.x0tta6bl4.knowledge.api.journal.JournalRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the rate limit remembers over a restart of the node. */
class RecalledTest {
    private static final ElementId STORE = new ElementId("store");
    private static final Instant AT = Instant.parse("2026-01-01T12:00:00Z");

    private final List<JournalEntry> entries = new ArrayList<>();

    private void write(JournalRecord record) {
        entries.add(new JournalEntry(entries.size() + 1, AT.plusSeconds(entries.size()), record, "{}", "00"));
    }

    private static Action action(String id, Command command) {
        return new Action(
                id,
                STORE,
                command,
                Action.Precondition.NONE,
                "runs",
                Duration.ZERO,
                Action.SuccessTest.TARGET_HEALTHY,
                Duration.ofSeconds(1),
                Action.Undo.NONE,
                0.1,
                0);
    }

    private Action begun(String incident, String id) {
        Action action = action(id, new Command.RestartProcess());
        write(new JournalRecord.Begun(incident, action));
        return action;
    }

    @Test
    void what_was_begun_and_did_not_end_because_the_node_was_killed_counts() {
        begun("I-000001", "I-000001-1");
        assertThat(Recalled.of(entries)).containsExactly(new Recalled(STORE, AT));
    }

    @Test
    void what_failed_counts_and_what_a_brake_held_back_at_last_does_not() {
        write(new JournalRecord.Ended("I-000001", begun("I-000001", "I-000001-1"), new Outcome.Failed(false, "no")));
        write(new JournalRecord.Ended(
                "I-000001", begun("I-000001", "I-000001-2"), new Outcome.Suppressed(Brake.PRIVILEGES, "it may not")));
        assertThat(Recalled.of(entries)).hasSize(1);
    }

    @Test
    void what_an_operator_or_the_watch_file_ordered_does_not_count() {
        begun("", "operator-1");
        begun("watch", "watch-1");
        assertThat(Recalled.of(entries)).isEmpty();
    }

    @Test
    void a_page_is_no_action_on_the_element() {
        write(new JournalRecord.Begun("I-000001", action("I-000001-1", new Command.Page("store", "is down"))));
        assertThat(Recalled.of(entries)).isEmpty();
    }

    @Test
    void a_plan_of_two_actions_counts_once_and_the_next_plan_counts_though_it_goes_on_from_its_numbers() {
        plan("I-000001-1", "I-000001-2");
        begun("I-000001", "I-000001-1");
        begun("I-000001", "I-000001-2");
        assertThat(Recalled.of(entries)).hasSize(1);
        plan("I-000001-2");
        begun("I-000001", "I-000001-2");
        assertThat(Recalled.of(entries)).hasSize(2);
    }

    private void plan(String... ids) {
        List<Action> actions = new ArrayList<>();
        for (String id : ids) actions.add(action(id, new Command.RestartProcess()));
        write(new JournalRecord.Planned("I-000001", new Plan("I-000001", actions, "rung 1")));
    }
}
