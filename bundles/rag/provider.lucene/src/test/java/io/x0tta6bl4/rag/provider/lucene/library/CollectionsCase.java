package io.x0tta6bl4.rag.provider.lucene.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.x0tta6bl4.rag.api.Found;
import io.x0tta6bl4.rag.api.Hit;
import io.x0tta6bl4.rag.api.Job;
import io.x0tta6bl4.rag.api.Library;
import io.x0tta6bl4.rag.api.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A library on a folder with two documents, with the real model. */
abstract class CollectionsCase {
    static final String DISK =
            "# Disk full\n\nThe disk has no space left.\n\n## Mitigation\n\n1. Delete old logs in /var/log.\n";
    static final String PUMP = "# Pump\n\nThe coolant pump needs a pressure of 3 bar.\nIt is red.\n";

    @TempDir
    Path folder;

    Path documents;
    Collections collections;

    @BeforeEach
    void open() throws IOException {
        documents = Files.createDirectories(folder.resolve("documents"));
        Files.writeString(documents.resolve("disk.md"), DISK);
        Files.writeString(documents.resolve("pump.md"), PUMP);
        collections = new Collections(folder.resolve("rag"), RealModel.embedder());
    }

    @AfterEach
    void close() {
        collections.close();
    }

    void reopen() throws IOException {
        collections.close();
        collections = new Collections(folder.resolve("rag"), RealModel.embedder());
    }

    Job ended(Job job) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> collections.job(job.number()).orElseThrow().ended());
        return collections.job(job.number()).orElseThrow();
    }

    Job add() {
        return ended(collections.add(Library.DOCUMENTS, documents, Map.of()));
    }

    List<Hit> search(Query query) {
        Found found = collections.search(query);
        assertThat(found).isInstanceOf(Found.Hits.class);
        return ((Found.Hits) found).hits();
    }

    List<String> names(String text) {
        return search(Query.of(Library.DOCUMENTS, text)).stream()
                .map(h ->
                        Path.of(h.passage().citation().document()).getFileName().toString())
                .toList();
    }
}
