package io.x0tta6bl4.rag.provider.lucene.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.x0tta6bl4.rag.api.Job;
import io.x0tta6bl4.rag.api.Library;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How far an intake is, and that it ends when nobody wants it any more. */
class FolderIntakeTest {
    @TempDir
    Path folder;

    @Test
    void after_an_intake_a_search_asks_one_part_of_the_index() throws IOException {
        Path documents = Files.createDirectories(folder.resolve("documents"));
        try (Collections collections = new Collections(folder.resolve("rag"), WordModel.embedder('a'))) {
            for (int i = 0; i < 4; i++)
                collections.put(Library.DOCUMENTS, "note-" + i, "Note", "Note of valve " + i + ".", Map.of());
            Files.writeString(documents.resolve("a.md"), "# Pump\n\nThe pump is red.\n");
            long number =
                    collections.add(Library.DOCUMENTS, documents, Map.of()).number();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> collections.job(number).orElseThrow().ended());

            assertThat(collections.job(number).orElseThrow().complaints()).isEmpty();
        }
        try (Shelf shelf = new Shelf(Library.DOCUMENTS, folder.resolve("rag/documents"), s -> {})) {
            assertThat(shelf.index().parts()).isEqualTo(1);
            assertThat(shelf.index().passages()).isEqualTo(5);
        }
    }

    private Path large() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; text.length() < 4_300_000; i++)
            text.append("Step ")
                    .append(i)
                    .append(": ")
                    .append("open the valve ".repeat(60))
                    .append("\n\n");
        return Files.writeString(folder.resolve("large.txt"), text);
    }

    @Test
    void a_large_document_tells_how_far_it_is_and_can_be_given_up() throws IOException {
        Path large = large();
        try (Collections collections = new Collections(folder.resolve("rag"), WordModel.embedder('a'))) {
            long number = collections.add(Library.DOCUMENTS, large, Map.of()).number();
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                Job job = collections.job(number).orElseThrow();
                return job.done() > 0 && job.done() < job.all();
            });
            assertThat(collections.cancel(number)).isTrue();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> collections.job(number).orElseThrow().ended());

            assertThat(collections.job(number).orElseThrow().state()).isEqualTo(Job.State.CANCELLED);
            assertThat(collections.documents(Library.DOCUMENTS, 10)).isEmpty();
        }
    }

    @Test
    void a_job_that_waits_for_its_turn_ends_at_once_when_it_is_cancelled() throws IOException {
        Path large = large();
        try (Collections collections = new Collections(folder.resolve("rag"), WordModel.embedder('a'))) {
            long first = collections.add(Library.DOCUMENTS, large, Map.of()).number();
            long second = collections.add(Library.DOCUMENTS, large, Map.of()).number();

            assertThat(collections.cancel(second)).isTrue();

            assertThat(collections.job(second).orElseThrow().state()).isEqualTo(Job.State.CANCELLED);
            assertThat(collections.job(second).orElseThrow().words()).isEqualTo("cancelled before it began");
            assertThat(collections.job(first).orElseThrow().ended()).isFalse();
            assertThat(collections.cancel(second)).isFalse();
        }
    }
}
