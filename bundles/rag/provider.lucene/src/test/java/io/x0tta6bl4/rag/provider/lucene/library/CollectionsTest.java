package io.x0tta6bl4.rag.provider.lucene.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.platform.api.HotReference;
import io.x0tta6bl4.rag.api.Answer;
import io.x0tta6bl4.rag.api.Evaluation;
import io.x0tta6bl4.rag.api.Found;
import io.x0tta6bl4.rag.api.Hit;
import io.x0tta6bl4.rag.api.Job;
import io.x0tta6bl4.rag.api.Library;
import io.x0tta6bl4.rag.api.Query;
import io.x0tta6bl4.rag.provider.lucene.embedding.Embedder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The whole way, with the real model. */
class CollectionsTest extends CollectionsCase {

    @Test
    void a_question_in_other_words_finds_the_document_and_says_where_and_why() {
        assertThat(add().words()).startsWith("2 documents taken in, 0 unchanged, 0 removed, 0 refused");

        Hit first = search(Query.of(Library.DOCUMENTS, "storage volume ran out of room"))
                .getFirst();

        assertThat(first.passage().citation().document()).endsWith("disk.md");
        assertThat(first.passage().citation().line()).isEqualTo(1);
        assertThat(first.vector().orElseThrow().rank()).isEqualTo(1);
        assertThat(first.lexical()).isPresent();
        assertThat(search(Query.of(Library.DOCUMENTS, "old logs"))
                        .getFirst()
                        .snippets()
                        .getFirst())
                .contains("«logs»");
    }

    @Test
    void what_is_added_changed_or_removed_is_seen_by_the_next_search() throws IOException {
        add();
        assertThat(names("coolant pressure").getFirst()).isEqualTo("pump.md");
        assertThat(collections.search(Query.of(Library.DOCUMENTS, "coolant  pressure")))
                .isInstanceOfSatisfying(
                        Found.Hits.class, hits -> assertThat(hits.cached()).isTrue());

        collections.put(Library.DOCUMENTS, "note", "Coolant", "The coolant pressure is shown on the panel.", Map.of());
        assertThat(names("coolant pressure")).contains("note");
        Files.writeString(documents.resolve("disk.md"), "# Cats\n\nCats sleep all day.\n");
        Files.delete(documents.resolve("pump.md"));
        assertThat(add().words()).startsWith("1 documents taken in, 0 unchanged, 1 removed");
        assertThat(names("coolant pressure")).doesNotContain("pump.md");
        assertThat(add().words()).startsWith("0 documents taken in, 1 unchanged, 0 removed");
        assertThat(collections.remove(Library.DOCUMENTS, documents.toString())).isEqualTo(1);
        assertThat(names("cats")).containsExactly("note");
    }

    @Test
    void only_what_passes_the_filter_is_found() {
        collections.put(Library.DOCUMENTS, "a", "A", "Restart the service.", Map.of("service", "web", "tags", "x, y"));
        collections.put(Library.DOCUMENTS, "b", "B", "Restart the service.", Map.of("service", "mail"));

        for (Query.Mode mode : Query.Mode.values())
            assertThat(search(Query.of(Library.DOCUMENTS, "restart").with(mode).where(Map.of("tags", "y"))))
                    .as(mode.name())
                    .extracting(h -> h.passage().citation().document())
                    .containsExactly("a");
    }

    @Test
    void an_answer_is_quoted_from_the_document_with_its_line() {
        add();

        Answer answer = collections.answer(Query.of(Library.DOCUMENTS, "Which pressure does the coolant pump need?"));

        assertThat(answer).isInstanceOfSatisfying(Answer.Quoted.class, quoted -> {
            Answer.Quote first = quoted.quotes().getFirst();
            assertThat(PUMP).contains(first.text());
            assertThat(first.text()).isEqualTo("The coolant pump needs a pressure of 3 bar.");
            assertThat(first.citation().line()).isEqualTo(3);
        });
    }

    @Test
    void what_no_document_says_is_not_answered() {
        add();

        assertThat(collections.answer(Query.of(Library.DOCUMENTS, "who won the world cup in 1998")))
                .isInstanceOf(Answer.NothingFound.class);
    }

    @Test
    void without_the_model_nothing_with_vectors_is_done_and_the_words_say_so() throws IOException {
        add();
        collections.close();
        collections = new Collections(
                folder.resolve("rag"), new Embedder(new HotReference<>("models", Duration.ofMillis(1))));

        assertThat(collections.search(Query.of(Library.DOCUMENTS, "disk")))
                .isInstanceOfSatisfying(
                        Found.Unavailable.class, u -> assertThat(u.reason()).contains("ml.onnxruntime"));
        assertThat(add().state()).isEqualTo(Job.State.FAILED);
        assertThat(search(Query.of(Library.DOCUMENTS, "disk").with(Query.Mode.BM25)))
                .isNotEmpty();
    }

    @Test
    void a_second_look_ranks_by_the_sentence_that_answers() {
        collections.put(
                "long", "a", "A", "Pumps are red.\n\nThe relief valve opens at 7 bar.\n\nTea is hot.", Map.of());
        collections.put("long", "b", "B", "Valves and pumps are parts of the plant.", Map.of());
        Query query = Query.of("long", "When does the relief valve open?").with(Query.Mode.RERANK);

        List<Hit> hits = search(query);

        assertThat(hits).hasSize(2);
        assertThat(hits.getFirst().passage().citation().document()).isEqualTo("a");
        assertThat(hits.getFirst().snippets().getFirst()).contains("«opens» at 7 bar");
        assertThat(hits.getFirst().score()).isGreaterThan(hits.getLast().score());
        double first = search(query.with(Query.Mode.HYBRID)).getLast().score();
        assertThat(hits.getLast().score()).as("half of it is the sentence").isNotEqualTo(first);
    }

    @Test
    void collections_stand_side_by_side() {
        collections.put("one", "a", "A", "The disk is full.", Map.of());
        collections.put("two", "b", "B", "The pump is red.", Map.of());

        assertThat(search(Query.of("one", "disk"))).hasSize(1);
        assertThat(search(Query.of("two", "disk"))
                        .getFirst()
                        .passage()
                        .citation()
                        .document())
                .isEqualTo("b");
        assertThat(collections.search(Query.of("three", "disk"))).isInstanceOf(Found.Rejected.class);
    }

    @Test
    void retrieval_is_measured_on_a_collection_of_beir_and_leaves_nothing_behind() throws IOException {
        Path corpus = Files.writeString(
                folder.resolve("corpus.jsonl"),
                "{\"_id\": \"d1\", \"title\": \"Disk\", \"text\": \"The disk has no space left.\"}\n"
                        + "{\"_id\": \"d2\", \"title\": \"\", \"text\": \"The coolant pump needs 3 bar.\"}\n"
                        + "{\"_id\": \"d3\", \"title\": \"Empty\", \"text\": \"\"}\n");
        Path queries = Files.writeString(
                folder.resolve("queries.jsonl"),
                "{\"_id\": \"q1\", \"text\": \"full disk\"}\n{\"_id\": \"q2\", \"text\": \"pump pressure\"}\n");
        Path judgements = Files.writeString(
                folder.resolve("qrels.tsv"), "query-id\tcorpus-id\tscore\nq1\td1\t1\nq2\td2\t1\nq2\td1\t0\n");
        Path run = folder.resolve("run.trec");

        Job job = ended(collections.evaluate(new Evaluation(corpus, queries, judgements, Optional.of(run))));

        assertThat(job.state()).as(job.words()).isEqualTo(Job.State.DONE);
        assertThat(job.words()).contains("hybrid     1.0000").contains("2 judged queries, 3 documents");
        assertThat(Files.readAllLines(run).getFirst()).startsWith("q1 Q0 d1 1 ");
        assertThat(collections.collections()).isEmpty();
        try (Stream<Path> left = Files.list(folder.resolve("rag"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void the_provider_proves_that_its_model_tells_texts_apart() throws IOException {
        assertThat(collections.prove()).contains("the answer is at cosine");
    }
}
