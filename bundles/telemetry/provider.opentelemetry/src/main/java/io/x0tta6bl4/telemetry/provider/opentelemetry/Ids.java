package io.x0tta6bl4.telemetry.provider.opentelemetry;

import io.opentelemetry.sdk.trace.IdGenerator;
import io.x0tta6bl4.telemetry.api.TraceContext;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Random ids, but those chosen before for a span that is told as a whole. */
final class Ids implements IdGenerator {
    private final IdGenerator random = IdGenerator.random();
    private final ThreadLocal<@Nullable TraceContext> chosen = new ThreadLocal<>();

    /** Runs the body, in which the next span gets these ids. */
    <R> R as(TraceContext context, Supplier<R> body) {
        chosen.set(context);
        try {
            return body.get();
        } finally {
            chosen.remove();
        }
    }

    @Override
    public String generateSpanId() {
        TraceContext context = chosen.get();
        return context == null ? random.generateSpanId() : context.spanId();
    }

    @Override
    public String generateTraceId() {
        TraceContext context = chosen.get();
        return context == null ? random.generateTraceId() : context.traceId();
    }
}
