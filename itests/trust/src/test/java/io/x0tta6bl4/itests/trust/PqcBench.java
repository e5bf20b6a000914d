package io.x0tta6bl4.itests.trust;

import io.x0tta6bl4.pqc.api.Pqc;
import io.x0tta6bl4.pqc.api.engine.Speed;
import io.x0tta6bl4.pqc.provider.bouncycastle.BouncyCastlePqc;
import io.x0tta6bl4.pqc.provider.jdk.JdkPqc;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.osgi.service.condition.Condition;

/**
 * Both providers side by side: {@code ./x0 bench pqc [--rounds 7] [--millis 150]}. Samples of the two are taken in turns, in
 * operations per second of processor time. Fails when the provider that a node starts with is more than 5 % below the better
 * one in an operation of ML-KEM-768 or ML-DSA-65.
 */
final class PqcBench {
    private static final String CHOSEN = "bouncycastle";
    private static final double ENOUGH = 0.95;
    private static final int WARM_UP = 3;

    private PqcBench() {}

    public static void main(String[] args) throws IOException {
        int rounds = Integer.parseInt(option(args, "--rounds", "7"));
        Duration sample = Duration.ofMillis(Long.parseLong(option(args, "--millis", "150")));
        Path out = Path.of(option(args, "--out", "evidence/bench-pqc.json"));
        PrintStream console = new PrintStream(new FileOutputStream(FileDescriptor.out), true);
        Map<String, Pqc> providers = new LinkedHashMap<>();
        providers.put("jdk", new JdkPqc(Condition.INSTANCE));
        providers.put("bouncycastle", new BouncyCastlePqc(Condition.INSTANCE));
        String began = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
        JsonArrayBuilder results = Json.createArrayBuilder();
        boolean enough = true;
        console.printf("%-20s %-16s %10s %14s %14s%n", "algorithm", "operation", "jdk", "bouncycastle", "chosen/best");
        for (Speed speed : Speed.values()) {
            Map<String, double[]> samples = measure(speed, providers, rounds, sample);
            double best = samples.values().stream()
                    .mapToDouble(PqcBench::median)
                    .max()
                    .orElseThrow();
            double share = median(samples.get(CHOSEN)) / best;
            boolean counts = speed.name().startsWith("ML_");
            enough &= !counts || share >= ENOUGH;
            console.printf(
                    Locale.ROOT,
                    "%-20s %-16s %10.0f %14.0f %14.2f%n",
                    speed.algorithm().standardName(),
                    speed.operation(),
                    median(samples.get("jdk")),
                    median(samples.get("bouncycastle")),
                    share);
            results.add(json(speed, samples, share, counts));
        }
        JsonObjectBuilder document = Json.createObjectBuilder()
                .add("command", ("./x0 bench pqc " + String.join(" ", args)).strip())
                .add("commit", System.getProperty("x0.commit", "unknown"))
                .add("began", began)
                .add("environment", environment())
                .add("unit", "operations per second of processor time of one thread")
                .add("n", rounds)
                .add("sample_millis", sample.toMillis())
                .add("chosen", CHOSEN)
                .add("limit", ENOUGH)
                .add("met", enough)
                .add("results", results);
        Files.createDirectories(out.toAbsolutePath().getParent());
        Files.writeString(out, document.build().toString());
        console.println(
                (enough ? "met: " : "NOT met: ") + CHOSEN + " is within 5 % of the better one; evidence: " + out);
        if (!enough) System.exit(1);
    }

    private static Map<String, double[]> measure(Speed speed, Map<String, Pqc> providers, int rounds, Duration sample) {
        Map<String, double[]> samples = new LinkedHashMap<>();
        for (String name : providers.keySet()) samples.put(name, new double[rounds]);
        for (int round = -WARM_UP; round < rounds; round++)
            for (Map.Entry<String, Pqc> provider : providers.entrySet()) {
                double taken = speed.perCpuSecond(provider.getValue(), sample);
                if (round >= 0) samples.get(provider.getKey())[round] = taken;
            }
        return samples;
    }

    private static JsonObjectBuilder json(Speed speed, Map<String, double[]> samples, double share, boolean counts) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("algorithm", speed.algorithm().standardName())
                .add("operation", speed.operation())
                .add("chosen_to_best", share)
                .add("counts", counts);
        samples.forEach((name, values) -> {
            JsonArrayBuilder raw = Json.createArrayBuilder();
            for (double value : values) raw.add(Math.round(value));
            json.add(
                    name,
                    Json.createObjectBuilder()
                            .add("median", Math.round(median(values)))
                            .add("samples", raw));
        });
        return json;
    }

    private static JsonObjectBuilder environment() {
        return Json.createObjectBuilder()
                .add("java", Runtime.version().toString())
                .add(
                        "vm_arguments",
                        String.join(
                                " ",
                                List.copyOf(ManagementFactory.getRuntimeMXBean().getInputArguments())))
                .add("processors", Runtime.getRuntime().availableProcessors())
                .add(
                        "load_average",
                        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static String option(String[] args, String name, String otherwise) {
        for (int i = 0; i + 1 < args.length; i++) if (args[i].equals(name)) return args[i + 1];
        return otherwise;
    }
}
