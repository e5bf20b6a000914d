package io.x0tta6bl4.telemetry.provider.opentelemetry;

import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends all metrics in each interval. A receiver that hangs costs that interval, and nothing piles up. */
final class MetricExport implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MetricExport.class);
    private static final long EXPORT_SECONDS = 10;
    private static final long CLOSE_MILLIS = 1_000;

    private final MetricExporter exporter;
    private final Supplier<List<MetricData>> metrics;
    private final long intervalMillis;
    private final AtomicLong failures = new AtomicLong();
    private final Thread thread;

    MetricExport(MetricExporter exporter, Supplier<List<MetricData>> metrics, long intervalMillis) {
        this.exporter = exporter;
        this.metrics = metrics;
        this.intervalMillis = intervalMillis;
        this.thread = Thread.ofPlatform().daemon().name("telemetry-metrics").unstarted(this::run);
        thread.start();
    }

    static MetricExporter exporter(Settings settings) {
        var builder =
                OtlpHttpMetricExporter.builder().setEndpoint(settings.endpoint().orElseThrow() + "/v1/metrics");
        settings.headers().forEach(builder::addHeader);
        return builder.build();
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                TimeUnit.MILLISECONDS.sleep(intervalMillis);
                CompletableResultCode result = exporter.export(metrics.get()).join(EXPORT_SECONDS, TimeUnit.SECONDS);
                if (!result.isSuccess() && failures.getAndIncrement() == 0)
                    LOG.warn("The receiver of telemetry took no metrics; later failures are only counted");
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                if (failures.getAndIncrement() == 0) LOG.warn("Metrics could not be exported: {}", e.toString());
            }
        }
    }

    /** Exports that failed. */
    long failures() {
        return failures.get();
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exporter.shutdown();
    }
}
