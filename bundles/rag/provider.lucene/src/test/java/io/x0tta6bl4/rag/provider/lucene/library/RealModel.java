package io.x0tta6bl4.rag.provider.lucene.library;

import io.x0tta6bl4.ml.api.Models;
import io.x0tta6bl4.ml.provider.onnxruntime.OnnxModels;
import io.x0tta6bl4.platform.api.HotReference;
import io.x0tta6bl4.rag.provider.lucene.embedding.Embedder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The embedding model of the distribution, from the same artefact, vouched for by the same list. */
public final class RealModel {
    private static @Nullable Models loaded;

    private RealModel() {}

    /** Not while the class begins: the thread that loads needs the class. */
    private static synchronized Models models() {
        if (loaded == null) {
            CompletableFuture<Models> made = new CompletableFuture<>();
            // The library's first steps need more stack than the thread of a small test JVM has.
            new Thread(null, () -> made.complete(Loading.load()), "model", 16 << 20).start();
            loaded = made.orTimeout(60, TimeUnit.SECONDS).join();
        }
        return loaded;
    }

    public static Embedder embedder() {
        return new Embedder(reference());
    }

    static HotReference<Models> reference() {
        HotReference<Models> reference = new HotReference<>("models", Duration.ofSeconds(1));
        reference.bind(0, models());
        return reference;
    }

    private static final class Loading {
        private static final Path DISTRIBUTED = Path.of("../../../runtime/distribution/src/main/models");
        private static final Path FOLDER = Path.of("target/models");

        private static Models load() {
            try (InputStream weights = RealModel.class.getResourceAsStream("/bge-small-en-v1.5-q.onnx")) {
                Path model = Files.createDirectories(FOLDER.resolve(Embedder.MODEL));
                Files.copy(
                        Objects.requireNonNull(weights),
                        model.resolve("model.onnx"),
                        StandardCopyOption.REPLACE_EXISTING);
                Files.copy(
                        DISTRIBUTED.resolve(Embedder.MODEL).resolve("model.json"),
                        model.resolve("model.json"),
                        StandardCopyOption.REPLACE_EXISTING);
                List<String> trusted = Files.readAllLines(DISTRIBUTED.resolve("trusted.sha256")).stream()
                        .filter(line -> line.endsWith(Embedder.MODEL))
                        .toList();
                Files.write(FOLDER.resolve("trusted.sha256"), trusted);
                return OnnxModels.in(Path.of("target/native"), List.of(FOLDER));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
