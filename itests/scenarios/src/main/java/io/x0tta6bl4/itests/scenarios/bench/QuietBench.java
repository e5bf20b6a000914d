package io.x0tta6bl4.itests.scenarios.bench;

import io.x0tta6bl4.itests.scenarios.evidence.Evidence;
import io.x0tta6bl4.itests.scenarios.evidence.Percentiles;
import io.x0tta6bl4.itests.scenarios.evidence.Progress;
import io.x0tta6bl4.itests.scenarios.node.Distribution;
import io.x0tta6bl4.itests.scenarios.node.LoopView;
import io.x0tta6bl4.itests.scenarios.sample.Load;
import io.x0tta6bl4.itests.scenarios.sample.Service;
import io.x0tta6bl4.itests.scenarios.sample.Stage;
import io.x0tta6bl4.itests.scenarios.sample.Waiting;
import jakarta.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A long stretch with load and without faults: no action may be taken, and what the node itself costs meanwhile. */
public final class QuietBench {
    private static final Duration SAMPLE_EVERY = Duration.ofSeconds(10);
    private final Distribution distribution;
    private final Progress progress;
    private final List<Double> processor = new ArrayList<>();
    private final List<Double> resident = new ArrayList<>();

    public QuietBench(Distribution distribution, Progress progress) {
        this.distribution = distribution;
        this.progress = progress;
    }

    /** Looks on for a while; true if the loop was at work and did nothing, and nobody else started anything. */
    public boolean run(Duration length, Evidence evidence) throws IOException {
        try (Stage stage = Stage.open(distribution, "quiet")) {
            stage.startNode();
            stage.awaitHealthy(Duration.ofSeconds(30));
            try (Load load = new Load(stage.system().frontDoor().address(), 2, 20)) {
                return watch(stage, load, length, evidence);
            }
        }
    }

    private boolean watch(Stage stage, Load load, Duration length, Evidence evidence) throws IOException {
        LoopView before = stage.console().loop();
        Map<String, Integer> starts = starts(stage);
        long end = System.nanoTime() + length.toNanos();
        while (System.nanoTime() < end) sample(stage, load, Duration.ofNanos(end - System.nanoTime()));
        LoopView after = stage.console().loop();
        long actions = after.actions() - before.actions();
        boolean same = starts.equals(starts(stage));
        boolean good = actions == 0
                && same
                && after.ticks() > before.ticks()
                && load.count().served() > 0;
        var cpu = new Percentiles(processor, "% of one core");
        var memory = new Percentiles(resident, "MiB");
        progress.head("quiet, " + length.toMinutes() + " min: " + actions + " actions, " + load.count());
        progress.say("node: CPU " + cpu.words() + "; RSS " + memory.words());
        evidence.with("minutes", Json.createValue(length.toMinutes()))
                .with("n", Json.createValue(processor.size()))
                .with("actions", Json.createValue(actions))
                .with("incidents", Json.createValue(stage.console().incidents().size()))
                .with("ticks", Json.createValue(after.ticks() - before.ticks()))
                .with("served", Json.createValue(load.count().served()))
                .with("failed", Json.createValue(load.count().failed()))
                .with("node_cpu", cpu.json())
                .with("node_rss", memory.json())
                .with("passed", good ? "yes" : "no");
        progress.say("evidence: " + evidence.write());
        return good;
    }

    private void sample(Stage stage, Load load, Duration left) throws IOException {
        long pid = stage.node().pids().getFirst();
        Optional<Duration> used = cpu(pid);
        long start = System.nanoTime();
        Waiting.through(left.compareTo(SAMPLE_EVERY) < 0 ? left : SAMPLE_EVERY);
        double wall = System.nanoTime() - start;
        cpu(pid).ifPresent(now ->
                used.ifPresent(then -> processor.add(100 * now.minus(then).toNanos() / wall)));
        resident(pid).ifPresent(resident::add);
        progress.say(load.count() + ", " + stage.console().loop().actions() + " actions");
    }

    private static Optional<Duration> cpu(long pid) {
        return ProcessHandle.of(pid).flatMap(handle -> handle.info().totalCpuDuration());
    }

    private static Optional<Double> resident(long pid) throws IOException {
        Path status = Path.of("/proc/" + pid + "/status");
        if (!Files.isReadable(status)) return Optional.empty();
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .map(line -> Double.parseDouble(line.replaceAll("\\D+", "")) / 1024)
                .findFirst();
    }

    private static Map<String, Integer> starts(Stage stage) throws IOException {
        Map<String, Integer> starts = new TreeMap<>();
        for (Service service : stage.system().services())
            starts.put(service.name(), stage.system().starts(service.name()));
        return starts;
    }
}
