package io.x0tta6bl4.rag.provider.lucene.library;

import io.x0tta6bl4.rag.provider.lucene.embedding.Embedded;
import io.x0tta6bl4.rag.provider.lucene.embedding.Embedder;
import io.x0tta6bl4.rag.provider.lucene.reading.DocumentReader;
import io.x0tta6bl4.rag.provider.lucene.reading.Limits;
import io.x0tta6bl4.rag.provider.lucene.reading.Unreadable;
import jakarta.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** Our embedding of passages and that of LangChain4j with the same weights, in turns, each with as many threads as it takes. */
final class EmbeddingRace {
    private static final int TEXTS = 80;
    private static final int ROUNDS = 7;

    private final Embedder embedder = RealModel.embedder();
    private final Path work;
    private final List<String> texts;

    EmbeddingRace(Path documents, Path work) throws IOException {
        this.work = work;
        this.texts = texts(documents, embedder);
    }

    private static List<String> texts(Path documents, Embedder embedder) throws IOException {
        List<String> texts = new ArrayList<>();
        DocumentReader reader = new DocumentReader(embedder.wordPiece()::count);
        try (Stream<Path> files = Files.walk(documents)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".md")).sorted().toList())
                reader.read(file, new Limits(() -> false), chunk -> texts.add(chunk.withContext("")));
        } catch (Unreadable e) {
            throw new IOException(e);
        }
        return texts.subList(0, Math.min(TEXTS, texts.size()));
    }

    void run(List<String> peer, BenchEvidence evidence) throws IOException, InterruptedException {
        Path asked = work.resolve("texts");
        Files.write(
                asked,
                texts.stream()
                        .map(t -> Base64.getEncoder().encodeToString(t.getBytes(StandardCharsets.UTF_8)))
                        .toList());
        List<String> command = new ArrayList<>(peer);
        command.add(asked.toString());
        command.add(work.resolve("vectors").toString());
        Process other = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (ExecutorService workers = Executors.newFixedThreadPool(Intake.WORKERS);
                BufferedReader said = other.inputReader()) {
            if (!"ready".equals(said.readLine())) throw new IOException("LangChain4j's model did not start");
            List<float[]> ours = embed(workers);
            double[][] us = new double[2][ROUNDS];
            double[][] them = new double[2][ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                mine(workers, us, round);
                theirs(other, said, them, round);
            }
            tell(us, them, alike(ours), evidence);
        } finally {
            other.destroyForcibly();
        }
    }

    private void mine(ExecutorService workers, double[][] times, int round) throws IOException {
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpu = system.getProcessCpuTime();
        long begun = System.nanoTime();
        embed(workers);
        times[0][round] = (System.nanoTime() - begun) / 1e6;
        times[1][round] = (system.getProcessCpuTime() - cpu) / 1e6;
    }

    private static void theirs(Process other, BufferedReader said, double[][] times, int round) throws IOException {
        other.getOutputStream().write('\n');
        other.getOutputStream().flush();
        String[] answer = String.valueOf(said.readLine()).split(" ");
        times[0][round] = Long.parseLong(answer[0]) / 1e6;
        times[1][round] = Long.parseLong(answer[1]) / 1e6;
    }

    private List<float[]> embed(ExecutorService workers) throws IOException {
        List<Callable<float[]>> all = new ArrayList<>();
        for (String text : texts) all.add(() -> ((Embedded.Vector) embedder.passage(text)).values());
        try {
            List<float[]> vectors = new ArrayList<>();
            for (Future<float[]> one : workers.invokeAll(all)) vectors.add(one.get());
            return vectors;
        } catch (java.util.concurrent.ExecutionException | InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** The lowest cosine between a vector of ours and theirs of the same text. */
    private double alike(List<float[]> ours) throws IOException {
        List<String> lines = Files.readAllLines(work.resolve("vectors"));
        double lowest = 1;
        for (int i = 0; i < ours.size(); i++) {
            String[] numbers = lines.get(i).strip().split(" ");
            float[] theirs = new float[numbers.length];
            for (int n = 0; n < numbers.length; n++) theirs[n] = Float.parseFloat(numbers[n]);
            lowest = Math.min(lowest, Proof.dot(ours.get(i), theirs));
        }
        return lowest;
    }

    private void tell(double[][] us, double[][] them, double alike, BenchEvidence evidence) {
        double wall = median(them[0]) / median(us[0]);
        double cpu = median(them[1]) / median(us[1]);
        var found = Json.createObjectBuilder().add("texts", texts.size()).add("lowest_cosine", alike);
        for (int kind = 0; kind < 2; kind++) {
            String unit = kind == 0 ? "wall_ms" : "cpu_ms";
            found.add("ours_" + unit, Json.createArrayBuilder(list(us[kind])))
                    .add("langchain4j_" + unit, Json.createArrayBuilder(list(them[kind])));
        }
        evidence.add(
                "embedding_beside_langchain4j",
                found.add("throughput_ratio", wall).add("cpu_ratio", cpu).build());
        evidence.say(
                "embedding  ours %.1f, LangChain4j %.1f texts/s: %.2f of it (%.2f per processor second); lowest cosine"
                        + " %.4f",
                1e3 * texts.size() / median(us[0]), 1e3 * texts.size() / median(them[0]), wall, cpu, alike);
        evidence.target("embedding throughput at least that of LangChain4j's in-process model", wall >= 1);
    }

    private static List<Double> list(double[] values) {
        return Arrays.stream(values).mapToObj(v -> Math.round(v * 10) / 10.0).toList();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
