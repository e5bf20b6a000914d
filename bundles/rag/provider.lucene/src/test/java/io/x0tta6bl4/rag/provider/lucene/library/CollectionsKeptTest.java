package io.x0tta6bl4.rag.provider.lucene.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.rag.api.Found;
import io.x0tta6bl4.rag.api.Hit;
import io.x0tta6bl4.rag.api.Job;
import io.x0tta6bl4.rag.api.Library;
import io.x0tta6bl4.rag.api.Query;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What stays after a restart, a damage or another model. */
class CollectionsKeptTest extends CollectionsCase {

    @Test
    void after_a_restart_the_ranking_is_the_same() throws IOException {
        add();
        List<Hit> before = search(Query.of(Library.DOCUMENTS, "pressure of the pump"));

        reopen();

        assertThat(search(Query.of(Library.DOCUMENTS, "pressure of the pump"))).isEqualTo(before);
    }

    @Test
    void a_damaged_index_is_said_and_made_again_from_the_stored_documents() throws IOException {
        add();
        List<Hit> before = search(Query.of(Library.DOCUMENTS, "pressure of the pump"));
        collections.close();
        try (Stream<Path> files = Files.walk(folder.resolve("rag/documents/index"))) {
            for (Path file : files.filter(f -> f.toString().matches(".*\\.(cfs|fdt|vec|doc)"))
                    .toList())
                try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw")) {
                    content.seek(content.length() / 2);
                    content.write(new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
                }
        }

        collections = new Collections(folder.resolve("rag"), RealModel.embedder());

        assertThat(search(Query.of(Library.DOCUMENTS, "pressure of the pump"))).isEqualTo(before);
        assertThat(collections.collections().getFirst().words())
                .contains("damaged")
                .contains("made again");
    }

    @Test
    void a_stored_document_that_is_damaged_is_said_and_left_out() throws IOException {
        add();
        collections.close();
        Path stored;
        try (Stream<Path> files = Files.list(folder.resolve("rag/documents/sources"))) {
            stored = files.sorted().findFirst().orElseThrow();
        }
        Files.write(stored, java.util.Arrays.copyOf(Files.readAllBytes(stored), 100));

        collections = new Collections(folder.resolve("rag"), RealModel.embedder());

        assertThat(collections.collections().getFirst().words()).contains("lost, add it again");
        assertThat(add().words()).startsWith("1 documents taken in, 1 unchanged");
    }

    @Test
    void under_another_model_words_alone_count_until_every_vector_is_made_anew() throws IOException {
        collections.close();
        collections = new Collections(folder.resolve("rag"), WordModel.embedder('a'));
        add();
        collections.close();
        collections = new Collections(folder.resolve("rag"), WordModel.embedder('b'));
        Query query = Query.of(Library.DOCUMENTS, "coolant pump");

        assertThat(collections.search(query)).isInstanceOfSatisfying(Found.Hits.class, hits -> {
            assertThat(hits.note()).contains("rag:renew");
            assertThat(hits.hits().getFirst().vector()).isEmpty();
        });
        Job renewal = ended(collections.jobs().getFirst());
        assertThat(renewal.words()).isEqualTo("2 of 2 documents embedded anew");
        assertThat(collections.jobs()).as("once for each model").hasSize(1);
        assertThat(search(query).getFirst().vector()).isPresent();
        assertThat(add().words()).startsWith("0 documents taken in, 2 unchanged");
        collections.close();
        collections = new Collections(folder.resolve("rag"), WordModel.embedder('c'));
        assertThat(collections.search(query.with(Query.Mode.VECTOR))).isInstanceOf(Found.Unavailable.class);
    }
}
