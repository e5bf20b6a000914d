package io.x0tta6bl4.telemetry.provider.opentelemetry;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.x0tta6bl4.telemetry.api.Attribute;
import io.x0tta6bl4.telemetry.api.Metric;
import io.x0tta6bl4.telemetry.api.MetricSource;
import io.x0tta6bl4.telemetry.api.Metrics;
import io.x0tta6bl4.telemetry.api.Sample;
import io.x0tta6bl4.telemetry.api.SpanKind;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code ./x0 bench telemetry [--out FILE]}: what a span costs here and in the bare SDK, and how long a scrape of 10,000 series takes.
 *
 * <p>A span has a scope and two attributes; both sides use a processor that takes the finished span and does nothing more with it than
 * this product does, the memory of the last 2,000. Processor time of the one thread, rounds of both sides by turns, medians.
 */
final class TelemetryBench {
    private static final int ROUNDS = 15;
    private static final int SPANS = 200_000;
    private static final int SCRAPES = 40;
    private static final int SERIES = 10_000;

    private TelemetryBench() {}

    private record Result(String name, double[] samples) {
        double median() {
            double[] sorted = samples.clone();
            Arrays.sort(sorted);
            return sorted[sorted.length / 2];
        }

        String json() {
            return String.format(
                    Locale.ROOT,
                    "{\"name\": \"%s\", \"n\": %d, \"p50\": %.2f, \"samples\": %s}",
                    name,
                    samples.length,
                    median(),
                    Arrays.toString(samples));
        }
    }

    private interface Body {
        void run();
    }

    public static void main(String[] args) throws IOException {
        Path out = Path.of(args.length == 2 && args[0].equals("--out") ? args[1] : "evidence/bench-telemetry.json");
        PrintStream console = new PrintStream(new FileOutputStream(FileDescriptor.out), true);
        List<Result> results = new ArrayList<>();
        double sampled = compare("sampled", "1", results);
        double unsampled = compare("not sampled", "0", results);
        Result scrape = scrape();
        results.add(scrape);
        for (Result result : results) console.printf(Locale.ROOT, "%-28s p50 %10.1f%n", result.name(), result.median());
        console.printf(Locale.ROOT, "span, sampled      %.2f x the bare SDK (target 1.20)%n", sampled);
        console.printf(Locale.ROOT, "span, not sampled  %.2f x the bare SDK (target 1.20)%n", unsampled);
        console.printf(Locale.ROOT, "scrape of %,d series  %.1f ms (target 50)%n", SERIES, scrape.median());
        write(out, results);
        boolean met = sampled <= 1.2 && unsampled <= 1.2 && scrape.median() <= 50;
        console.println((met ? "Targets met; " : "TARGETS NOT MET; ") + "evidence in " + out);
        if (!met) System.exit(1);
    }

    /** Ours by the SDK's, as a ratio of medians. */
    private static double compare(String name, String ratio, List<Result> results) {
        OpenTelemetryProvider ours =
                new OpenTelemetryProvider(Settings.of(Map.of("OTEL_TRACES_SAMPLER_ARG", ratio)), "bench");
        Memory memory = new Memory();
        SdkTracerProvider provider = SdkTracerProvider.builder()
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(Double.parseDouble(ratio))))
                .addSpanProcessor(new Keeping(memory))
                .build();
        Tracer tracer = provider.get("bench");
        Body bare = () -> {
            var span = tracer.spanBuilder("step").startSpan();
            try (Scope scope = span.makeCurrent()) {
                span.setAttribute("x0.element", "store").setAttribute("n", 7L);
            } finally {
                span.end();
            }
        };
        Attribute element = Attribute.of("x0.element", "store");
        Attribute number = Attribute.of("n", 7L);
        Body wrapped = () -> {
            try (var span = ours.start("step", SpanKind.INTERNAL, java.util.Optional.empty())) {
                span.set(element).set(number);
            }
        };
        double[] bareNanos = new double[ROUNDS];
        double[] ourNanos = new double[ROUNDS];
        for (int round = -5; round < ROUNDS; round++) {
            double a = nanos(bare);
            double b = nanos(wrapped);
            if (round < 0) continue;
            bareNanos[round] = a;
            ourNanos[round] = b;
        }
        ours.close();
        provider.close();
        Result sdk = new Result("SDK span, " + name + " (ns)", bareNanos);
        Result own = new Result("our span, " + name + " (ns)", ourNanos);
        results.add(sdk);
        results.add(own);
        return own.median() / sdk.median();
    }

    private static final class Keeping implements io.opentelemetry.sdk.trace.SpanProcessor {
        private final Memory memory;

        Keeping(Memory memory) {
            this.memory = memory;
        }

        @Override
        public void onStart(io.opentelemetry.context.Context parent, io.opentelemetry.sdk.trace.ReadWriteSpan span) {}

        @Override
        public boolean isStartRequired() {
            return false;
        }

        @Override
        public void onEnd(io.opentelemetry.sdk.trace.ReadableSpan span) {
            if (span.getSpanContext().isSampled()) memory.add(span.toSpanData());
        }

        @Override
        public boolean isEndRequired() {
            return true;
        }
    }

    private static double nanos(Body body) {
        long begun = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        for (int i = 0; i < SPANS; i++) body.run();
        return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begun) / (double) SPANS;
    }

    private record Source(List<Metric> metrics, List<Sample> samples) implements MetricSource {}

    private static Result scrape() {
        List<Metric> metrics = new ArrayList<>();
        List<Sample> samples = new ArrayList<>();
        for (int m = 0; m < SERIES / Metrics.SERIES; m++) {
            Metric metric = Metric.counter("bench.metric.m" + m, "{call}", "A metric of the bench.", "peer");
            metrics.add(metric);
            for (int i = 0; i < Metrics.SERIES; i++) samples.add(Sample.of(metric, i * 1.5, "peer-" + i));
        }
        double[] millis = new double[SCRAPES];
        try (Collection collection = new Collection()) {
            collection.bind(1, new Source(metrics, samples));
            for (int i = -20; i < SCRAPES; i++) {
                long begun = System.nanoTime();
                int length = Exposition.of(collection.collect(), false).length();
                if (length < SERIES) throw new IllegalStateException("the page has only " + length + " characters");
                if (i >= 0) millis[i] = (System.nanoTime() - begun) / 1e6;
            }
        }
        return new Result("scrape of 10,000 series (ms)", millis);
    }

    private static void write(Path out, List<Result> results) throws IOException {
        String all = String.join(",\n    ", results.stream().map(Result::json).toList());
        String text = """
            {
              "command": "x0 bench telemetry",
              "commit": "%s",
              "at": "%s",
              "java": "%s",
              "processors": %d,
              "load": %.2f,
              "results": [
                %s
              ]
            }
            """.formatted(
                        System.getProperty("x0.commit", "unknown"),
                        Instant.now(),
                        Runtime.version(),
                        Runtime.getRuntime().availableProcessors(),
                        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                        all);
        Path parent = out.toAbsolutePath().getParent();
        if (parent != null) Files.createDirectories(parent);
        Files.writeString(out, text);
    }
}
