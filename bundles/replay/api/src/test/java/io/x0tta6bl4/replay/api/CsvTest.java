package io.x0tta6bl4.replay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {
    @TempDir
    Path directory;

    private CsvReader reader(String text) throws IOException, BadInput {
        Path file = directory.resolve("in.csv");
        Files.write(file, text.getBytes(StandardCharsets.UTF_8));
        return new CsvReader(file);
    }

    @Test
    void rows_come_with_the_line_they_begin_on() throws Exception {
        try (CsvReader reader = reader("a,b\n1,\"two\nlines, \"\"quoted\"\"\"\r\n\n3,4\n")) {
            assertThat(reader.header().fields()).containsExactly("a", "b");
            CsvRow second = reader.next().orElseThrow();
            assertThat(second.fields()).containsExactly("1", "two\nlines, \"quoted\"");
            assertThat(second.line()).isEqualTo(2);
            assertThat(reader.next().orElseThrow().line()).isEqualTo(5);
            assertThat(reader.next()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1d", "2.5F", "0x1p3", "0x10", "1,5", "12 %"})
    void what_only_java_holds_for_a_number_is_refused(String text) throws Exception {
        try (CsvReader reader = reader("v\n\"" + text + "\"\n")) {
            reader.header();
            CsvRow row = reader.next().orElseThrow();
            assertThatThrownBy(() -> row.number(0, "v")).hasMessageContaining("that is no number");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"timestamp;value\n1;2\n", "timestamp\tvalue\n1\t2\n"})
    void a_header_that_no_commas_separate_is_refused_in_words(String text) throws Exception {
        try (CsvReader reader = reader(text)) {
            assertThatThrownBy(reader::header)
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining("in.csv:1: the fields are separated by ")
                    .hasMessageContaining("commas are needed");
        }
    }

    @Test
    void answers_in_a_json_file_are_an_array_of_objects() throws Exception {
        Path out = directory.resolve("out.json");
        try (CsvWriter writer = new CsvWriter(out, "case", "score")) {
            writer.row("a \"b\"\n", 0.5);
            writer.row("c\\d", Double.NaN);
            writer.finish();
        }
        assertThat(out)
                .hasContent("[\n"
                        + "{\"case\":\"a \\\"b\\\"\\u000a\",\"score\":0.5},\n"
                        + "{\"case\":\"c\\\\d\",\"score\":\"NaN\"}\n"
                        + "]\n");
    }

    @Test
    void no_answers_in_a_json_file_are_an_empty_array() throws Exception {
        Path out = directory.resolve("out.json");
        try (CsvWriter writer = new CsvWriter(out, "case")) {
            writer.finish();
        }
        assertThat(out).hasContent("[]\n");
    }

    @Test
    void what_is_no_number_is_refused_with_file_and_line() throws Exception {
        try (CsvReader reader = reader("v\n1.5\nabc\n")) {
            reader.header();
            assertThat(reader.next().orElseThrow().number(0, "v")).isEqualTo(1.5);
            CsvRow row = reader.next().orElseThrow();
            assertThatThrownBy(() -> row.number(0, "v"))
                    .isInstanceOf(BadInput.class)
                    .hasMessageEndingWith("in.csv:3: 'v' is 'abc', and that is no number");
        }
    }

    @Test
    void an_empty_file_and_an_open_quote_are_refused_in_words() throws Exception {
        try (CsvReader reader = reader("")) {
            assertThatThrownBy(reader::header).hasMessageContaining("in.csv:1: the file is empty");
        }
        try (CsvReader reader = reader("a\n\"b\n")) {
            reader.header();
            assertThatThrownBy(reader::next).hasMessageContaining("in.csv:2: a quoted field is not closed");
        }
    }

    @Test
    void answers_that_were_not_finished_are_not_there() throws Exception {
        Path out = directory.resolve("out.csv");
        try (CsvWriter writer = new CsvWriter(out, "a")) {
            writer.row(1);
        }
        assertThat(out).doesNotExist();
        try (CsvWriter writer = new CsvWriter(out, "a", "b")) {
            writer.row(0.25, "x,y");
            writer.finish();
        }
        assertThat(out).hasContent("a,b\n0.25,\"x,y\"\n");
        assertThat(directory.resolve("out.csv.part")).doesNotExist();
    }

    @Test
    void words_are_an_input_and_options() {
        ReplayWords words = ReplayWords.parse(List.of("in", "--out", "x.csv", "--plans=p.csv"), Set.of("out", "plans"));

        assertThat(words.out()).hasFileName("x.csv");
        assertThat(words.file("plans").orElseThrow()).hasFileName("p.csv");
        assertThatThrownBy(() -> ReplayWords.parse(List.of("in", "--outt", "x"), Set.of("out")))
                .hasMessage("there is no option --outt; there are: --out");
        assertThatThrownBy(() -> ReplayWords.parse(List.of("--out", "x"), Set.of("out")))
                .hasMessage("a replay needs its input: a file or a directory");
    }
}
