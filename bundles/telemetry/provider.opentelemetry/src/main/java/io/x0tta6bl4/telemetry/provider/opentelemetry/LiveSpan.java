package io.x0tta6bl4.telemetry.provider.opentelemetry;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import io.x0tta6bl4.telemetry.api.Attribute;
import io.x0tta6bl4.telemetry.api.Span;
import io.x0tta6bl4.telemetry.api.TraceContext;

/** A span of the SDK and the scope in which it is current. */
final class LiveSpan implements Span {
    private final io.opentelemetry.api.trace.Span span;
    private final Scope scope;
    private final boolean recording;

    LiveSpan(io.opentelemetry.api.trace.Span span) {
        this.span = span;
        this.recording = span.isRecording();
        this.scope = span.makeCurrent();
    }

    static TraceContext place(SpanContext context) {
        return new TraceContext(context.getTraceId(), context.getSpanId(), context.isSampled());
    }

    @Override
    public TraceContext context() {
        return place(span.getSpanContext());
    }

    @Override
    public Span set(Attribute attribute) {
        if (!recording) return this;
        Object value = attribute.value();
        if (value instanceof String text) span.setAttribute(attribute.key(), text);
        else if (value instanceof Long number) span.setAttribute(attribute.key(), number);
        else if (value instanceof Double real) span.setAttribute(attribute.key(), real);
        else if (value instanceof Boolean flag) span.setAttribute(attribute.key(), flag);
        return this;
    }

    @Override
    public Span fail(String why) {
        span.setStatus(StatusCode.ERROR, why);
        return this;
    }

    @Override
    public void close() {
        scope.close();
        span.end();
    }
}
