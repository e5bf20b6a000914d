package io.x0tta6bl4.loop.provider.mapek;

import io.x0tta6bl4.telemetry.api.FinishedSpan;
import io.x0tta6bl4.telemetry.api.Span;
import io.x0tta6bl4.telemetry.api.SpanKind;
import io.x0tta6bl4.telemetry.api.TraceContext;
import io.x0tta6bl4.telemetry.api.Tracing;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Keeps what the loop tells. */
final class Told implements Tracing {
    final List<FinishedSpan> spans = new CopyOnWriteArrayList<>();
    private final AtomicLong ids = new AtomicLong();

    @Override
    public TraceContext begin() {
        return new TraceContext(
                String.format("%016x%016x", ids.incrementAndGet(), 0xaL), String.format("%016x", 0xbL), true);
    }

    @Override
    public TraceContext child(TraceContext of) {
        return new TraceContext(of.traceId(), String.format("f%015x", ids.incrementAndGet()), true);
    }

    @Override
    public void emit(FinishedSpan span) {
        spans.add(span);
    }

    @Override
    public Span start(String name, SpanKind kind, Optional<TraceContext> parent) {
        throw new UnsupportedOperationException("the loop tells whole spans");
    }

    @Override
    public Optional<TraceContext> current() {
        return Optional.empty();
    }

    @Override
    public List<FinishedSpan> recall(String traceId) {
        return List.copyOf(spans);
    }

    @Override
    public ExportState state() {
        return new ExportState(Optional.empty(), spans.size(), 0, 0, 0, "");
    }
}
