package io.x0tta6bl4.knowledge.provider.mvstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.x0tta6bl4.knowledge.api.journal.Journal;
import io.x0tta6bl4.knowledge.api.journal.JournalContract;
import io.x0tta6bl4.knowledge.api.store.Baselines;
import io.x0tta6bl4.knowledge.api.store.Baselines.Baseline;
import io.x0tta6bl4.knowledge.api.store.BaselinesContract;
import io.x0tta6bl4.knowledge.api.store.Experience;
import io.x0tta6bl4.knowledge.api.store.ExperienceContract;
import io.x0tta6bl4.knowledge.api.store.ProcessLedger;
import io.x0tta6bl4.knowledge.api.store.ProcessLedgerContract;
import io.x0tta6bl4.platform.api.SelfTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contracts of the four services on a real file, and what is this provider's own. */
class StoredServicesTest {
    @TempDir
    Path data;

    private final AtomicLong ticks = new AtomicLong();
    private final InstantSource clock = () -> Instant.ofEpochSecond(ticks.incrementAndGet());
    private Store store;

    @BeforeEach
    void open() {
        store = new Store(data.resolve("knowledge"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Store reopened() {
        store.close();
        open();
        return store;
    }

    private StoredBaselines baselines() {
        return new StoredBaselines(store, data.resolve("baselines"), clock);
    }

    @Nested
    class TheJournal implements JournalContract {
        private Journal journal;

        @BeforeEach
        void start() {
            journal = new StoredJournal(store);
        }

        @Override
        public Journal journal() {
            return journal;
        }

        @Override
        public Journal restarted() {
            return journal = new StoredJournal(reopened());
        }
    }

    @Nested
    class TheExperience implements ExperienceContract {
        @Override
        public Experience experience() {
            return new StoredExperience(store);
        }

        @Override
        public Experience restarted() {
            return new StoredExperience(reopened());
        }
    }

    @Nested
    class TheProcessLedger implements ProcessLedgerContract {
        private ProcessLedger ledger;

        @BeforeEach
        void start() {
            ledger = new StoredProcessLedger(store);
        }

        @Override
        public ProcessLedger ledger() {
            return ledger;
        }

        @Override
        public ProcessLedger restarted() {
            return ledger = new StoredProcessLedger(reopened());
        }
    }

    @Nested
    class TheBaselines implements BaselinesContract {
        @Override
        public Baselines baselines() {
            return StoredServicesTest.this.baselines();
        }

        @Override
        public Baselines restarted() {
            reopened();
            return baselines();
        }

        @Test
        void a_damaged_content_is_not_opened() throws IOException {
            Baseline kept = baselines().keep(ELEMENT, NAME, "1", "good".getBytes());
            Path file = new ContentFiles(data.resolve("baselines")).path(ELEMENT, kept.digest());
            Files.writeString(file, "evil");
            assertThatThrownBy(() -> baselines().open(kept))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("damaged");
            baselines().keep(ELEMENT, NAME, "1", "good".getBytes());
            assertThat(file).hasContent("good");
        }

        @Test
        void a_content_above_the_limit_is_refused() {
            byte[] large = new byte[StoredBaselines.SIZE_LIMIT + 1];
            assertThatThrownBy(() -> baselines().keep(ELEMENT, NAME, "1", large))
                    .hasMessageContaining("at most 67108864");
        }

        @Test
        void contents_that_are_not_kept_any_more_leave_no_file() throws IOException {
            for (int i = 1; i <= 5; i++) baselines().keep(ELEMENT, NAME, "" + i, new byte[] {(byte) i});
            try (var files = Files.list(data.resolve("baselines").resolve("bundle%2Fa.b.c%401%3Ax%24y"))) {
                assertThat(files).hasSize(3);
            }
        }
    }

    @Test
    void every_service_passes_its_self_test_and_the_journal_stays_as_it_was() {
        StoredJournal journal = new StoredJournal(store);
        List<SelfTest> services =
                List.of(journal, new StoredExperience(store), new StoredProcessLedger(store), baselines());
        for (SelfTest service : services)
            assertThat(service.selfTest())
                    .satisfies(result ->
                            assertThat(result.passed()).as(result.toString()).isTrue());
        assertThat(journal.last()).isZero();
    }

    @Test
    void a_second_node_on_the_same_data_is_refused_in_words() {
        assertThatThrownBy(() -> new Store(data.resolve("knowledge")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("knowledge.mv is in use by another node");
    }

    @Test
    void a_closed_store_says_so() {
        StoredJournal journal = new StoredJournal(store);
        store.close();
        assertThatThrownBy(() -> journal.read(1, 1)).isInstanceOf(RuntimeException.class);
    }
}
