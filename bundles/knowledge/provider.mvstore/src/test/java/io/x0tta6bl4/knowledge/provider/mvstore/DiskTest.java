package io.x0tta6bl4.knowledge.provider.mvstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.x0tta6bl4.knowledge.api.Samples;
import io.x0tta6bl4.knowledge.api.journal.JournalEntry;
import io.x0tta6bl4.knowledge.api.journal.JournalRecord;
import io.x0tta6bl4.knowledge.api.journal.JournalUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.SingleFileStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the journal does when the disk does not do what it is told, and how large its file is. */
class DiskTest {
    @TempDir
    Path directory;

    private final AtomicBoolean broken = new AtomicBoolean();
    private final Random random = new Random(7);

    /** A file layer whose forcing fails when it is told to: what was written may then be on the disk or not. */
    private final class Failing extends SingleFileStore {
        Failing(Map<String, Object> config) {
            super(config);
        }

        @Override
        public void sync() {
            if (broken.get()) throw new MVStoreException(DataUtils.ERROR_WRITING_FAILED, "Input/output error");
            super.sync();
        }
    }

    private static List<JournalRecord> noted(String what) {
        return List.of(
                new JournalRecord.Noted("I-1", Samples.STORE, what), new JournalRecord.Noted("", Samples.WEB, what));
    }

    private Store failingStore() {
        return new Store(directory, InstantSource.system(), Failing::new, Store.Growth.NORMAL);
    }

    @Test
    void an_append_that_could_not_be_forced_is_refused_in_words_and_nothing_of_it_is_there() {
        Store store = failingStore();
        StoredJournal journal = new StoredJournal(store);
        List<JournalEntry> kept = journal.append(noted("kept"));
        broken.set(true);
        for (int i = 0; i < 3; i++)
            assertThatThrownBy(() -> journal.append(noted("lost")))
                    .isInstanceOf(JournalUnavailable.class)
                    .hasMessageContaining("could not write")
                    .hasMessageContaining("Input/output error")
                    .hasMessageContaining("nothing of it is stored");
        assertThat(journal.selfTest().passed()).isFalse();
        assertThat(journal.read(1, 100)).isEqualTo(kept);
        broken.set(false);
        List<JournalEntry> on = journal.append(noted("on"));
        assertThat(on.getFirst().sequence()).isEqualTo(3);
        assertThat(journal.verify().intact()).isTrue();
        store.close();
        Store again = failingStore();
        StoredJournal after = new StoredJournal(again);
        assertThat(after.read(1, 100)).hasSize(4);
        assertThat(after.read(1, 100).subList(2, 4)).isEqualTo(on);
        assertThat(after.ofIncident("I-1")).containsExactly(kept.getFirst(), on.getFirst());
        again.close();
    }

    @Test
    void a_node_that_starts_on_a_failing_disk_works_once_the_disk_does() {
        broken.set(true);
        Store store = failingStore();
        StoredJournal journal = new StoredJournal(store);
        assertThatThrownBy(() -> journal.append(noted("x"))).isInstanceOf(JournalUnavailable.class);
        broken.set(false);
        assertThat(journal.append(noted("x"))).hasSize(2);
        store.close();
    }

    @Test
    void an_interrupted_thread_appends_and_reads_all_the_same_and_stays_interrupted() {
        Store store = new Store(directory);
        StoredJournal journal = new StoredJournal(store);
        for (int i = 0; i < 5; i++) {
            Thread.currentThread().interrupt();
            journal.append(noted("interrupted"));
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(journal.last()).isEqualTo(10);
        store.close();
    }

    @Test
    void interrupts_in_the_midst_of_appends_lose_nothing() throws Exception {
        Store store = new Store(directory);
        StoredJournal journal = new StoredJournal(store);
        Thread appending = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < 300; i++) journal.append(noted("n" + i));
        });
        while (appending.isAlive()) {
            appending.interrupt();
            Thread.onSpinWait();
            java.util.concurrent.locks.LockSupport.parkNanos(3_000_000);
        }
        appending.join();
        assertThat(journal.last()).isEqualTo(600);
        assertThat(journal.verify().intact()).isTrue();
        store.close();
    }

    @Test
    void a_full_disk_refuses_appends_in_words_and_space_brings_the_journal_back() throws Exception {
        Process mount = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", directory.toString())
                .redirectErrorStream(true)
                .start();
        assumeThat(mount.waitFor())
                .as("mounting a small file system needs root")
                .isZero();
        try {
            fillAndFree();
        } finally {
            new ProcessBuilder("umount", directory.toString()).start().waitFor();
        }
    }

    private void fillAndFree() throws IOException {
        Path ballast = directory.resolve("ballast");
        Files.write(ballast, new byte[150_000]);
        Store store = new Store(directory);
        StoredJournal journal = new StoredJournal(store);
        JournalUnavailable full = null;
        for (int i = 0; full == null && i < 10_000; i++)
            try {
                journal.append(List.of(new JournalRecord.Noted("I-1", Samples.STORE, "n" + i + random.nextLong())));
            } catch (JournalUnavailable e) {
                full = e;
            }
        assertThat(full).hasMessageContaining("No space left on device").hasMessageContaining("Make room");
        long last = journal.last();
        assertThatThrownBy(() -> journal.append(noted("x"))).isInstanceOf(JournalUnavailable.class);
        assertThat(journal.read(1, 10_000)).hasSize((int) last);
        assertThat(journal.selfTest().passed()).isFalse();
        store.close();
        Store restarted = new Store(directory);
        StoredJournal after = new StoredJournal(restarted);
        assertThat(after.read(1, 10_000)).as("a restart on the full disk").hasSize((int) last);
        Files.delete(ballast);
        assertThat(after.append(noted("on")).getFirst().sequence()).isEqualTo(last + 1);
        assertThat(after.verify().intact()).isTrue();
        assertThat(after.selfTest().passed()).isTrue();
        restarted.close();
    }

    @Test
    void the_file_stays_small_over_many_entries_and_lives_through_being_rewritten() throws IOException {
        int entries = Integer.getInteger("entries", 2_000);
        Store store = new Store(directory, InstantSource.system(), SingleFileStore::new, Store.Growth.NORMAL);
        StoredJournal journal = new StoredJournal(store);
        long json = 0;
        long largest = 0;
        long[] nanos = new long[entries / 10];
        for (int i = 0; i < nanos.length; i++) {
            List<JournalRecord> ten = Samples.observations().stream()
                    .<JournalRecord>map(seen -> new JournalRecord.Observed("I-" + random.nextInt(1000), seen))
                    .toList();
            List<JournalRecord> batch = new java.util.ArrayList<>(ten);
            while (batch.size() < 10) batch.add(new JournalRecord.Raised("I-" + i, Samples.symptom(Samples.STORE)));
            long start = System.nanoTime();
            List<JournalEntry> written = journal.append(batch);
            nanos[i] = System.nanoTime() - start;
            for (JournalEntry entry : written) json += entry.json().length();
            largest = Math.max(largest, Files.size(directory.resolve("knowledge.mv")));
        }
        store.close();
        java.util.Arrays.sort(nanos);
        long size = Files.size(directory.resolve("knowledge.mv"));
        System.out.printf(
                "%d entries of %d bytes of JSON in batches of 10: %d bytes an entry when closed, %d at most; append"
                        + " p50 %.2f ms, p99 %.2f ms, max %.1f ms%n",
                entries,
                json / entries,
                size / entries,
                largest / entries,
                nanos[nanos.length / 2] / 1e6,
                nanos[nanos.length * 99 / 100] / 1e6,
                nanos[nanos.length - 1] / 1e6);
        new Store(directory, InstantSource.system(), SingleFileStore::new, new Store.Growth(0, 1, 1)).close();
        System.out.println("rewritten: " + Files.size(directory.resolve("knowledge.mv")) / entries + " bytes an entry");
        Store again = new Store(directory);
        assertThat(new StoredJournal(again).verify()).matches(v -> v.intact() && v.entries() == entries);
        again.close();
        assertThat(largest).isLessThan(Store.Growth.NORMAL.slackBytes() * 2 + 4 * Math.max(size, json));
    }
}
