package io.x0tta6bl4.rag.provider.lucene.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.rag.api.Answer;
import io.x0tta6bl4.rag.api.Library;
import io.x0tta6bl4.rag.api.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentenceTest {
    private static final String TWO =
            "# Pump\n\nThe coolant pump needs a pressure of 3 bar.\n\n# Valve\n\nThe relief valve opens at 7 bar.\n";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"md,7", "html,1"})
    void a_sentence_of_the_second_section_is_cited_under_its_own_heading(String ending, int line) throws IOException {
        String text = ending.equals("md")
                ? TWO
                : "<h1>Pump</h1><p>The coolant pump needs a pressure of 3 bar.</p><h1>Valve</h1><p>The relief valve"
                        + " opens at 7 bar.</p>";
        Path file = Files.writeString(folder.resolve("plant." + ending), text);
        try (Collections collections = new Collections(folder.resolve("rag"), RealModel.embedder())) {
            long job = collections.add(Library.DOCUMENTS, file, Map.of()).number();
            org.awaitility.Awaitility.await()
                    .until(() -> collections.job(job).orElseThrow().ended());

            Answer answer =
                    collections.answer(Query.of(Library.DOCUMENTS, "At which pressure does the relief valve open?"));

            Answer.Quote best = ((Answer.Quoted) answer).quotes().getFirst();
            assertThat(best.text()).contains("The relief valve opens at 7 bar.");
            assertThat(best.citation().heading()).isEqualTo("Valve");
            assertThat(best.citation().line()).isEqualTo(line);
        }
    }
}
