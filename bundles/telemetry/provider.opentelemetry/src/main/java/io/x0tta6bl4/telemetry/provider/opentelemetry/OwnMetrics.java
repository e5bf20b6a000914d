package io.x0tta6bl4.telemetry.provider.opentelemetry;

import io.x0tta6bl4.telemetry.api.Metric;
import io.x0tta6bl4.telemetry.api.Sample;
import io.x0tta6bl4.telemetry.api.Tracing.ExportState;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What telemetry says of itself, limits and losses first of all. */
final class OwnMetrics {
    private static final Metric TOLD =
            Metric.counter("x0.telemetry.spans", "{span}", "Spans told, by what became of them so far.", "outcome");
    private static final Metric QUEUED =
            Metric.gauge("x0.telemetry.queue", "{span}", "Spans that wait to be carried away; the limit is 4096.");
    private static final Metric CUT = Metric.counter(
            "x0.telemetry.series.dropped",
            "{series}",
            "Series left out because their metric had more than 1000, over all collections.");
    private static final Metric FAILED = Metric.counter(
            "x0.telemetry.source.failures", "{failure}", "Collections in which a source of metrics failed.");
    private static final Metric EXPORTS = Metric.counter(
            "x0.telemetry.metric.export.failures", "{failure}", "Exports of metrics that the receiver did not take.");

    private static final Metric LINES = Metric.counter(
            "x0.telemetry.log.lines",
            "{line}",
            "Lines of the log for the receiver, by what became of them.",
            "outcome");

    private final Pipeline pipeline;
    private final Collection collection;
    private final LongSupplier exportFailures;
    private final @Nullable LogExport logs;

    OwnMetrics(Pipeline pipeline, Collection collection, LongSupplier exportFailures, @Nullable LogExport logs) {
        this.logs = logs;
        this.pipeline = pipeline;
        this.collection = collection;
        this.exportFailures = exportFailures;
    }

    List<Metric> metrics() {
        return List.of(TOLD, QUEUED, CUT, FAILED, EXPORTS, LINES);
    }

    List<Sample> samples() {
        ExportState state = pipeline.state();
        return List.of(
                Sample.of(TOLD, state.spans(), "told"),
                Sample.of(TOLD, state.exported(), "exported"),
                Sample.of(TOLD, state.dropped(), "dropped"),
                Sample.of(QUEUED, state.queued()),
                Sample.of(CUT, collection.cut()),
                Sample.of(FAILED, collection.failed()),
                Sample.of(EXPORTS, exportFailures.getAsLong()),
                Sample.of(LINES, logs == null ? 0 : logs.exported(), "exported"),
                Sample.of(LINES, logs == null ? 0 : logs.dropped(), "dropped"));
    }
}
