package io.x0tta6bl4.rag.provider.lucene.library;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.stream.JsonGenerator;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/** What a bench measured: a line for the reader as it goes, and the file that the numbers can be traced back to. */
final class BenchEvidence {
    private final PrintStream console =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    private final Instant began = Instant.now();
    private final JsonObjectBuilder json = Json.createObjectBuilder();
    private final JsonArrayBuilder missed = Json.createArrayBuilder();
    private boolean met = true;

    BenchEvidence(String command) {
        json.add("command", command)
                .add("commit", System.getProperty("x0.commit", "unknown"))
                .add("working_tree", System.getProperty("x0.tree", "unknown"))
                .add("began", began.truncatedTo(ChronoUnit.MILLIS).toString())
                .add(
                        "environment",
                        Json.createObjectBuilder()
                                .add("os", System.getProperty("os.name") + " " + System.getProperty("os.version"))
                                .add("processors", Runtime.getRuntime().availableProcessors())
                                .add("java", Runtime.version().toString())
                                .add("heap_mib", Runtime.getRuntime().maxMemory() >> 20)
                                .add("load_average", load()));
    }

    static double load() {
        return Math.round(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage() * 100) / 100.0;
    }

    void add(String key, double value) {
        json.add(key, Math.round(value * 1e4) / 1e4);
    }

    void add(String key, JsonObject value) {
        json.add(key, value);
    }

    void say(String format, Object... values) {
        console.printf(Locale.ROOT, format + "%n", values);
    }

    /** Says whether a target is met; one that is not makes the command fail. */
    void target(String words, boolean holds) {
        if (holds) return;
        met = false;
        missed.add(words);
        say("NOT MET  %s", words);
    }

    /** Adds samples in milliseconds with their percentiles by nearest rank; returns the 99th. */
    double samples(String key, String words, double[] samples) {
        double[] sorted = samples.clone();
        Arrays.sort(sorted);
        JsonArrayBuilder raw = Json.createArrayBuilder();
        for (double sample : samples) raw.add(Math.round(sample * 1e4) / 1e4);
        double p50 = percentile(sorted, 50);
        double p99 = percentile(sorted, 99);
        json.add(
                key,
                Json.createObjectBuilder()
                        .add("unit", "ms")
                        .add("n", samples.length)
                        .add("p50", p50)
                        .add("p99", p99)
                        .add("max", sorted[sorted.length - 1])
                        .add("samples", raw));
        say("%-34s p50 %.2f  p99 %.2f  max %.2f ms", words, p50, p99, sorted[sorted.length - 1]);
        return p99;
    }

    static double percentile(double[] sorted, int percent) {
        return sorted[Math.max(0, (int) Math.ceil(percent / 100.0 * sorted.length) - 1)];
    }

    /** Writes the file; returns whether every target was met. */
    boolean write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        JsonObject whole = json.add("targets_missed", missed)
                .add("load_average_at_end", load())
                .add("seconds", (Instant.now().toEpochMilli() - began.toEpochMilli()) / 1000.0)
                .build();
        var pretty = Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true));
        try (var out = Files.newBufferedWriter(file);
                var writer = pretty.createWriter(out)) {
            writer.write(whole);
        }
        say("%s; load %.1f; evidence in %s", met ? "Targets met" : "TARGETS NOT MET", load(), file);
        return met;
    }
}
