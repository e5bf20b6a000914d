package io.x0tta6bl4.rag.provider.lucene.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.x0tta6bl4.rag.api.CollectionState;
import io.x0tta6bl4.rag.api.Found;
import io.x0tta6bl4.rag.api.Job;
import io.x0tta6bl4.rag.api.Library;
import io.x0tta6bl4.rag.api.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A library on a disk that fills up: what it says, what it goes on doing, and that it comes back by itself. */
class FullDiskTest {
    private static final String FULL = "No space left on device";
    private static final Query PUMP = Query.of(Library.DOCUMENTS, "pressure of the pump");

    @TempDir
    Path folder;

    private final SmallDisk disk = new SmallDisk();
    private Collections collections;

    @BeforeEach
    void one_document_is_in() throws IOException {
        open();
        add("pump.md", CollectionsCase.PUMP);
    }

    @AfterEach
    void close() {
        collections.close();
    }

    private void open() throws IOException {
        collections = new Collections(disk.path(folder.resolve("rag")), RealModel.embedder(), Duration.ofMillis(50));
    }

    private Job add(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, text);
        Job job = collections.add(Library.DOCUMENTS, file, Map.of());
        await().atMost(Duration.ofSeconds(60))
                .until(() -> collections.job(job.number()).orElseThrow().ended());
        return collections.job(job.number()).orElseThrow();
    }

    private Found.Hits hits(Query query) {
        Found found = collections.search(query);
        assertThat(found).isInstanceOf(Found.Hits.class);
        return (Found.Hits) found;
    }

    private void awaitReady() {
        await().atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .until(() -> !collections.prove().isEmpty());
    }

    private CollectionState state() {
        return collections.collections().getFirst();
    }

    private long stored() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("rag/documents/sources"))) {
            return files.filter(file -> file.toString().endsWith(".source")).count();
        }
    }

    /** Stored is the document, and for its place in the index there is no room: as far as a kill in an intake can get. */
    private void stored_and_not_in_the_index(String name, String text) throws IOException {
        disk.room(roomFor(name, text));
        assertThat(add(name, text).state()).isEqualTo(Job.State.FAILED);
        assertThat(stored()).as("the document is stored").isEqualTo(2);
        disk.room(0);
    }

    /** What a document takes as it is stored, measured in a library of its own. */
    private long roomFor(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, text);
        Path elsewhere = folder.resolve("elsewhere");
        try (Collections other = new Collections(elsewhere, RealModel.embedder())) {
            Job job = other.add(Library.DOCUMENTS, file, Map.of());
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> other.job(job.number()).orElseThrow().ended());
            try (Stream<Path> files = Files.list(elsewhere.resolve("documents/sources"))) {
                return Files.size(files.findFirst().orElseThrow());
            }
        }
    }

    @Test
    void an_intake_ends_in_words_and_searches_go_on() throws IOException {
        Found.Hits before = hits(PUMP);
        disk.room(100);

        Job job = add("disk.md", CollectionsCase.DISK);

        assertThat(job.state()).isEqualTo(Job.State.FAILED);
        assertThat(job.words()).contains(FULL);
        assertThat(stored())
                .as("of a document that found no room nothing stays")
                .isEqualTo(1);
        assertThat(hits(PUMP).hits()).isEqualTo(before.hits());
    }

    @Test
    void an_index_that_found_no_room_is_served_as_it_was_named_by_readiness_and_opened_again_when_there_is_room()
            throws IOException {
        Found.Hits before = hits(PUMP);
        long tested = collections.changes();

        stored_and_not_in_the_index("disk.md", CollectionsCase.DISK);

        assertThat(collections.changes())
                .as("readiness asks anew what passed a moment ago")
                .isNotEqualTo(tested);
        assertThat(hits(PUMP).hits()).isEqualTo(before.hits());
        assertThat(hits(PUMP).note()).contains("takes nothing in").contains(FULL);
        assertThat(state().words()).contains(FULL);
        assertThatThrownBy(collections::prove).hasMessageContaining(Library.DOCUMENTS);
        disk.room(Long.MAX_VALUE);
        awaitReady();
        assertThat(collections.changes()).isEqualTo(tested);
        assertThat(state().words()).isEmpty();
        assertThat(hits(Query.of(Library.DOCUMENTS, "disk space")).hits()).hasSize(2);
    }

    @Test
    void after_a_restart_without_room_the_last_index_is_served_as_behind_until_there_is_room() throws IOException {
        Found.Hits before = hits(PUMP);
        stored_and_not_in_the_index("disk.md", CollectionsCase.DISK);
        collections.close();

        open();

        assertThat(hits(PUMP).hits()).isEqualTo(before.hits());
        assertThat(hits(PUMP).note()).contains("takes nothing in").contains(FULL);
        assertThat(state().words()).contains("1 stored documents could not be put into the index");
        assertThatThrownBy(collections::prove).hasMessageContaining(Library.DOCUMENTS);
        assertThat(add("late.md", "# Late\n\nToo late.\n").words()).contains(FULL);
        disk.room(Long.MAX_VALUE);
        awaitReady();
        assertThat(hits(Query.of(Library.DOCUMENTS, "disk space")).hits()).hasSize(2);
        assertThat(hits(PUMP).note()).isEmpty();
    }

    @Test
    void a_collection_with_no_index_and_no_room_for_one_is_refused_in_words_and_loses_nothing() throws IOException {
        collections.close();
        Shelf.delete(folder.resolve("rag/documents/index"));
        disk.room(0);

        open();

        assertThat(collections.search(PUMP))
                .isInstanceOfSatisfying(
                        Found.Unavailable.class, no -> assertThat(no.reason()).contains(FULL));
        assertThatThrownBy(collections::prove).hasMessageContaining(Library.DOCUMENTS);
        assertThat(stored()).isEqualTo(1);
        disk.room(Long.MAX_VALUE);
        awaitReady();
        assertThat(hits(PUMP).hits()).hasSize(1);
    }
}
