package io.x0tta6bl4.rag.provider.lucene.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WordPieceTest {
    private static final WordPiece TOKENS = tokens();

    private static WordPiece tokens() {
        try (InputStream in = WordPieceTest.class.getResourceAsStream("/bge-small-en-v1.5-q-tokenizer.json")) {
            return WordPiece.read(Objects.requireNonNull(in));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Written by ai.djl.huggingface:tokenizers 0.36.0, a binding of the reference, with this tokenizer.json. */
    static Stream<String> reference() throws IOException {
        try (InputStream in = Objects.requireNonNull(WordPieceTest.class.getResourceAsStream("tokens.tsv"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("reference")
    void a_text_has_the_tokens_of_the_reference(String line) {
        String[] columns = line.split("\t");
        String text = Json.createReader(new StringReader("[" + columns[0] + "]"))
                .readArray()
                .getString(0);
        if (text.contains("[SEP]")) return; // the wanted difference, see below

        assertThat(Arrays.toString(TOKENS.tokens(text, 10_000)).replace(" ", ""))
                .isEqualTo(columns[1]);
        assertThat(TOKENS.count(text)).isEqualTo(columns[1].split(",").length - 2);
    }

    @Test
    void a_text_that_reads_like_a_special_token_stays_text() {
        assertThat(TOKENS.tokens("[SEP]", 10))
                .hasSize(5)
                .doesNotContain(0, 100)
                .startsWith(101)
                .endsWith(102);
        assertThat(Arrays.stream(TOKENS.tokens("a [SEP] b", 100)).filter(id -> id == 102))
                .hasSize(1);
    }

    @Test
    void what_is_too_long_is_cut_and_still_ends_as_the_model_expects() {
        long[] ids = TOKENS.tokens("word ".repeat(1000), 512);
        assertThat(ids).hasSize(512).endsWith(102);
        assertThat(List.of(ids[0], ids[1])).containsExactly(101L, 2773L);
    }
}
