package io.x0tta6bl4.telemetry.provider.opentelemetry;

import io.opentelemetry.api.logs.Severity;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.LogListener;
import org.osgi.service.log.LogReaderService;
import org.slf4j.MDC;

/** Hears every line that the OSGi log service and SLF4J take, and hands it on when there is a receiver. */
@Component(service = LogLines.class, immediate = true)
public final class LogLines implements LogListener {
    private final LogReaderService reader;
    private final OpenTelemetryProvider provider;

    @Activate
    public LogLines(
            @Reference(policyOption = ReferencePolicyOption.GREEDY) LogReaderService reader,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) OpenTelemetryProvider provider) {
        this.reader = reader;
        this.provider = provider;
        reader.addLogListener(this);
    }

    @Deactivate
    void close() {
        reader.removeLogListener(this);
    }

    @Override
    public void logged(LogEntry entry) {
        LogExport export = provider.logs();
        if (export == null || entry.getLogLevel().ordinal() > LogLevel.INFO.ordinal()) return;
        String trace = MDC.get("trace_id");
        export.line(
                entry.getLoggerName() == null ? "" : entry.getLoggerName(),
                severity(entry.getLogLevel()),
                String.valueOf(entry.getMessage()),
                Instant.ofEpochMilli(entry.getTime()),
                trace == null ? "" : trace,
                stack(entry.getException()));
    }

    private static Severity severity(LogLevel level) {
        return switch (level) {
            case AUDIT, INFO -> Severity.INFO;
            case ERROR -> Severity.ERROR;
            case WARN -> Severity.WARN;
            case DEBUG -> Severity.DEBUG;
            case TRACE -> Severity.TRACE;
        };
    }

    private static String stack(@Nullable Throwable thrown) {
        if (thrown == null) return "";
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
