package io.x0tta6bl4.rag.provider.lucene.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.x0tta6bl4.rag.api.Citation;
import io.x0tta6bl4.rag.api.Evaluation;
import io.x0tta6bl4.rag.api.Hit;
import io.x0tta6bl4.rag.api.Passage;
import io.x0tta6bl4.rag.api.Query;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Collections of other people, as they are found. */
class BeirTest {
    @TempDir
    Path folder;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "query-id\tcorpus-id\tscore\nq 1\td:1\t2\nq 1\td/2\t0\n",
                "q 1\td:1\t2\nq 1\td/2\t0\n",
                "qid\t0\tdocno\trel\nq 1\t0\td:1\t2\nq 1\tQ0\td/2\t0\n",
                "\uFEFFquery-id\tcorpus-id\tscore\r\nq 1\td:1\t2.0\r\n\r\nq 1\td/2\t0\r\n"
            })
    void judgements_are_read_with_and_without_headline_in_three_columns_and_four(String text) throws IOException {
        assertThat(Beir.judgements(file("qrels.tsv", text))).isEqualTo(Map.of("q 1", Map.of("d:1", 2, "d/2", 0)));
    }

    @Test
    void judgements_of_trec_are_parted_by_blanks() throws IOException {
        assertThat(Beir.judgements(file("qrels.txt", "1 0 12 1\n1  0  13  -1\n2 0 12 3\n")))
                .isEqualTo(Map.of("1", Map.of("12", 1, "13", -1), "2", Map.of("12", 3)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"q1\td1\n", "q1\td1\t1\nq1\td2\tyes\n", "1 0 2 1 5\n"})
    void what_is_no_judgement_is_refused_with_its_line(String text) throws IOException {
        Path file = file("qrels.tsv", text);
        assertThatThrownBy(() -> Beir.judgements(file))
                .hasMessageContaining("qrels.tsv:")
                .hasMessageContaining("wanted");
    }

    @Test
    void documents_may_be_counted_and_lack_a_title_or_have_none() throws IOException {
        List<Beir.Entry> found = new ArrayList<>();
        Beir.read(
                file(
                        "corpus.jsonl",
                        "{\"_id\": 7, \"text\": \"a\"}\n"
                                + "{\"_id\": \"x y\", \"title\": null, \"text\": null, \"metadata\": {}}\n"),
                found::add);
        assertThat(found).containsExactly(new Beir.Entry("7", "", "a"), new Beir.Entry("x y", "", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"text\": \"a\"}",
                "{\"_id\": \"a\", \"title\": \"t\", \"contents\": \"a\"}",
                "{\"_id\": \"a\", \"text\": [\"a\"]}",
                "[1]",
                "{\"_id\": \"a\"",
                "no JSON"
            })
    void what_is_no_document_is_refused_with_its_line(String line) throws IOException {
        Path file = file("corpus.jsonl", "{\"_id\": \"a\", \"text\": \"b\"}\n" + line + "\n");
        assertThatThrownBy(() -> Beir.read(file, e -> {})).hasMessageContaining("corpus.jsonl:2 is no line of BEIR");
    }

    @Test
    void a_file_may_be_compressed_by_gzip_and_one_that_is_broken_or_a_zip_archive_is_refused() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write("1 0 12 1\n".getBytes(StandardCharsets.UTF_8));
        }
        Path whole = Files.write(folder.resolve("qrels.gz"), packed.toByteArray());
        Path broken = Files.write(folder.resolve("broken.gz"), Arrays.copyOf(packed.toByteArray(), 15));
        Path zip = Files.write(folder.resolve("scifact.zip"), "PK12345".getBytes(StandardCharsets.UTF_8));

        assertThat(Beir.judgements(whole)).isEqualTo(Map.of("1", Map.of("12", 1)));
        assertThatThrownBy(() -> Beir.judgements(broken)).hasMessageContaining("broken.gz is compressed and cannot");
        assertThatThrownBy(() -> Beir.judgements(zip)).hasMessageContaining("scifact.zip is a zip archive; unpack it");
    }

    private Examination examination(String queries, String judgements) throws IOException {
        return new Examination(new Evaluation(
                folder, file("queries.jsonl", queries), file("qrels.tsv", judgements), Optional.empty()));
    }

    @Test
    void queries_that_are_none_of_the_judged_ones_or_have_no_text_are_refused() {
        assertThatThrownBy(() -> examination("{\"_id\": \"1\", \"text\": \"a\"}\n", "2\t3\t1\n"))
                .hasMessageContaining("no query of")
                .hasMessageContaining("qrels.tsv");
        assertThatThrownBy(() -> examination("{\"_id\": \"1\", \"text\": \"\"}\n", "1\t3\t1\n"))
                .hasMessageContaining("no judged query of")
                .hasMessageContaining("has a text");
    }

    @Test
    void what_cannot_be_found_is_told_beside_the_table() throws IOException {
        Examination examination = examination(
                "{\"_id\": \"1\", \"text\": \"a\"}\n"
                        + "{\"_id\": \"2\", \"text\": \" \"}\n"
                        + "{\"_id\": \"3\", \"text\": \"b\"}\n",
                "1\t5\t1\n1\t6\t1\n1\t7\t0\n2\t5\t1\n");
        examination.seen(new Beir.Entry("5", "", "a"));

        String table = examination.of(Optional.empty(), "x", (Query q) -> List.of(hit("5")), (done, of) -> {});

        assertThat(table)
                .endsWith("2 judged queries, 1 have no text and find nothing,"
                        + " 1 relevant documents are not in the corpus and cannot be found");
    }

    private static Hit hit(String document) {
        return new Hit(
                new Passage(new Citation(document, "", 1, 1, "line"), "", "x", Map.of()),
                1,
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    @Test
    void a_document_that_is_the_question_itself_is_no_answer_but_one_of_the_same_number_is() throws IOException {
        Path run = folder.resolve("run.trec");
        Examination examination = new Examination(new Evaluation(
                folder,
                file(
                        "queries.jsonl",
                        "{\"_id\": \"1\", \"text\": \"disk full\"}\n{\"_id\": \"2\", \"text\": \"Pump\"}\n"),
                file("qrels.tsv", "1\t1\t1\n2\t3\t1\n9\t3\t1\n"),
                Optional.of(run)));
        examination.seen(new Beir.Entry("1", "", "The disk has no space left"));
        examination.seen(new Beir.Entry("2", "", "pump"));

        String table = examination.of(
                Optional.of(run), "x", (Query q) -> List.of(hit("1"), hit("2"), hit("3")), (done, of) -> {});

        assertThat(Files.readAllLines(run).stream().map(l -> l.split(" ")[0] + l.split(" ")[2]))
                .containsExactly("11", "12", "13", "21", "23");
        assertThat(table).contains("2 judged queries, 1 judged ones are not among the queries");
    }
}
