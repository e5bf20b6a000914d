package io.x0tta6bl4.knowledge.api.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.knowledge.api.Samples;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What every journal does; a provider's test implements it. */
public interface JournalContract {

    /** The journal under test, empty at the beginning of each test. */
    Journal journal();

    /** The same journal after the node was stopped and started. */
    Journal restarted();

    private static JournalRecord noted(String incident, String what) {
        return new JournalRecord.Noted(incident, Samples.STORE, what);
    }

    @Test
    default void an_empty_journal_has_no_last_entry_and_is_intact() {
        assertThat(journal().last()).isZero();
        assertThat(journal().read(1, 10)).isEmpty();
        assertThat(journal().verify().intact()).isTrue();
        assertThat(journal().verify().entries()).isZero();
    }

    @Test
    default void every_kind_of_record_comes_back_as_it_went_in_also_after_a_restart() {
        List<JournalRecord> records = Samples.records("I-000001");
        List<JournalEntry> appended = journal().append(records);
        assertThat(appended).extracting(JournalEntry::record).isEqualTo(records);
        assertThat(journal().read(1, 1_000)).isEqualTo(appended);
        assertThat(restarted().read(1, 1_000)).isEqualTo(appended);
    }

    @Test
    default void sequence_numbers_start_at_one_and_have_no_gaps() {
        for (int i = 0; i < 5; i++) journal().append(List.of(noted("", "a" + i), noted("", "b" + i)));
        assertThat(journal().read(1, 100))
                .extracting(JournalEntry::sequence)
                .isEqualTo(LongStream.rangeClosed(1, 10).boxed().toList());
        assertThat(journal().last()).isEqualTo(10);
        assertThat(restarted().append(List.of(noted("", "on"))))
                .singleElement()
                .satisfies(entry -> assertThat(entry.sequence()).isEqualTo(11));
    }

    @Test
    default void reading_begins_where_it_is_told_and_ends_at_the_limit() {
        journal().append(Samples.records("I-000001"));
        assertThat(journal().read(3, 2)).extracting(JournalEntry::sequence).containsExactly(3L, 4L);
        assertThat(journal().read(journal().last(), 5)).hasSize(1);
        assertThat(journal().read(journal().last() + 1, 5)).isEmpty();
        assertThat(journal().read(1, 0)).isEmpty();
    }

    @Test
    default void the_entries_of_an_incident_are_its_own_and_in_order() {
        journal().append(List.of(noted("I-1", "a"), noted("I-10", "b"), noted("", "c"), noted("I-1", "d")));
        assertThat(journal().ofIncident("I-1"))
                .extracting(JournalEntry::sequence)
                .containsExactly(1L, 4L);
        assertThat(journal().ofIncident("I-10"))
                .extracting(JournalEntry::sequence)
                .containsExactly(2L);
        assertThat(journal().ofIncident("I-2")).isEmpty();
        assertThat(restarted().ofIncident("I-1"))
                .extracting(JournalEntry::sequence)
                .containsExactly(1L, 4L);
    }

    @Test
    default void entries_of_a_traced_incident_carry_its_trace_under_the_hash_also_after_a_restart() {
        String trace = "0af7651916cd43dd8448eb211c80319c";
        List<JournalEntry> appended =
                journal().append(List.of(noted("I-1", "a"), noted("I-2", "b")), id -> id.equals("I-1") ? trace : "");
        assertThat(appended).extracting(JournalEntry::trace).containsExactly(Optional.of(trace), Optional.empty());
        assertThat(appended.getFirst().json()).contains(trace);
        assertThat(journal().verify().intact()).isTrue();
        assertThat(restarted().read(1, 10)).isEqualTo(appended);
    }

    @Test
    default void every_entry_is_chained_to_the_one_before() {
        journal().append(List.of(noted("", "same"), noted("", "same")));
        List<JournalEntry> entries = journal().read(1, 2);
        assertThat(entries)
                .extracting(JournalEntry::hash)
                .doesNotHaveDuplicates()
                .allMatch(h -> h.matches("[0-9a-f]{64}"));
        Journal.Verification found = journal().verify();
        assertThat(found.intact()).isTrue();
        assertThat(found.entries()).isEqualTo(2);
        assertThat(found.detail()).contains(entries.getLast().hash());
    }

    @Test
    default void appending_nothing_changes_nothing() {
        assertThat(journal().append(List.of())).isEmpty();
        assertThat(journal().last()).isZero();
    }
}
