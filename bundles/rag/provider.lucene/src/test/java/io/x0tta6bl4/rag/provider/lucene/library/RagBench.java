package io.x0tta6bl4.rag.provider.lucene.library;

import io.x0tta6bl4.rag.api.Query;
import io.x0tta6bl4.rag.provider.lucene.embedding.Embedded;
import io.x0tta6bl4.rag.provider.lucene.embedding.Embedder;
import io.x0tta6bl4.rag.provider.lucene.embedding.Legibility;
import io.x0tta6bl4.rag.provider.lucene.index.ChunkIndex;
import io.x0tta6bl4.rag.provider.lucene.index.ChunkSearch;
import io.x0tta6bl4.rag.provider.lucene.index.Meaning;
import io.x0tta6bl4.rag.provider.lucene.index.Source;
import io.x0tta6bl4.rag.provider.lucene.index.StoredChunk;
import io.x0tta6bl4.rag.provider.lucene.reading.Chunk;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the index costs and finds at 100,000 chunks of 384 numbers, a question from its words to its snippets, and the same beside
 * hnswlib and LangChain4j where they are there. Vectors and words are made, the model is the real one.
 */
public final class RagBench {
    private static final int BATCH = 500;
    private static final int TRUE = 10;

    private final int size;
    private final int asked;
    private final Map<String, String> given;
    private final MadeChunks made = new MadeChunks();
    private final BenchEvidence evidence;

    private RagBench(Map<String, String> given) {
        this.given = given;
        this.size = Integer.parseInt(given.getOrDefault("--size", "100000"));
        this.asked = Integer.parseInt(given.getOrDefault("--queries", "1000"));
        this.evidence = new BenchEvidence("x0 bench rag --size " + size + " --queries " + asked);
        evidence.add("chunks", size);
        evidence.add("numbers", Embedder.DIMENSION);
    }

    /** {@code --size N --queries N --out FILE --langchain4j COMMAND --hnswlib COMMAND --documents FOLDER}, commands parted by blanks. */
    public static void main(String[] args) throws Exception {
        Map<String, String> given = new TreeMap<>();
        for (int i = 0; i + 1 < args.length; i += 2) given.put(args[i], args[i + 1]);
        RagBench bench = new RagBench(given);
        bench.run();
        System.exit(bench.evidence.write(Path.of(given.getOrDefault("--out", "evidence/bench-rag.json"))) ? 0 : 1);
    }

    private Optional<List<String>> peer(String name) {
        return Optional.ofNullable(given.get(name)).filter(c -> !c.isBlank()).map(c -> List.of(c.split(" ")));
    }

    private void run() throws IOException, InterruptedException {
        Path place = Files.createTempDirectory("rag-bench");
        try {
            Path work = Files.createDirectory(place.resolve("work"));
            Optional<List<String>> langchain = peer("--langchain4j");
            if (langchain.isPresent())
                new EmbeddingRace(Path.of(given.get("--documents")), work).run(langchain.get(), evidence);
            try (ChunkIndex index = new ChunkIndex(place.resolve("index"))) {
                float[][] base = build(index);
                float[][] questions = new float[asked][];
                for (int i = 0; i < asked; i++) questions[i] = made.vector();
                search(index, base, questions);
                whole(index);
                Optional<List<String>> hnswlib = peer("--hnswlib");
                if (hnswlib.isPresent()) new HnswlibBeside(work).run(hnswlib.get(), base, questions, evidence);
            }
        } finally {
            Shelf.delete(place);
        }
    }

    private float[][] build(ChunkIndex index) throws IOException {
        float[][] base = new float[size][];
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long wall = 0;
        long cpu = 0;
        for (int from = 0; from <= size; from += BATCH) {
            List<StoredChunk> batch = new ArrayList<>();
            for (int i = from; i < Math.min(size, from + BATCH); i++) {
                base[i] = made.vector();
                batch.add(new StoredChunk(new Chunk(made.text(60), "", 1, 5), base[i]));
            }
            long cpuBegun = system.getProcessCpuTime();
            long begun = System.nanoTime();
            index.append(new Source("doc-" + from, "", "line", Map.of(), "d", "m"), batch);
            if (from + BATCH > size) {
                index.commit("m");
                index.settle();
                index.commit("m");
            }
            wall += System.nanoTime() - begun;
            cpu += system.getProcessCpuTime() - cpuBegun;
        }
        int segments = index.parts();
        evidence.say(
                "build    %,d chunks in %.1f s (processor %.1f s), words and vectors, %d segments",
                size, wall / 1e9, cpu / 1e9, segments);
        evidence.add("build_seconds", wall / 1e9);
        evidence.add("build_cpu_seconds", cpu / 1e9);
        evidence.add("segments", segments);
        return base;
    }

    /** Recall of the ten nearest against all compared, and what a search by meaning takes. */
    private void search(ChunkIndex index, float[][] base, float[][] questions) throws IOException {
        double[] wall = new double[asked];
        double[] cpu = new double[asked];
        double recall = 0;
        var threads = ManagementFactory.getThreadMXBean();
        Query query = Query.of("bench", "any").with(Query.Mode.VECTOR).top(TRUE, TRUE);
        float[] tenth = new float[asked];
        for (int i = 0; i < asked; i++) tenth[i] = nearest(base, questions[i]);
        for (int i = -asked; i < asked; i++) {
            float[] question = questions[Math.floorMod(i, asked)];
            long cpuBegun = threads.getCurrentThreadCpuTime();
            long begun = System.nanoTime();
            var hits = index.ask(s -> ChunkSearch.ranked(s, query, Optional.of(new Meaning(question, 1))));
            long took = System.nanoTime() - begun;
            if (i < 0) continue;
            wall[i] = took / 1e6;
            cpu[i] = (threads.getCurrentThreadCpuTime() - cpuBegun) / 1e6;
            float least = tenth[i] - 1e-5f;
            recall += hits.stream().filter(h -> h.score() >= least).count() / (double) TRUE;
        }
        evidence.add("recall_at_10", recall / asked);
        evidence.say("recall   %.4f at 10, one byte a number, full numbers decide", recall / asked);
        evidence.target("recall at 10 of 0.95 or more", recall / asked >= 0.95);
        double p99 = evidence.samples("search", "vector search without embedding", wall);
        evidence.samples("search_cpu", "the same, processor time", cpu);
        evidence.target("search without embedding p99 within 5 ms", p99 <= 5);
    }

    private static float nearest(float[][] base, float[] question) {
        float[] scores = new float[base.length];
        for (int i = 0; i < base.length; i++) scores[i] = (float) Proof.dot(base[i], question);
        Arrays.sort(scores);
        return scores[scores.length - TRUE];
    }

    /** From words to snippets: the model, both lists, the fusion. */
    private void whole(ChunkIndex index) throws IOException {
        Embedder embedder = RealModel.embedder();
        double[] embedding = new double[asked];
        double[] hybrid = new double[asked];
        double[] all = new double[asked];
        double[] cpu = new double[asked];
        var threads = ManagementFactory.getThreadMXBean();
        for (int i = -asked / 2; i < asked; i++) {
            String question = "what to do when the " + made.text(8);
            Query query = Query.of("bench", question);
            long cpuBegun = threads.getCurrentThreadCpuTime();
            long begun = System.nanoTime();
            float[] vector = ((Embedded.Vector) embedder.query(question)).values();
            long embedded = System.nanoTime();
            index.ask(s -> ChunkSearch.search(s, query, Optional.of(new Meaning(vector, Legibility.of(question)))));
            long ended = System.nanoTime();
            if (i < 0) continue;
            embedding[i] = (embedded - begun) / 1e6;
            hybrid[i] = (ended - embedded) / 1e6;
            all[i] = (ended - begun) / 1e6;
            cpu[i] = (threads.getCurrentThreadCpuTime() - cpuBegun) / 1e6;
        }
        evidence.samples("embedding", "one question embedded", embedding);
        evidence.samples("hybrid", "hybrid search with snippets", hybrid);
        evidence.samples("end_to_end_cpu", "the whole, processor time", cpu);
        double p99 = evidence.samples("end_to_end", "question to snippets", all);
        evidence.target("question to snippets p99 within 25 ms", p99 <= 25);
    }
}
