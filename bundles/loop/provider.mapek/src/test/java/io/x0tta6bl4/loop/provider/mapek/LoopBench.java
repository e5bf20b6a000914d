package io.x0tta6bl4.loop.provider.mapek;

import com.sun.management.ThreadMXBean;
import io.x0tta6bl4.analyze.provider.rules.RuleAnalyzer;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import io.x0tta6bl4.knowledge.api.observation.Snapshot;
import io.x0tta6bl4.knowledge.api.policy.Brakes;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures the loop: {@code ./x0 bench loop [--elements 100,1000,10000] [--ticks 400]}.
 *
 * <p>A tick is the real engine over the real monitor, analyzer, localizer and planner; the elements are simulated processes with
 * an HTTP probe a second, so that each tick of 250 ms takes in a quarter of them with three observations each, and one in a
 * thousand of them is sick. Analyze is measured apart: observations per second of processor time through the rules.
 *
 * <p>Beside the time on the wall stands the processor time of the ticking thread, which a busy machine disturbs less; pauses of the
 * garbage collector are in the first and, as they run on another thread, not in the second.
 */
final class LoopBench {
    private static final int WARM_UP = 200;
    private static final int SHARE = 4;
    private static final int SIGNALS = 3;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private LoopBench() {}

    public static void main(String[] args) throws IOException {
        List<Integer> sizes = Arrays.stream(
                        option(args, "--elements", "100,1000,10000").split(","))
                .map(Integer::valueOf)
                .toList();
        int ticks = Integer.parseInt(option(args, "--ticks", "400"));
        Path out = Path.of(option(args, "--out", "evidence/bench-loop.json"));
        PrintStream console = new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), true);
        List<String> results = new ArrayList<>();
        console.printf(
                Locale.ROOT,
                "%10s %9s %9s %9s %9s %11s %11s %12s %16s%n",
                "elements",
                "p50 ms",
                "p95 ms",
                "p99 ms",
                "max ms",
                "cpu p50 ms",
                "cpu p99 ms",
                "KiB/tick",
                "analyze obs/s");
        for (int size : sizes) {
            Measured measured = measure(size, ticks);
            double rate = analyzeRate(size);
            console.printf(
                    Locale.ROOT,
                    "%10d %9.3f %9.3f %9.3f %9.3f %11.3f %11.3f %12.1f %16.0f%n",
                    size,
                    percentile(measured.millis(), 0.5),
                    percentile(measured.millis(), 0.95),
                    percentile(measured.millis(), 0.99),
                    percentile(measured.millis(), 1),
                    percentile(measured.cpuMillis(), 0.5),
                    percentile(measured.cpuMillis(), 0.99),
                    measured.bytesPerTick() / 1024.0,
                    rate);
            results.add(json(size, ticks, measured, rate));
        }
        Files.createDirectories(out.toAbsolutePath().getParent());
        Files.writeString(out, document(args, results));
        console.println("evidence: " + out);
    }

    private record Measured(double[] millis, double[] cpuMillis, long bytesPerTick) {}

    private static double percentile(double[] values, double p) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.max(0, Math.ceil(p * sorted.length) - 1)];
    }

    private static Measured measure(int size, int ticks) {
        Brakes idle = Switched.with(
                new Brakes.DryRun(true, java.util.Set.of()), new Brakes.Budget(false, Duration.ofMillis(50), 1));
        try (Scene scene = new Scene(idle)) {
            for (int i = 0; i < size; i++)
                scene.process("e" + i, i % 10 == 0 ? new String[0] : new String[] {"e" + (i - 1)});
            scene.ready();
            ElementId[] ids = ids(scene);
            double[] millis = new double[ticks];
            double[] cpuMillis = new double[ticks];
            long bytes = 0;
            for (int t = -WARM_UP; t < ticks; t++) {
                scene.now.updateAndGet(n -> n.plusMillis(250));
                feed(scene, ids, size, t);
                long allocated = THREADS.getCurrentThreadAllocatedBytes();
                long cpu = THREADS.getCurrentThreadCpuTime();
                long start = System.nanoTime();
                scene.engine.tick();
                if (t < 0) continue;
                millis[t] = (System.nanoTime() - start) / 1e6;
                cpuMillis[t] = (THREADS.getCurrentThreadCpuTime() - cpu) / 1e6;
                bytes += THREADS.getCurrentThreadAllocatedBytes() - allocated;
            }
            return new Measured(millis, cpuMillis, bytes / ticks);
        }
    }

    private static void feed(Scene scene, ElementId[] ids, int size, int tick) {
        Instant at = scene.now.get();
        for (int i = Math.floorMod(tick, SHARE); i < size; i += SHARE) {
            for (Observation observation : seen(ids[i], i, tick, at)) scene.observe(observation);
        }
    }

    /** The names as the model has them: sensors speak of its elements and do not make their names anew. */
    private static ElementId[] ids(Scene scene) {
        return scene.engine.model().elements().stream().map(Element::id).toArray(ElementId[]::new);
    }

    private static Observation[] seen(ElementId id, int i, int tick, Instant at) {
        String state = i % 1_000 == 7 ? "wrong" : "healthy";
        return new Observation[] {
            Observation.state(id, Signals.HTTP_STATE, state, "", at, "plant"),
            Observation.measured(
                    id, Signals.HTTP_LATENCY, 1 + Math.floorMod(i * 31 + tick, 97) / 10.0, "ms", at, "plant"),
            Observation.state(id, Signals.PROCESS_STATE, "running", "", at, "plant")
        };
    }

    /** Observations per second of processor time of one thread. */
    private static double analyzeRate(int size) {
        try (Scene scene = new Scene(Brakes.defaults())) {
            for (int i = 0; i < size; i++) scene.process("e" + i);
            scene.ready();
            ElementId[] ids = ids(scene);
            RuleAnalyzer analyzer = new RuleAnalyzer();
            long observations = 0;
            long cpu = 0;
            for (int t = 0; t < 60; t++) {
                Instant at = scene.now.get().plusMillis(250L * t);
                List<Observation> arrived = new ArrayList<>();
                for (int i = 0; i < size; i++) arrived.addAll(List.of(seen(ids[i], i, t, at)));
                Snapshot snapshot = new Snapshot(t, at, scene.engine.model(), Map.of(), arrived, 0);
                long start = THREADS.getCurrentThreadCpuTime();
                analyzer.analyze(snapshot);
                if (t < 20) continue;
                cpu += THREADS.getCurrentThreadCpuTime() - start;
                observations += (long) size * SIGNALS;
            }
            return observations * 1e9 / cpu;
        }
    }

    private static String json(int size, int ticks, Measured m, double rate) {
        return String.format(
                Locale.ROOT,
                "{\"elements\":%d,\"n\":%d,\"tick_ms\":{\"p50\":%.4f,\"p95\":%.4f,\"p99\":%.4f,\"max\":%.4f},"
                    + "\"tick_cpu_ms\":{\"p50\":%.4f,\"p99\":%.4f},"
                    + "\"observations_per_tick\":%d,\"allocated_bytes_per_tick\":%d,\"analyze_observations_per_cpu_second\":%.0f,"
                    + "\"raw_tick_ms\":%s}",
                size,
                ticks,
                percentile(m.millis(), 0.5),
                percentile(m.millis(), 0.95),
                percentile(m.millis(), 0.99),
                percentile(m.millis(), 1),
                percentile(m.cpuMillis(), 0.5),
                percentile(m.cpuMillis(), 0.99),
                size / SHARE * SIGNALS,
                m.bytesPerTick(),
                rate,
                Arrays.toString(m.millis()));
    }

    private static String document(String[] args, List<String> results) {
        return String.format(
                Locale.ROOT,
                "{\"command\":\"bench loop"
                    + " %s\",\"at\":\"%s\",\"commit\":\"%s\",\"environment\":{\"java\":\"%s\",\"vm_arguments\":\"%s\","
                    + "\"processors\":%d,\"load_average\":%.2f},\"results\":[%s]}%n",
                String.join(" ", args),
                Instant.now(),
                System.getProperty("x0.commit", "unknown"),
                Runtime.version(),
                String.join(" ", ManagementFactory.getRuntimeMXBean().getInputArguments()),
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                String.join(",", results));
    }

    private static String option(String[] args, String name, String otherwise) {
        for (int i = 0; i + 1 < args.length; i++) if (args[i].equals(name)) return args[i + 1];
        return otherwise;
    }
}
