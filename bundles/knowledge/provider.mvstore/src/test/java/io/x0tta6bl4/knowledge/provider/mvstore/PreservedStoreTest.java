package io.x0tta6bl4.knowledge.provider.mvstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.x0tta6bl4.knowledge.api.Samples;
import io.x0tta6bl4.knowledge.api.journal.JournalRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreservedStoreTest {
    /** {@code -Dentries=100000} for the measurement. */
    private static final int ENTRIES = Integer.getInteger("entries", 2_000);

    @TempDir
    Path directory;

    @Test
    void a_copy_made_while_entries_are_appended_is_a_whole_chain_and_loses_nothing_acknowledged_before_it()
            throws Exception {
        Store store = new Store(directory.resolve("knowledge"));
        StoredJournal journal = new StoredJournal(store);
        for (int i = 0; i < ENTRIES; i += 1_000) journal.append(records(1_000));
        AtomicBoolean ended = new AtomicBoolean();
        AtomicLong acknowledged = new AtomicLong();
        AtomicLong longest = new AtomicLong();
        Thread appends = Thread.ofPlatform().start(() -> {
            while (!ended.get()) {
                long asked = System.nanoTime();
                acknowledged.set(journal.append(records(1)).getLast().sequence());
                longest.accumulateAndGet(System.nanoTime() - asked, Math::max);
            }
        });
        while (acknowledged.get() == 0) Thread.onSpinWait();
        long before = acknowledged.get();
        long begun = System.nanoTime();
        String words = new PreservedStore(store).copyTo(Files.createDirectory(directory.resolve("copy")));
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        ended.set(true);
        appends.join();
        store.close();

        Store copy = new Store(directory.resolve("copy/knowledge"));
        StoredJournal restored = new StoredJournal(copy);
        long last = restored.last();
        assertThat(words).startsWith("journal up to entry " + last + ", hash ");
        assertThat(last).isBetween(before, acknowledged.get());
        assertThat(restored.verify().intact()).isTrue();
        assertThat(restored.verify().entries()).isEqualTo(last);
        assertThat(copy.notes()).isEmpty();
        System.out.printf(
                "copy of %d entries while more are appended: %d ms, longest append meanwhile %d ms%n",
                last, took.toMillis(), longest.get() / 1_000_000);
        copy.close();
    }

    @Test
    void the_lock_on_the_store_is_kept_while_and_after_it_is_copied() throws Exception {
        Store store = new Store(directory.resolve("knowledge"));
        new StoredJournal(store).append(records(1));
        new PreservedStore(store).copyTo(Files.createDirectory(directory.resolve("copy")));

        assertThatThrownBy(() -> new Store(directory.resolve("knowledge"))).isInstanceOf(StoreInUse.class);
        store.close();
    }

    private static List<JournalRecord> records(int count) {
        List<JournalRecord> records = new ArrayList<>();
        for (int i = 0; i < count; i++) records.add(new JournalRecord.Noted("I-1", Samples.STORE, "entry " + i));
        return records;
    }
}
