package io.x0tta6bl4.runtime.learning;

import io.x0tta6bl4.analyze.provider.graphsage.GraphQuestion;
import io.x0tta6bl4.analyze.provider.graphsage.Signs;
import io.x0tta6bl4.ml.api.Outcome;
import io.x0tta6bl4.ml.api.Tensor;
import io.x0tta6bl4.ml.provider.onnxruntime.OnnxModels;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/** How long one answer of the shipped model takes on a graph, in wall and in processor time of the asking thread. */
final class InferenceBench {
    private InferenceBench() {}

    static void run(List<String> words) throws IOException {
        Main.Options options = new Main.Options(words.subList(1, words.size()));
        int nodes = (int) options.number("--nodes", 1000);
        int runs = (int) options.number("--runs", 5000);
        Path folder = options.path("--models", "runtime/distribution/src/main/models");
        Path out = options.path("--out", "evidence/graphsage/inference.json");
        options.done("x0 bench ml [--nodes N] [--runs N] [--models DIR] [--out FILE]");
        Topology topology = Topology.draw(Topology.Family.LAYERED, nodes, new SplittableRandom(1));
        Observer observer = new Observer(new Simulator(topology, new SplittableRandom(2)), new SplittableRandom(3));
        Observer.Sight sight =
                observer.look(new Simulator(topology, new SplittableRandom(2)).strike(Fault.SLOW, nodes - 1));
        Signs signs = Signs.of(sight.snapshot(), sight.analysis());
        Path scratch = Files.createTempDirectory("x0-bench-ml");
        try (OnnxModels models = OnnxModels.in(scratch, List.of(folder))) {
            Map<String, Tensor> question = GraphQuestion.of(signs);
            double[][] samples = measure(models, question, runs);
            report(out, nodes, signs.callers().length, samples);
        } finally {
            try (var files = Files.walk(scratch)) {
                files.sorted(java.util.Comparator.reverseOrder())
                        .forEach(f -> f.toFile().delete());
            }
        }
    }

    private static double[][] measure(OnnxModels models, Map<String, Tensor> question, int runs) {
        double[] wall = new double[runs];
        double[] cpu = new double[runs];
        var threads = ManagementFactory.getThreadMXBean();
        for (int i = -runs / 4; i < runs; i++) {
            long cpuBegin = threads.getCurrentThreadCpuTime();
            long begin = System.nanoTime();
            Outcome outcome = models.run(GraphSage.ID, question);
            long end = System.nanoTime();
            if (!(outcome instanceof Outcome.Answered)) throw new IllegalStateException(outcome.toString());
            if (i < 0) continue;
            wall[i] = (end - begin) / 1e6;
            cpu[i] = (threads.getCurrentThreadCpuTime() - cpuBegin) / 1e6;
        }
        return new double[][] {wall, cpu};
    }

    private static void report(Path out, int nodes, int calls, double[][] samples) throws IOException {
        var json = Json.createObjectBuilder()
                .add("command", "x0 bench ml --nodes " + nodes + " --runs " + samples[0].length)
                .add("commit", System.getProperty("x0.commit", "unknown"))
                .add(
                        "environment",
                        Json.createObjectBuilder()
                                .add("java", System.getProperty("java.runtime.version"))
                                .add("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"))
                                .add("processors", Runtime.getRuntime().availableProcessors())
                                .add(
                                        "loadAverage",
                                        ManagementFactory.getOperatingSystemMXBean()
                                                .getSystemLoadAverage()))
                .add("nodes", nodes)
                .add("dependencies", calls)
                .add("n", samples[0].length);
        String[] names = {"wallMillis", "cpuMillis"};
        for (int k = 0; k < 2; k++) {
            double[] sorted = samples[k].clone();
            Arrays.sort(sorted);
            JsonArrayBuilder raw = Json.createArrayBuilder();
            for (double sample : samples[k]) raw.add(Math.round(sample * 10_000) / 10_000.0);
            json.add(
                    names[k],
                    Json.createObjectBuilder()
                            .add("p50", at(sorted, 0.5))
                            .add("p90", at(sorted, 0.9))
                            .add("p99", at(sorted, 0.99))
                            .add("max", sorted[sorted.length - 1])
                            .add("samples", raw));
            System.out.printf(
                    Locale.ROOT,
                    "%d nodes, %d dependencies, n %d, %s: p50 %.3f  p99 %.3f  max %.3f%n",
                    nodes,
                    calls,
                    sorted.length,
                    names[k],
                    at(sorted, 0.5),
                    at(sorted, 0.99),
                    sorted[sorted.length - 1]);
        }
        Files.createDirectories(out.toAbsolutePath().getParent());
        Files.writeString(out, ModelFiles.text(json.build()));
    }

    private static double at(double[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
    }
}
