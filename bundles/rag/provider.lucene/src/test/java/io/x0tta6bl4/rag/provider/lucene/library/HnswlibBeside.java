package io.x0tta6bl4.rag.provider.lucene.library;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** hnswlib on the vectors and questions that our index had. */
final class HnswlibBeside {
    private final Path work;

    HnswlibBeside(Path work) {
        this.work = work;
    }

    void run(List<String> peer, float[][] base, float[][] questions, BenchEvidence evidence) throws IOException {
        write(work.resolve("base"), base);
        write(work.resolve("questions"), questions);
        List<String> command = new ArrayList<>(peer);
        command.addAll(List.of(
                work.resolve("base").toString(),
                work.resolve("questions").toString(),
                Integer.toString(questions[0].length)));
        Process other = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var reader = Json.createReader(other.getInputStream())) {
            JsonObject found = reader.readObject();
            evidence.add("hnswlib", found);
            evidence.say(
                    "hnswlib  build %.1f s (processor %.1f s)",
                    found.getJsonNumber("build_seconds").doubleValue(),
                    found.getJsonNumber("build_cpu_seconds").doubleValue());
            for (JsonValue each : found.getJsonArray("queries")) {
                JsonObject one = each.asJsonObject();
                evidence.say(
                        "hnswlib  ef %d: recall %.4f, p50 %.2f, p99 %.2f ms, processor p50 %.2f ms",
                        one.getInt("ef"),
                        one.getJsonNumber("recall_at_10").doubleValue(),
                        one.getJsonNumber("p50_ms").doubleValue(),
                        one.getJsonNumber("p99_ms").doubleValue(),
                        one.getJsonNumber("cpu_p50_ms").doubleValue());
            }
        } finally {
            other.destroyForcibly();
        }
    }

    private static void write(Path file, float[][] vectors) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            ByteBuffer one = ByteBuffer.allocate(4 * vectors[0].length).order(ByteOrder.LITTLE_ENDIAN);
            for (float[] vector : vectors) {
                one.asFloatBuffer().put(vector);
                out.write(one.array());
            }
        }
    }
}
