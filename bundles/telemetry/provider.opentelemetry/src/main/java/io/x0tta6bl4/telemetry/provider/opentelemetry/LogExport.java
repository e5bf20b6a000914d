package io.x0tta6bl4.telemetry.provider.opentelemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.logs.LogRecordBuilder;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.resources.Resource;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Lines of the log to OTLP, by an outbox of their own: writing a line never waits, what does not fit is dropped and counted. */
final class LogExport implements AutoCloseable {
    private static final long CLOSE_SECONDS = 3;
    private static final int TEXT = 4_096;
    private static final AttributeKey<String> EXCEPTION = AttributeKey.stringKey("exception.stacktrace");
    /** Their own lines would beget lines. */
    private static final String[] SILENT = {"io.opentelemetry", LogExport.class.getPackageName()};

    private final LogRecordExporter exporter;
    private final Outbox<LogRecordData> outbox;
    private final SdkLoggerProvider provider;

    LogExport(Resource resource, LogRecordExporter exporter) {
        this.exporter = exporter;
        this.outbox = new Outbox<>("telemetry-logs", exporter::export);
        LogRecordProcessor toOutbox = (context, record) -> outbox.put(record.toLogRecordData());
        this.provider = SdkLoggerProvider.builder()
                .setResource(resource)
                .addLogRecordProcessor(toOutbox)
                .build();
    }

    static LogRecordExporter exporter(Settings settings) {
        var builder = OtlpHttpLogRecordExporter.builder()
                .setEndpoint(settings.endpoint().orElseThrow() + "/v1/logs");
        settings.headers().forEach(builder::addHeader);
        return builder.build();
    }

    /**
     * A line.
     *
     * @param trace id of the trace it belongs to, 32 hexadecimal digits; empty when it belongs to none
     * @param stack of the exception; empty when there is none
     */
    void line(String logger, Severity severity, String text, Instant at, String trace, String stack) {
        for (String silent : SILENT) if (logger.startsWith(silent)) return;
        LogRecordBuilder record = provider.get(logger.isEmpty() ? "log" : logger)
                .logRecordBuilder()
                .setTimestamp(at)
                .setSeverity(severity)
                .setSeverityText(severity.name())
                .setBody(cut(text))
                .setContext(context(trace));
        if (!stack.isEmpty()) record.setAttribute(EXCEPTION, cut(stack));
        record.emit();
    }

    private static String cut(String text) {
        return text.length() <= TEXT ? text : text.substring(0, TEXT);
    }

    private static Context context(String trace) {
        return TraceId.isValid(trace) ? Context.root().with(Span.wrap(new OfTrace(trace))) : Context.root();
    }

    /** The line is of the trace; of which of its spans is not known, and the protocol lets that be left out. */
    private record OfTrace(String getTraceId) implements SpanContext {
        @Override
        public String getSpanId() {
            return SpanId.getInvalid();
        }

        @Override
        public TraceFlags getTraceFlags() {
            return TraceFlags.getSampled();
        }

        @Override
        public TraceState getTraceState() {
            return TraceState.getDefault();
        }

        @Override
        public boolean isValid() {
            return true;
        }

        @Override
        public boolean isRemote() {
            return false;
        }
    }

    long exported() {
        return outbox.exported();
    }

    long dropped() {
        return outbox.dropped();
    }

    @Override
    public void close() {
        provider.close();
        outbox.close();
        CompletableResultCode ended = exporter.shutdown();
        ended.join(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
