package io.x0tta6bl4.rag.provider.lucene.library;

import io.x0tta6bl4.rag.api.Query;
import io.x0tta6bl4.rag.provider.lucene.embedding.Embedded;
import io.x0tta6bl4.rag.provider.lucene.embedding.Embedder;
import io.x0tta6bl4.rag.provider.lucene.index.ChunkIndex;
import io.x0tta6bl4.rag.provider.lucene.index.ChunkSearch;
import io.x0tta6bl4.rag.provider.lucene.index.Meaning;
import io.x0tta6bl4.rag.provider.lucene.index.Source;
import io.x0tta6bl4.rag.provider.lucene.index.StoredChunk;
import io.x0tta6bl4.rag.provider.lucene.reading.Chunk;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * What the index costs and finds at 100,000 chunks of 384 numbers, and a question from its words to its snippets. Vectors are made:
 * 1,000 clusters, 48 directions of spread, some noise, unit length. Words are made too, by Zipf's law; the model is the real one.
 */
public final class RagBench {
    private static final int BATCH = 500;
    private static final int DIRECTIONS = 48;
    private static final int CLUSTERS = 1_000;
    private static final int TRUE = 10;

    private final int size;
    private final int asked;
    private final Random random = new Random(42);
    private final float[][] centres;
    private final float[][] directions;

    private RagBench(int size, int asked) {
        this.size = size;
        this.asked = asked;
        this.centres = gaussian(CLUSTERS);
        this.directions = gaussian(DIRECTIONS);
    }

    private float[][] gaussian(int count) {
        float[][] made = new float[count][Embedder.DIMENSION];
        for (float[] one : made) for (int i = 0; i < one.length; i++) one[i] = (float) random.nextGaussian();
        return made;
    }

    private float[] vector() {
        float[] made = centres[random.nextInt(CLUSTERS)].clone();
        for (float[] direction : directions) {
            float along = (float) (0.1 * random.nextGaussian());
            for (int i = 0; i < made.length; i++) made[i] += along * direction[i];
        }
        double square = 0;
        for (int i = 0; i < made.length; i++) {
            made[i] += (float) (0.25 * random.nextGaussian());
            square += made[i] * made[i];
        }
        for (int i = 0; i < made.length; i++) made[i] /= (float) Math.sqrt(square);
        return made;
    }

    private String text(int words) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words; i++)
            text.append("word")
                    .append((int) Math.min(49_999, Math.pow(50_000, random.nextDouble())))
                    .append(i % 12 == 11 ? ". " : " ");
        return text.toString();
    }

    /** {@code --size N --queries N --out FILE}. */
    public static void main(String[] args) throws IOException {
        Map<String, String> given = new java.util.TreeMap<>(Map.of("--size", "100000", "--queries", "1000"));
        for (int i = 0; i + 1 < args.length; i += 2) given.put(args[i], args[i + 1]);
        RagBench bench = new RagBench(Integer.parseInt(given.get("--size")), Integer.parseInt(given.get("--queries")));
        JsonObject found = bench.run();
        String file = given.getOrDefault("--out", "");
        if (!file.isEmpty()) {
            Path path = Path.of(file).toAbsolutePath();
            Files.createDirectories(path.getParent());
            Files.writeString(path, found + "\n");
        }
    }

    private JsonObject run() throws IOException {
        Path place = Files.createTempDirectory("rag-bench");
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("command", "x0 bench rag")
                .add("commit", System.getProperty("x0.commit", "unknown"))
                .add("processors", Runtime.getRuntime().availableProcessors())
                .add("java", Runtime.version().toString())
                .add("loadBefore", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage())
                .add("chunks", size)
                .add("numbers", Embedder.DIMENSION);
        try (ChunkIndex index = new ChunkIndex(place)) {
            float[][] base = build(index, json);
            search(index, base, json);
            whole(index, json);
        } finally {
            Shelf.delete(place);
        }
        return json.add(
                        "loadAfter",
                        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage())
                .build();
    }

    private float[][] build(ChunkIndex index, JsonObjectBuilder json) throws IOException {
        float[][] base = new float[size][];
        long wall = 0;
        for (int from = 0; from < size; from += BATCH) {
            List<StoredChunk> batch = new ArrayList<>();
            for (int i = from; i < Math.min(size, from + BATCH); i++) {
                base[i] = vector();
                batch.add(new StoredChunk(new Chunk(text(60), "", 1, 5), base[i]));
            }
            long begun = System.nanoTime();
            index.append(new Source("doc-" + from, "", "line", Map.of(), "d", "m"), batch);
            wall += System.nanoTime() - begun;
        }
        long begun = System.nanoTime();
        index.commit("m");
        wall += System.nanoTime() - begun;
        System.out.printf("build    %,d chunks in %.1f s, as the library builds it%n", size, wall / 1e9);
        json.add("buildSeconds", wall / 1e9);
        return base;
    }

    /** Recall of the ten nearest against all compared, and what a search by meaning takes. */
    private void search(ChunkIndex index, float[][] base, JsonObjectBuilder json) throws IOException {
        double[] wall = new double[asked];
        double[] cpu = new double[asked];
        double recall = 0;
        var threads = ManagementFactory.getThreadMXBean();
        for (int i = -asked / 5; i < asked; i++) {
            float[] question = vector();
            Query query = Query.of("bench", "any").with(Query.Mode.VECTOR).top(TRUE, TRUE);
            long cpuBegun = threads.getCurrentThreadCpuTime();
            long begun = System.nanoTime();
            var hits = index.ask(s -> ChunkSearch.ranked(s, query, Optional.of(new Meaning(question, 1))));
            long took = System.nanoTime() - begun;
            if (i < 0) continue;
            wall[i] = took / 1e6;
            cpu[i] = (threads.getCurrentThreadCpuTime() - cpuBegun) / 1e6;
            Set<Float> found = new HashSet<>();
            hits.forEach(h -> found.add((float) h.score()));
            float tenth = nearest(base, question);
            recall += hits.stream().filter(h -> h.score() >= tenth - 1e-5).count() / (double) TRUE;
        }
        json.add("recallAt10", recall / asked);
        System.out.printf("recall   %.4f at 10, one byte a number, full numbers decide%n", recall / asked);
        tell("search", "vector search without embedding", wall, json);
        tell("searchCpu", "the same, processor time", cpu, json);
    }

    private static float nearest(float[][] base, float[] question) {
        float[] scores = new float[base.length];
        for (int i = 0; i < base.length; i++) scores[i] = (float) Proof.dot(base[i], question);
        Arrays.sort(scores);
        return scores[scores.length - TRUE];
    }

    /** From words to snippets: the model, both lists, the fusion. */
    private void whole(ChunkIndex index, JsonObjectBuilder json) throws IOException {
        Embedder embedder = RealModel.embedder();
        double[] embedding = new double[asked];
        double[] hybrid = new double[asked];
        double[] all = new double[asked];
        for (int i = -asked / 5; i < asked; i++) {
            String question = "what to do when the " + text(8);
            Query query = Query.of("bench", question);
            long begun = System.nanoTime();
            float[] vector = ((Embedded.Vector) embedder.query(question)).values();
            long embedded = System.nanoTime();
            index.ask(s -> ChunkSearch.search(s, query, Optional.of(new Meaning(vector, embedder.legible(question)))));
            long ended = System.nanoTime();
            if (i < 0) continue;
            embedding[i] = (embedded - begun) / 1e6;
            hybrid[i] = (ended - embedded) / 1e6;
            all[i] = (ended - begun) / 1e6;
        }
        tell("embedding", "one question embedded", embedding, json);
        tell("hybrid", "hybrid search with snippets", hybrid, json);
        tell("endToEnd", "question to snippets", all, json);
    }

    private static void tell(String key, String words, double[] samples, JsonObjectBuilder json) {
        double[] sorted = samples.clone();
        Arrays.sort(sorted);
        JsonArrayBuilder raw = Json.createArrayBuilder();
        for (double sample : samples) raw.add(Math.round(sample * 1e4) / 1e4);
        double p50 = sorted[sorted.length / 2];
        double p99 = sorted[Math.min(sorted.length - 1, (int) (0.99 * sorted.length))];
        json.add(
                key,
                Json.createObjectBuilder()
                        .add("unit", "ms")
                        .add("n", samples.length)
                        .add("p50", p50)
                        .add("p99", p99)
                        .add("max", sorted[sorted.length - 1])
                        .add("samples", raw));
        System.out.printf("%-32s p50 %.2f  p99 %.2f  max %.2f ms%n", words, p50, p99, sorted[sorted.length - 1]);
    }
}
