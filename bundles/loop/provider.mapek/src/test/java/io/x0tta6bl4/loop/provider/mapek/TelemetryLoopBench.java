package io.x0tta6bl4.loop.provider.mapek;

import com.sun.management.OperatingSystemMXBean;
import com.sun.net.httpserver.HttpServer;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import io.x0tta6bl4.knowledge.api.policy.Brakes;
import io.x0tta6bl4.telemetry.api.Metric;
import io.x0tta6bl4.telemetry.api.MetricSource;
import io.x0tta6bl4.telemetry.api.Metrics;
import io.x0tta6bl4.telemetry.api.Sample;
import io.x0tta6bl4.telemetry.api.Tracing;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/**
 * Part of {@code ./x0 bench telemetry}: what a tick costs with full telemetry, by what it costs without.
 *
 * <p>Two real loops in one process, ticking by turns: one without telemetry; one whose incidents are traced by the real provider,
 * whose metrics are collected and written as a page every 40 ticks, which is ten seconds of a node, and whose spans and metrics go by OTLP to
 * a server that reads them. An HTTP probe a second of each element; one in a thousand is sick, and it is another one every eight seconds,
 * so that incidents open and end all the time. Processor time of the ticking thread with that of the page, and of the whole
 * process, exporter and garbage collector included; medians of rounds.
 *
 * <p>The provider is put beside the loop by the command, which knows no provider.
 */
final class TelemetryLoopBench {
    private static final String PROVIDER = "io.x0tta6bl4.telemetry.provider.opentelemetry.OpenTelemetryProvider";
    private static final int ELEMENTS = 10_000;
    private static final int ROUNDS = 15;
    private static final int TICKS = 80;
    private static final int PAGE = 40;
    private static final int SHARE = 4;

    /** Probes that an element fails when it is its turn: more than the three of five that make a symptom. */
    private static final int ILL = 8;

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private TelemetryLoopBench() {}

    /** Milliseconds of processor time a tick: of the ticking thread, and of the whole process. */
    private record Cost(double thread, double process) {}

    private static final class Running implements AutoCloseable {
        final Scene scene;
        final Optional<Object> provider;
        final ElementId[] ids;
        int tick;

        Running(Optional<Object> provider) throws ReflectiveOperationException {
            Brakes idle = Switched.with(
                    new Brakes.DryRun(true, Set.of()), new Brakes.Budget(false, Duration.ofMillis(50), 1));
            this.scene = new Scene(idle);
            this.provider = provider;
            if (provider.isPresent()) {
                scene.phases.tracing.bind(1, (Tracing) provider.get());
                Method bind = provider.get()
                        .getClass()
                        .getDeclaredMethod("bindSource", ServiceReference.class, MetricSource.class);
                bind.setAccessible(true);
                bind.invoke(provider.get(), reference(), numbers(scene.engine));
            }
            for (int i = 0; i < ELEMENTS; i++)
                scene.process("e" + i, i % 10 == 0 ? new String[0] : new String[] {"e" + (i - 1)});
            scene.ready();
            ids = scene.engine.model().elements().stream().map(Element::id).toArray(ElementId[]::new);
        }

        /** As {@link MapekLoop} tells them. */
        private static MetricSource numbers(Engine engine) {
            LoopMetrics numbers = new LoopMetrics(engine);
            return new MetricSource() {
                @Override
                public List<Metric> metrics() {
                    return LoopMetrics.metrics();
                }

                @Override
                public List<Sample> samples() {
                    return numbers.samples();
                }
            };
        }

        Cost round() {
            var threads = ManagementFactory.getThreadMXBean();
            long thread = 0;
            long process = 0;
            for (int i = 0; i < TICKS; i++, tick++) {
                scene.now.updateAndGet(n -> n.plusMillis(250));
                feed();
                long before = SYSTEM.getProcessCpuTime();
                long begun = threads.getCurrentThreadCpuTime();
                scene.engine.tick();
                if (tick % PAGE == 0) provider.ifPresent(p -> ((Metrics) p).exposition(true));
                thread += threads.getCurrentThreadCpuTime() - begun;
                process += SYSTEM.getProcessCpuTime() - before;
            }
            return new Cost(thread / 1e6 / TICKS, process / 1e6 / TICKS);
        }

        private void feed() {
            Instant at = scene.now.get();
            int sick = tick / (SHARE * ILL) % 1_000;
            for (int i = Math.floorMod(tick, SHARE); i < ELEMENTS; i += SHARE) {
                String state = i % 1_000 == sick ? "wrong" : "healthy";
                scene.observe(Observation.state(ids[i], Signals.HTTP_STATE, state, "", at, "plant"));
                double latency = 1 + Math.floorMod(i * 31 + tick, 97) / 10.0;
                scene.observe(Observation.measured(ids[i], Signals.HTTP_LATENCY, latency, "ms", at, "plant"));
                scene.observe(Observation.state(ids[i], Signals.PROCESS_STATE, "running", "", at, "plant"));
            }
        }

        @Override
        public void close() {
            scene.close();
        }
    }

    public static void main(String[] args) throws Exception {
        Path out =
                Path.of(args.length == 2 && args[0].equals("--out") ? args[1] : "evidence/bench-telemetry-loop.json");
        PrintStream console = new PrintStream(new FileOutputStream(FileDescriptor.out), true);
        AtomicLong octets = new AtomicLong();
        HttpServer receiver = receiver(octets);
        Object provider =
                Class.forName(PROVIDER).getConstructor(BundleContext.class).newInstance(context());
        Cost[] without = new Cost[ROUNDS];
        Cost[] with = new Cost[ROUNDS];
        try (Running bare = new Running(Optional.empty());
                Running told = new Running(Optional.of(provider))) {
            for (int round = -4; round < ROUNDS; round++) {
                Cost one = bare.round();
                Cost other = told.round();
                if (round < 0) continue;
                without[round] = one;
                with[round] = other;
            }
        } finally {
            receiver.stop(0);
        }
        long spans = ((Tracing) provider).state().exported();
        double[] ratios = {ratio(with, without, false), ratio(with, without, true)};
        console.printf(Locale.ROOT, "a tick of %,d elements, without   %s%n", ELEMENTS, words(without));
        console.printf(Locale.ROOT, "a tick of %,d elements, with      %s%n", ELEMENTS, words(with));
        console.printf(Locale.ROOT, "loop with full telemetry  %.3f x the loop without (target 1.10)%n", ratios[0]);
        console.printf(
                Locale.ROOT,
                "whole process             %.3f x, with %,d spans exported, %,d octets received%n",
                ratios[1],
                spans,
                octets.get());
        write(out, with, without, ratios, spans);
        boolean met = ratios[0] <= 1.1 && spans > 0;
        console.println((met ? "Target met; " : "TARGET NOT MET; ") + "evidence in " + out);
        System.exit(met ? 0 : 1);
    }

    /** The receiver that the environment names; it reads and says nothing. */
    private static HttpServer receiver(AtomicLong octets) throws IOException {
        URI endpoint = URI.create(System.getenv("OTEL_EXPORTER_OTLP_ENDPOINT"));
        HttpServer server = HttpServer.create(new InetSocketAddress(endpoint.getHost(), endpoint.getPort()), 0);
        server.setExecutor(Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("receiver").factory()));
        server.createContext("/", exchange -> {
            octets.addAndGet(exchange.getRequestBody().readAllBytes().length);
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static BundleContext context() {
        return (BundleContext) Proxy.newProxyInstance(
                TelemetryLoopBench.class.getClassLoader(), new Class<?>[] {BundleContext.class}, (_, method, _) -> {
                    if (method.getName().equals("getProperty")) return "bench";
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    private static ServiceReference<?> reference() {
        return (ServiceReference<?>) Proxy.newProxyInstance(
                TelemetryLoopBench.class.getClassLoader(),
                new Class<?>[] {ServiceReference.class},
                (self, method, given) -> switch (method.getName()) {
                    case "hashCode" -> 1;
                    case "equals" -> self == given[0];
                    case "compareTo" -> 0;
                    default -> null;
                });
    }

    private static double median(Cost[] costs, boolean process) {
        double[] sorted = Arrays.stream(costs)
                .mapToDouble(cost -> process ? cost.process() : cost.thread())
                .sorted()
                .toArray();
        return sorted[sorted.length / 2];
    }

    private static double ratio(Cost[] with, Cost[] without, boolean process) {
        return median(with, process) / median(without, process);
    }

    private static String words(Cost[] costs) {
        return String.format(
                Locale.ROOT,
                "%.3f ms of its thread, %.3f ms of the process",
                median(costs, false),
                median(costs, true));
    }

    private static void write(Path out, Cost[] with, Cost[] without, double[] ratios, long spans) throws IOException {
        Path folder = out.toAbsolutePath().getParent();
        if (folder != null) Files.createDirectories(folder);
        Files.writeString(
                out,
                String.format(
                        Locale.ROOT,
                        "{\"command\": \"x0 bench telemetry\", \"commit\": \"%s\", \"load\": %.2f, \"processors\": %d,"
                            + " \"elements\": %d, \"ticks_per_round\": %d, \"ratio_thread\": %.4f, \"ratio_process\":"
                            + " %.4f, \"spans\": %d, \"with\": \"%s\", \"without\": \"%s\"}%n",
                        System.getProperty("x0.commit", "unknown"),
                        SYSTEM.getSystemLoadAverage(),
                        Runtime.getRuntime().availableProcessors(),
                        ELEMENTS,
                        TICKS,
                        ratios[0],
                        ratios[1],
                        spans,
                        Arrays.toString(with),
                        Arrays.toString(without)));
    }
}
