package io.x0tta6bl4.monitor.provider.otlp;

import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.x0tta6bl4.monitor.provider.otlp.Refusals.Reason;
import io.x0tta6bl4.platform.api.SteadyClock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything that was told, bounded; the monitor of this object guards all of it. */
final class Books {
    final Limits limits;
    final Refusals refusals = new Refusals();
    final Spans spans;
    final Map<String, ServiceBook> services = new LinkedHashMap<>();
    private final InstantSource clock;
    private int series;
    private long points;
    private long spanCount;
    private long logs;

    Books(Limits limits, InstantSource clock) {
        this.limits = limits;
        this.clock = clock;
        this.spans = new Spans(limits);
    }

    /** How many of the data points were refused. */
    synchronized int metrics(List<ResourceMetrics> all) {
        long before = refusals.total();
        Instant now = clock.instant();
        for (ResourceMetrics one : all) {
            Optional<ServiceBook> book = book(one.getResource(), now);
            for (var scope : one.getScopeMetricsList())
                for (Metric metric : scope.getMetricsList()) {
                    if (book.isPresent()) metric(book.get(), metric, now);
                    else refusals.add(Reason.NO_SERVICE);
                }
        }
        return (int) (refusals.total() - before);
    }

    private void metric(ServiceBook book, Metric metric, Instant now) {
        String name = Words.name(metric.getName());
        Measure.Form form = Points.form(metric);
        Measure known = book.measures.get(name);
        boolean fits = known != null || book.measures.size() < limits.metrics();
        boolean same = known != null && known.form == form;
        Measure measure = same ? known : new Measure(form, Words.unit(metric.getUnit()));
        if (fits && measure != known) {
            if (known != null) series -= known.size();
            book.measures.put(name, measure);
        }
        Points.each(metric, (key, cumulative, start, time, value, second) -> {
            if (fits && fit(measure, key, time, value, second, now)) {
                points++;
                if (!measure.knows(key)) series++;
                measure.take(key, cumulative, start, value, second, now);
            } else if (!fits) refusals.add(Reason.TOO_MANY);
        });
    }

    private boolean fit(Measure measure, long key, long time, double value, double second, Instant now) {
        if (!Double.isFinite(value) || !Double.isFinite(second)) return refuse(Reason.NO_NUMBER);
        if (!timely(time, now)) return false;
        return measure.knows(key) || series < limits.series() || refuse(Reason.TOO_MANY);
    }

    private boolean refuse(Reason reason) {
        refusals.add(reason);
        return false;
    }

    private boolean timely(long nanos, Instant now) {
        if (nanos == 0) return true; // not told
        Instant at = Instant.ofEpochSecond(Long.divideUnsigned(nanos, 1_000_000_000L));
        Instant wall = SteadyClock.system().wall(now); // senders tell the wall clock's time
        if (at.isAfter(wall.plus(Limits.AHEAD))) return refuse(Reason.FUTURE);
        return !at.isBefore(wall.minus(Limits.BEHIND)) || refuse(Reason.PAST);
    }

    /** How many of the spans were refused. */
    synchronized int traces(List<ResourceSpans> all, Names names) {
        long before = refusals.total();
        Instant now = clock.instant();
        for (ResourceSpans one : all) {
            Optional<ServiceBook> book = book(one.getResource(), now);
            for (var scope : one.getScopeSpansList())
                for (Span span : scope.getSpansList()) {
                    if (book.isEmpty()) refusals.add(Reason.NO_SERVICE);
                    else if (!Spans.timed(span)) refusals.add(Reason.NO_TIMES);
                    else if (timely(span.getEndTimeUnixNano(), now))
                        span(book.get(), name(one.getResource()), span, names, now);
                }
        }
        return (int) (refusals.total() - before);
    }

    private void span(ServiceBook book, String service, Span span, Names names, Instant now) {
        spanCount++;
        if (Spans.serves(span)) {
            boolean failed = span.getStatus().getCodeValue() == 2;
            book.calls.take(Spans.millis(span), failed, now);
        }
        if (!spans.take(names.service(service), span, names, now)) refusals.add(Reason.TOO_MANY);
    }

    /** How many of the log records were refused. */
    synchronized int logs(List<ResourceLogs> all) {
        long before = refusals.total();
        Instant now = clock.instant();
        for (ResourceLogs one : all) {
            Optional<ServiceBook> book = book(one.getResource(), now);
            for (var scope : one.getScopeLogsList())
                for (LogRecord record : scope.getLogRecordsList()) {
                    if (book.isEmpty()) refusals.add(Reason.NO_SERVICE);
                    else if (timely(record.getTimeUnixNano(), now)) log(book.get(), record);
                }
        }
        return (int) (refusals.total() - before);
    }

    private void log(ServiceBook book, LogRecord record) {
        logs++;
        if (record.getSeverityNumberValue() < SeverityNumber.SEVERITY_NUMBER_ERROR_VALUE) return;
        book.errors++;
        String trace = record.getTraceId().isEmpty()
                ? ""
                : " trace_id=" + hex(record.getTraceId().toByteArray());
        book.lastError = Words.text(record.getBody().getStringValue()) + trace;
    }

    private static String hex(byte[] octets) {
        return octets.length == 16 ? java.util.HexFormat.of().formatHex(octets) : "unreadable";
    }

    private Optional<ServiceBook> book(Resource resource, Instant now) {
        String name = name(resource);
        if (name.isBlank()) return Optional.empty();
        ServiceBook book = services.get(name);
        if (book == null) {
            if (services.size() >= limits.services() || name.length() > Limits.NAME) {
                refusals.add(Reason.TOO_MANY);
                return Optional.empty();
            }
            book = new ServiceBook(now);
            services.put(name, book);
        }
        book.seen = now;
        return Optional.of(book);
    }

    static String name(Resource resource) {
        for (KeyValue attribute : resource.getAttributesList())
            if (attribute.getKey().equals("service.name"))
                return attribute.getValue().getStringValue();
        return "";
    }

    /** Lets go of what has been silent for long. */
    synchronized void forget(Instant now) {
        Instant before = now.minus(limits.forget());
        services.values().removeIf(book -> book.seen.isBefore(before));
        for (ServiceBook book : services.values()) {
            book.measures.values().forEach(measure -> measure.forget(before));
            Instant vanished = now.minus(Limits.VANISHED).minusSeconds(45);
            book.measures.values().removeIf(m -> m.size() == 0 || m.seen().isBefore(vanished));
        }
        series = services.values().stream().mapToInt(ServiceBook::series).sum();
        spans.forget(before);
    }

    synchronized void refused(Reason reason) {
        refusals.add(reason);
    }

    synchronized long refusedFor(Reason reason) {
        return refusals.of(reason);
    }

    synchronized int series() {
        return series;
    }

    /** For people: what was taken, and what not. */
    synchronized String words() {
        long resets = services.values().stream()
                .flatMap(book -> book.measures.values().stream())
                .mapToLong(measure -> measure.resets)
                .sum();
        return services.size() + " services, " + series + " series, "
                + spans.edges().size() + " edges; taken "
                + points + " points, " + spanCount + " spans, " + logs + " log records; " + resets
                + " counters began anew; refused " + (refusals.total() == 0 ? "nothing" : refusals.words());
    }
}
