package io.x0tta6bl4.monitor.provider.otlp;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Model;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;

/**
 * Part of {@code ./x0 bench telemetry}: how many data points of OTLP in protobuf one core takes, and what stays in memory.
 *
 * <p>Requests of 1,000 points, 10 metrics of 100 series each with four attributes, from octets to the books, with a window closed
 * after each 20. Each request of a round has series of its own, so that 50,000 different ones come by turns, which is all that are
 * kept; the last rounds send labels that never repeat. Processor time of the one thread.
 */
final class IngestBench {
    private static final int ROUNDS = 15;
    private static final int REQUESTS = 100;
    private static final int POINTS = 1_000;
    private static final int SERIES = 50_000;

    private IngestBench() {}

    public static void main(String[] args) throws IOException {
        Path out = Path.of(args.length == 2 && args[0].equals("--out") ? args[1] : "evidence/bench-ingest.json");
        PrintStream console = new PrintStream(new FileOutputStream(FileDescriptor.out), true);
        Books books = new Books(Limits.DEFAULT, Instant::now);
        Names names = new Names(Model.empty("bench"));
        Receiver receiver = new Receiver(books, () -> names);
        Window window = new Window(books, new ElementId("self"));
        double[] rates = new double[ROUNDS];
        long empty = heap();
        for (int i = 0; i < ROUNDS; i++) rates[i] = round(receiver, window, names, "round");
        long before = heap();
        int known = books.series();
        double held = (before - empty) / 1048576.0;
        for (int i = 0; i < 10; i++) round(receiver, window, names, "bomb" + i);
        double grown = (heap() - before) / 1048576.0;
        double[] sorted = Arrays.copyOfRange(rates, 5, ROUNDS);
        Arrays.sort(sorted);
        double median = sorted[sorted.length / 2];
        console.printf(Locale.ROOT, "points a second of one core  %,.0f (target 50,000)%n", median);
        console.printf(Locale.ROOT, "by turns %,d different series, held in %.1f MiB%n", known, held);
        console.printf(
                Locale.ROOT,
                "label bomb of %,d points      %,d series kept, heap %+.1f MiB%n",
                10 * REQUESTS * POINTS,
                books.series(),
                grown);
        boolean met = median >= 50_000 && known == SERIES && books.series() <= Limits.DEFAULT.series() && grown < 64;
        Path folder = out.toAbsolutePath().getParent();
        if (folder != null) Files.createDirectories(folder);
        Files.writeString(
                out,
                String.format(
                        Locale.ROOT,
                        "{\"command\": \"x0 bench telemetry\", \"commit\": \"%s\", \"load\": %.2f, \"processors\": %d,"
                            + " \"points_per_cpu_second\": {\"p50\": %.0f, \"samples\": %s}, \"different_series\": %d,"
                            + " \"held_mib\": %.1f, \"series\": %d, \"heap_growth_mib\": %.1f}%n",
                        System.getProperty("x0.commit", "unknown"),
                        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                        Runtime.getRuntime().availableProcessors(),
                        median,
                        Arrays.toString(rates),
                        known,
                        held,
                        books.series(),
                        grown));
        console.println((met ? "Targets met; " : "TARGETS NOT MET; ") + "evidence in " + out);
        if (!met) System.exit(1);
    }

    private static double round(Receiver receiver, Window window, Names names, String label) {
        byte[][] requests = new byte[REQUESTS][];
        for (int i = 0; i < REQUESTS; i++) requests[i] = request(label + "/" + i % (SERIES / POINTS));
        var threads = ManagementFactory.getThreadMXBean();
        long begun = threads.getCurrentThreadCpuTime();
        for (int i = 0; i < REQUESTS; i++) {
            receiver.take(Kind.METRICS, requests[i], false);
            if (i % 20 == 19) window.close(names, Instant.now());
        }
        return REQUESTS * POINTS / ((threads.getCurrentThreadCpuTime() - begun) / 1e9);
    }

    private static byte[] request(String label) {
        var request = ExportMetricsServiceRequest.newBuilder();
        for (int m = 0; m < 10; m++) {
            try {
                Metric metric = ExportMetricsServiceRequest.parseFrom(counter(m, label))
                        .getResourceMetrics(0)
                        .getScopeMetrics(0)
                        .getMetrics(0);
                request.addResourceMetricsBuilder()
                        .setResource(Telling.service("bench"))
                        .addScopeMetricsBuilder()
                        .addMetrics(metric);
            } catch (InvalidProtocolBufferException e) {
                throw new IllegalStateException("what was just written can be read", e);
            }
        }
        return request.build().toByteArray();
    }

    private static byte[] counter(int metric, String label) {
        var points = new io.opentelemetry.proto.metrics.v1.NumberDataPoint[POINTS / 10];
        for (int i = 0; i < points.length; i++)
            points[i] = Telling.point(i, Instant.now(), label, "route-" + i, "GET", "200");
        return Telling.counter("bench", "metric" + metric, points);
    }

    private static long heap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
