package io.x0tta6bl4.runtime.launcher;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonWriter;
import jakarta.json.JsonWriterFactory;
import jakarta.json.stream.JsonGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Measures the cold start of the distribution: from making the process to {@code /health/ready} answering 200, each
 * time on a fresh data directory, in turn with and without the AOT cache. A run that never is ready counts as failed.
 */
public final class StartupBench {

    private static final double[] PERCENTILES = {0.5, 0.95, 0.99, 1.0};

    private final Path distribution;
    private final List<String> words;
    private int runs = 10;
    private int idleSeconds;
    private List<String> more = List.of();
    private Optional<KarafStart> beside = Optional.empty();

    private StartupBench(Path distribution, List<String> words) {
        this.distribution = distribution;
        this.words = words;
    }

    /**
     * {@code [--runs N] [--idle SECONDS] [--beside KARAF [--beside-java JDK]] [-- OPTIONS OF run]}; the distribution is the property
     * {@code x0.dist}.
     */
    public static void main(String[] words) throws IOException, InterruptedException {
        try {
            StartupBench bench = new StartupBench(Path.of(System.getProperty("x0.dist")), List.of(words));
            bench.parse();
            System.exit(bench.measure() ? 0 : Refusal.FAILURE);
        } catch (Refusal refusal) {
            System.err.println("x0: " + refusal.getMessage());
            System.exit(refusal.exitCode());
        }
    }

    private void parse() throws Refusal {
        int end = words.indexOf("--");
        more = end < 0 ? List.of() : words.subList(end + 1, words.size());
        OptionReader options = new OptionReader(end < 0 ? words : words.subList(0, end));
        Optional<Path> karaf = Optional.empty();
        Path java = Path.of(System.getProperty("java.home"));
        while (options.next()) {
            switch (options.name()) {
                case "--runs" -> runs = number(options, 1, 1000);
                case "--idle" -> idleSeconds = number(options, 0, 600);
                case "--beside" -> karaf = Optional.of(Path.of(options.value("DIR")));
                case "--beside-java" -> java = Path.of(options.value("DIR"));
                default ->
                    throw Refusal.usage("'bench startup' does not know '" + options.name()
                            + "'. It knows: --runs N, --idle SECONDS, --beside KARAF, --beside-java JDK,"
                            + " -- OPTIONS OF run.");
            }
        }
        if (karaf.isPresent()) beside = Optional.of(KarafStart.of(karaf.get(), java));
    }

    private static int number(OptionReader options, int least, int most) throws Refusal {
        String word = options.value("N");
        if (!word.matches("\\d{1,4}") || Integer.parseInt(word) < least || Integer.parseInt(word) > most) {
            throw Refusal.usage(options.name() + " needs " + least + " to " + most + ", found '" + word + "'.");
        }
        return Integer.parseInt(word);
    }

    private boolean measure() throws IOException, InterruptedException {
        Instant begun = Instant.now();
        Map<String, List<StartupSample>> samples = new TreeMap<>();
        boolean cached = Files.exists(distribution.resolve("lib/x0.aot"));
        for (int run = 0; run < runs; run++) {
            if (cached) {
                add(samples, "aot", StartupSample.take(distribution, true, more, idleSeconds));
            }
            add(samples, "no-aot", StartupSample.take(distribution, false, more, idleSeconds));
            if (beside.isPresent()) add(samples, "karaf", beside.get().take());
        }
        Path evidence = write(begun, samples);
        if (!cached) {
            System.err.println("x0: The distribution has no AOT cache; measured without it only.");
        }
        samples.forEach((mode, list) -> System.out.println(line(mode, list)));
        ratio(samples).ifPresent(System.out::println);
        System.out.println("evidence " + evidence);
        return samples.values().stream().flatMap(List::stream).allMatch(StartupSample::ready);
    }

    /** How the node compares with what was started beside it; absent when one of them never was ready. */
    private static Optional<String> ratio(Map<String, List<StartupSample>> samples) {
        List<StartupSample> node = ready(samples.getOrDefault("aot", samples.get("no-aot")));
        List<StartupSample> karaf = ready(samples.getOrDefault("karaf", List.of()));
        if (node.isEmpty() || karaf.isEmpty()) return Optional.empty();
        return Optional.of(String.format(
                Locale.ROOT,
                "node / karaf: wall %.2f, CPU %.2f, RSS %.2f (p50 of each)",
                percentile(node, StartupSample::readyMillis, 0.5) / percentile(karaf, StartupSample::readyMillis, 0.5),
                percentile(node, StartupSample::cpuMillis, 0.5) / percentile(karaf, StartupSample::cpuMillis, 0.5),
                percentile(node, StartupSample::rssMiB, 0.5) / percentile(karaf, StartupSample::rssMiB, 0.5)));
    }

    private static List<StartupSample> ready(List<StartupSample> all) {
        return all.stream().filter(StartupSample::ready).toList();
    }

    private static void add(Map<String, List<StartupSample>> samples, String mode, StartupSample sample) {
        samples.computeIfAbsent(mode, absent -> new ArrayList<>()).add(sample);
        System.err.println(mode + ": " + sample.words());
    }

    private static String line(String mode, List<StartupSample> all) {
        List<StartupSample> ready = ready(all);
        if (ready.isEmpty()) {
            return mode + ": none of " + all.size() + " runs became ready";
        }
        return String.format(
                Locale.ROOT,
                "%-7s ready %d of %d; p50 %.0f ms, p95 %.0f ms, max %.0f ms; CPU p50 %.0f ms; RSS p50 %.0f MiB",
                mode,
                ready.size(),
                all.size(),
                percentile(ready, StartupSample::readyMillis, 0.5),
                percentile(ready, StartupSample::readyMillis, 0.95),
                percentile(ready, StartupSample::readyMillis, 1.0),
                percentile(ready, StartupSample::cpuMillis, 0.5),
                percentile(ready, StartupSample::rssMiB, 0.5));
    }

    /** Nearest rank: a value that was measured, never one between two. */
    static double percentile(List<StartupSample> samples, ToDoubleFunction<StartupSample> value, double share) {
        double[] sorted = samples.stream().mapToDouble(value).sorted().toArray();
        return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }

    private Path write(Instant begun, Map<String, List<StartupSample>> samples) throws IOException {
        JsonObjectBuilder modes = Json.createObjectBuilder();
        samples.forEach((mode, list) -> modes.add(mode, mode(list)));
        JsonObject evidence = Json.createObjectBuilder()
                .add("bench", "startup")
                .add("command", ("./x0 bench startup " + String.join(" ", words)).strip())
                .add("begun", begun.toString())
                .add("commit", Environment.commit())
                .add("environment", Environment.describe())
                .add("n", runs)
                .add("modes", modes)
                .build();
        Path file = Path.of("evidence", "startup-" + begun.toString().replace(':', '-') + ".json")
                .toAbsolutePath();
        Files.createDirectories(file.getParent());
        JsonWriterFactory pretty = Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true));
        try (JsonWriter writer = pretty.createWriter(Files.newBufferedWriter(file))) {
            writer.writeObject(evidence);
        }
        return file;
    }

    private static JsonObjectBuilder mode(List<StartupSample> all) {
        JsonArrayBuilder raw = Json.createArrayBuilder();
        all.forEach(sample -> raw.add(sample.json()));
        List<StartupSample> ready = ready(all);
        JsonObjectBuilder mode =
                Json.createObjectBuilder().add("runs", all.size()).add("ready", ready.size());
        if (!ready.isEmpty()) {
            mode.add("readyMillis", percentiles(ready, StartupSample::readyMillis));
            mode.add("cpuMillis", percentiles(ready, StartupSample::cpuMillis));
            mode.add("rssMiB", percentiles(ready, StartupSample::rssMiB));
        }
        return mode.add("samples", raw);
    }

    private static JsonObjectBuilder percentiles(List<StartupSample> ready, ToDoubleFunction<StartupSample> value) {
        JsonObjectBuilder percentiles = Json.createObjectBuilder();
        for (double share : PERCENTILES) {
            percentiles.add(share == 1.0 ? "max" : "p" + Math.round(share * 100), percentile(ready, value, share));
        }
        return percentiles;
    }
}
