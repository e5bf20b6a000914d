package io.x0tta6bl4.knowledge.provider.mvstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.x0tta6bl4.knowledge.api.Samples;
import io.x0tta6bl4.knowledge.api.journal.Journal;
import io.x0tta6bl4.knowledge.api.journal.JournalEntry;
import io.x0tta6bl4.knowledge.api.journal.JournalRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the journal when its file was cut, overwritten or tampered with while no node ran. */
class DamageTest {
    private static final int ENTRIES = 200;

    @TempDir
    Path directory;

    private final Random random = new Random(42);
    private Path file;
    private Store store;
    private List<JournalEntry> before;

    @BeforeEach
    void fill() {
        file = directory.resolve("knowledge.mv");
        store = new Store(directory);
        StoredJournal journal = new StoredJournal(store);
        for (int i = 1; i <= ENTRIES; i++)
            journal.append(List.of(
                    new JournalRecord.Noted("I-" + i % 7, Samples.STORE, "entry " + i + " " + random.nextLong())));
        before = journal.read(1, ENTRIES);
        store.close();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private StoredJournal reopened() {
        store.close();
        store = new Store(directory);
        return new StoredJournal(store);
    }

    private List<Path> kept() throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(p -> p.getFileName().toString().contains(".damaged-"))
                    .toList();
        }
    }

    /** What every damaged journal must be afterwards: a prefix of what it was, a note that says so, and working. */
    private long assertCutAndSaid(StoredJournal journal) {
        List<JournalEntry> after = journal.read(1, 10_000);
        long survived = after.stream()
                .filter(e -> e.sequence() <= ENTRIES
                        && before.get((int) e.sequence() - 1).equals(e))
                .count();
        assertThat(after.subList(0, (int) survived)).isEqualTo(before.subList(0, (int) survived));
        assertThat(after.subList((int) survived, after.size()))
                .allMatch(e -> e.record() instanceof JournalRecord.Noted);
        String lost = ENTRIES - survived + " ";
        if (survived < ENTRIES)
            assertThat(said(journal, survived))
                    .contains("cut at entry " + survived)
                    .contains(lost);
        assertThat(journal.verify()).matches(Journal.Verification::intact, "intact");
        for (int i = 0; i < 7; i++)
            assertThat(journal.ofIncident("I-" + i))
                    .allMatch(e -> e.record().incident().startsWith("I-"));
        journal.append(Samples.records("I-1"));
        StoredJournal again = reopened();
        assertThat(again.verify().intact()).isTrue();
        assertThat(again.last()).isEqualTo(after.size() + Samples.records("").size());
        assertThat(again.selfTest().passed()).isTrue();
        return survived;
    }

    private static String said(Journal journal, long from) {
        return journal.read(from + 1, 10).stream()
                .map(entry -> entry.record() instanceof JournalRecord.Noted noted ? noted.what() : "")
                .reduce("", (a, b) -> a + "\n" + b);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 17, 4095, 4096, 4097, 8192, 10_000, 100_000, 500_000})
    void a_cut_file_loses_its_end_only_and_says_so(long bytes) throws IOException {
        byte[] content = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(content, (int) (content.length - bytes)));
        StoredJournal journal = reopened();
        long survived = assertCutAndSaid(journal);
        assertThat(survived).isBetween(ENTRIES - 2 - bytes / 4096, ENTRIES - 1L);
        assertThat(kept()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 4096, 8191, 8192, 12_000})
    void a_file_of_which_next_to_nothing_is_left_begins_anew_and_says_so(int bytes) throws IOException {
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), bytes));
        assertThat(assertCutAndSaid(reopened())).isLessThan(2);
        assertThat(kept()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 4096, 70_000})
    void garbage_after_the_end_harms_nothing(int bytes) throws IOException {
        byte[] content = Files.readAllBytes(file);
        byte[] garbage = new byte[content.length + bytes];
        random.nextBytes(garbage);
        System.arraycopy(content, 0, garbage, 0, content.length);
        Files.write(file, garbage);
        assertThat(assertCutAndSaid(reopened())).isEqualTo(ENTRIES);
    }

    @Test
    void flipped_bytes_anywhere_near_the_end_cost_the_end_at_most() throws IOException {
        byte[] content = Files.readAllBytes(file);
        for (int back = 1; back < 30_000; back += 997) {
            byte[] flipped = content.clone();
            for (int i = 0; i < Math.min(8, back); i++) flipped[content.length - back + i] ^= 0x55;
            fresh(flipped);
            StoredJournal journal = reopened();
            if (journal.verify().intact())
                assertThat(assertCutAndSaid(journal))
                        .as("%d bytes from the end", back)
                        .isGreaterThan(ENTRIES - 12);
            else assertBrokenAndSaid(journal);
        }
    }

    private void assertBrokenAndSaid(StoredJournal journal) {
        assertThat(journal.verify().detail()).contains("broken at entry");
        assertThat(journal.selfTest().passed()).isFalse();
        assertThat(journal.read(1, 10_000)).hasSize((int) journal.last());
        for (int i = 0; i < 7; i++) assertThat(journal.ofIncident("I-" + i)).isNotEmpty();
        long last = journal.last();
        journal.append(Samples.records("I-1"));
        assertThat(reopened().last()).isEqualTo(last + Samples.records("").size());
    }

    private void fresh(byte[] content) throws IOException {
        store.close();
        try (var files = Files.list(directory)) {
            for (Path path : files.toList()) Files.delete(path);
        }
        Files.write(file, content);
        new Mark(directory.resolve("knowledge.mark"))
                .write(new Mark.Acknowledged(ENTRIES, before.getLast().hash()));
    }

    @Test
    void a_file_overwritten_from_end_to_end_is_kept_aside_and_a_new_journal_says_what_happened() throws IOException {
        byte[] garbage = new byte[50_000];
        random.nextBytes(garbage);
        Files.write(file, garbage);
        StoredJournal journal = reopened();
        assertThat(said(journal, 0)).contains("could not be opened").contains("0 journal entries were saved");
        assertThat(assertCutAndSaid(journal)).isZero();
        assertThat(kept()).singleElement().satisfies(path -> assertThat(path).hasBinaryContent(garbage));
    }

    @Test
    void a_lost_header_loses_no_entry() throws IOException {
        byte[] content = Files.readAllBytes(file);
        Arrays.fill(content, 0, 8192, (byte) 0);
        Files.write(file, content);
        StoredJournal journal = reopened();
        assertThat(journal.read(1, ENTRIES)).isEqualTo(before);
        assertThat(said(journal, ENTRIES)).contains("could not be opened").contains("200 journal entries were saved");
        assertThat(kept()).hasSize(1);
    }

    @Test
    void a_missing_mark_is_said() throws IOException {
        Files.delete(directory.resolve("knowledge.mark"));
        StoredJournal journal = reopened();
        assertThat(said(journal, ENTRIES)).contains("cannot be told");
        assertThat(reopened().last()).isEqualTo(ENTRIES + 1);
    }

    @Test
    void a_store_ahead_of_its_mark_is_the_window_of_a_kill_and_harmless() throws IOException {
        new Mark(directory.resolve("knowledge.mark"))
                .write(new Mark.Acknowledged(
                        ENTRIES - 1, before.get(ENTRIES - 2).hash()));
        assertThat(reopened().last()).isEqualTo(ENTRIES);
    }

    @Test
    void a_tampered_entry_in_the_middle_is_found_named_and_not_repaired() {
        store = new Store(directory);
        store.write(session ->
                session.journal().put(100L, session.journal().get(100L).replace("entry 100", "entry 999")));
        StoredJournal journal = reopened();
        assertThat(journal.last()).isEqualTo(ENTRIES);
        assertThat(journal.verify().intact()).isFalse();
        assertThat(journal.verify().detail()).contains("broken at entry 100");
        assertThat(journal.selfTest().passed()).isFalse();
        assertThat(journal.selfTest().detail()).contains("broken at entry 100");
        journal.append(Samples.records(""));
        assertThat(journal.verify().detail()).contains("broken at entry 100");
    }

    @Test
    void a_removed_entry_in_the_middle_is_found() {
        store = new Store(directory);
        store.write(session -> session.journal().remove(50L));
        assertThat(reopened().verify().detail()).contains("broken at entry 50");
    }

    @Test
    void damaged_entries_at_the_end_are_cut_and_said() {
        store = new Store(directory);
        store.write(session -> session.journal().put((long) ENTRIES, "half an ent"));
        store.write(session -> session.journal()
                .put(ENTRIES - 1L, session.journal().get(ENTRIES - 1L).replace("entry", "entrx")));
        StoredJournal journal = reopened();
        assertThat(said(journal, ENTRIES - 2)).contains("cut at entry 198").contains("2 damaged entries");
        assertThat(journal.verify().intact()).isTrue();
        assertThat(journal.last()).isEqualTo(ENTRIES - 1);
    }

    @Test
    void an_entry_of_a_newer_version_is_listed_and_said_to_be_unreadable() {
        store = new Store(directory);
        StoredJournal journal = new StoredJournal(store);
        String json = "{\"type\":\"Dreamt\",\"incident\":\"I-3\",\"of\":\"sheep\"}";
        Link link = Link.after(
                before.getLast().hash(), ENTRIES + 1, before.getLast().at(), json);
        store.write(session -> {
            new JournalMaps(session).put(ENTRIES + 1, "I-3", link);
            return link;
        });
        JournalEntry entry = reopened().ofIncident("I-3").getLast();
        assertThat(entry.json()).isEqualTo(json);
        assertThat(entry.record())
                .isInstanceOfSatisfying(
                        JournalRecord.Noted.class,
                        noted -> assertThat(noted.what())
                                .contains("cannot read this entry")
                                .contains("Dreamt"));
        assertThat(reopened().verify().intact()).isTrue();
    }

    @Test
    void more_records_at_once_than_the_limit_are_refused() {
        store = new Store(directory);
        StoredJournal journal = new StoredJournal(store);
        List<JournalRecord> many = java.util.Collections.nCopies(
                StoredJournal.APPEND_LIMIT + 1, new JournalRecord.Noted("", Samples.STORE, "x"));
        assertThatThrownBy(() -> journal.append(many)).hasMessageContaining("at most 10000");
        assertThat(journal.last()).isEqualTo(ENTRIES);
    }
}
