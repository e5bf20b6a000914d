package io.x0tta6bl4.rag.provider.lucene.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.platform.api.HotReference;
import io.x0tta6bl4.rag.provider.lucene.library.RealModel;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EmbedderTest {

    /** Written by dev.langchain4j's own in-process model of the same weights. */
    static Stream<String> reference() throws IOException {
        try (InputStream in = Objects.requireNonNull(EmbedderTest.class.getResourceAsStream("vectors.tsv"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("reference")
    void a_text_has_the_vector_of_the_reference(String line) {
        JsonArray row = Json.createReader(new StringReader("[" + line.replace('\t', ',') + "]"))
                .readArray();
        JsonArray wanted = row.getJsonArray(1);

        Embedded.Vector found = (Embedded.Vector) RealModel.embedder().passage(row.getString(0));

        double cosine = 0;
        for (int i = 0; i < Embedder.DIMENSION; i++)
            cosine += found.values()[i] * wanted.getJsonNumber(i).doubleValue();
        // the other runtime rounds a little otherwise; another tokenisation or pooling is off by far more
        assertThat(cosine).isGreaterThan(0.995);
    }

    @Test
    void without_models_there_is_no_vector_and_the_words_say_why() {
        Embedder alone = new Embedder(new HotReference<>("models", Duration.ofMillis(1)));

        assertThat(alone.query("anything"))
                .isInstanceOfSatisfying(
                        Embedded.Missing.class,
                        missing -> assertThat(missing.reason()).contains("ml.onnxruntime"));
    }
}
