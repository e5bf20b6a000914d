package io.x0tta6bl4.rag.provider.lucene.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.ml.provider.onnxruntime.OnnxModels;
import io.x0tta6bl4.rag.provider.lucene.library.RealModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a process of its own, because what it guards against ends the process. */
class SmallStackTest {
    /** Loads the model on a thread of half of the usual stack. */
    static final class Loads {
        public static void main(String[] args) throws InterruptedException {
            Thread small = new Thread(null, () -> load(Path.of(args[0])), "small", 512 << 10);
            small.start();
            small.join();
        }

        private static void load(Path result) {
            var models = OnnxModels.in(Path.of("target/native"), List.of(Path.of("target/models")));
            try {
                Files.writeString(result, models.test().toString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @TempDir
    Path place;

    @Test
    void a_model_is_loaded_whatever_stack_the_caller_has() throws Exception {
        assertThat(RealModel.embedder().query("a model in its folder")).isInstanceOf(Embedded.Vector.class);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Loads.class.getName(),
                        place.resolve("said").toString())
                .redirectErrorStream(true)
                .start();
        String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(words).isZero();
        assertThat(place.resolve("said"))
                .content()
                .contains("bge-small-en-v1.5")
                .contains("right=true");
    }
}
