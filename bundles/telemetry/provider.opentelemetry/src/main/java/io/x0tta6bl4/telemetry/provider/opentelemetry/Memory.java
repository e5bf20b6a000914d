package io.x0tta6bl4.telemetry.provider.opentelemetry;

import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.x0tta6bl4.telemetry.api.Attribute;
import io.x0tta6bl4.telemetry.api.FinishedSpan;
import io.x0tta6bl4.telemetry.api.SpanKind;
import io.x0tta6bl4.telemetry.api.TraceContext;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The last spans, so that a trace can be looked at where it was made. */
final class Memory {
    static final int LIMIT = 2_000;

    private final Deque<SpanData> spans = new ArrayDeque<>();

    synchronized void add(SpanData span) {
        spans.addLast(span);
        if (spans.size() > LIMIT) spans.removeFirst();
    }

    synchronized List<FinishedSpan> of(String traceId) {
        return spans.stream()
                .filter(span -> span.getTraceId().equals(traceId))
                .map(Memory::finished)
                .sorted(Comparator.comparing(FinishedSpan::start))
                .toList();
    }

    private static FinishedSpan finished(SpanData span) {
        TraceContext context = new TraceContext(span.getTraceId(), span.getSpanId(), true);
        Optional<TraceContext> parent = span.getParentSpanContext().isValid()
                ? Optional.of(new TraceContext(span.getTraceId(), span.getParentSpanId(), true))
                : Optional.empty();
        List<Attribute> attributes = new ArrayList<>();
        span.getAttributes().forEach((key, value) -> attributes.add(new Attribute(key.getKey(), value)));
        boolean failed = span.getStatus().getStatusCode() == StatusCode.ERROR;
        return new FinishedSpan(
                span.getName(),
                context,
                parent,
                SpanKind.valueOf(span.getKind().name()),
                instant(span.getStartEpochNanos()),
                instant(span.getEndEpochNanos()),
                attributes,
                failed ? Optional.of(span.getStatus().getDescription()) : Optional.empty());
    }

    private static Instant instant(long epochNanos) {
        return Instant.ofEpochSecond(epochNanos / 1_000_000_000, epochNanos % 1_000_000_000);
    }
}
