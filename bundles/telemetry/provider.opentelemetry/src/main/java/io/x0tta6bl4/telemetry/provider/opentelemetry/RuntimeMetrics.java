package io.x0tta6bl4.telemetry.provider.opentelemetry;

import io.x0tta6bl4.telemetry.api.Metric;
import io.x0tta6bl4.telemetry.api.MetricSource;
import io.x0tta6bl4.telemetry.api.Sample;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The JVM and its process, by the names of the OpenTelemetry semantic conventions where these are stable. */
@Component(service = MetricSource.class)
public final class RuntimeMetrics implements MetricSource {
    private static final Metric USED =
            Metric.gauge("jvm.memory.used", "By", "Memory in use.", "jvm.memory.type", "jvm.memory.pool.name");
    private static final Metric COMMITTED = Metric.gauge(
            "jvm.memory.committed",
            "By",
            "Memory that the JVM has from the system.",
            "jvm.memory.type",
            "jvm.memory.pool.name");
    private static final Metric LIMIT = Metric.gauge(
            "jvm.memory.limit",
            "By",
            "Most memory that can be had; pools without a limit are left out.",
            "jvm.memory.type",
            "jvm.memory.pool.name");
    private static final Metric COLLECTIONS =
            Metric.counter("x0.jvm.gc.collections", "{collection}", "Garbage collections.", "jvm.gc.name");
    private static final Metric COLLECTING =
            Metric.counter("x0.jvm.gc.time", "s", "Time spent in garbage collections.", "jvm.gc.name");
    private static final Metric THREADS = Metric.gauge("jvm.thread.count", "{thread}", "Platform threads.");
    private static final Metric CLASSES = Metric.gauge("jvm.class.count", "{class}", "Classes that are loaded.");
    private static final Metric CPU = Metric.counter("process.cpu.time", "s", "CPU time of the process.");
    private static final Metric UPTIME = Metric.gauge("process.uptime", "s", "How long the process has run.");

    @Activate
    public RuntimeMetrics() {}

    @Override
    public List<Metric> metrics() {
        return List.of(USED, COMMITTED, LIMIT, COLLECTIONS, COLLECTING, THREADS, CLASSES, CPU, UPTIME);
    }

    @Override
    public List<Sample> samples() {
        List<Sample> samples = new ArrayList<>();
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) memory(pool, samples);
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            samples.add(Sample.of(COLLECTIONS, collector.getCollectionCount(), collector.getName()));
            samples.add(Sample.of(COLLECTING, collector.getCollectionTime() / 1e3, collector.getName()));
        }
        samples.add(Sample.of(THREADS, ManagementFactory.getThreadMXBean().getThreadCount()));
        samples.add(Sample.of(CLASSES, ManagementFactory.getClassLoadingMXBean().getLoadedClassCount()));
        samples.add(Sample.of(UPTIME, ManagementFactory.getRuntimeMXBean().getUptime() / 1e3));
        ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .ifPresent(used -> samples.add(Sample.of(CPU, used.toNanos() / 1e9)));
        return samples;
    }

    private static void memory(MemoryPoolMXBean pool, List<Sample> samples) {
        MemoryUsage usage = pool.getUsage();
        if (usage == null) return;
        String type = pool.getType().name().toLowerCase(Locale.ROOT);
        samples.add(Sample.of(USED, usage.getUsed(), type, pool.getName()));
        samples.add(Sample.of(COMMITTED, usage.getCommitted(), type, pool.getName()));
        if (usage.getMax() >= 0) samples.add(Sample.of(LIMIT, usage.getMax(), type, pool.getName()));
    }
}
