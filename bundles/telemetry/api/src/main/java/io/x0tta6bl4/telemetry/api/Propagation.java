package io.x0tta6bl4.telemetry.api;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The step for which the current thread works, so that whatever it starts or calls can be told: a process by its environment
 * ({@link #TRACEPARENT}), a server by the header {@code traceparent} (W3C Trace Context). Nothing is told of a step that is
 * not traced. It does not follow to other threads by itself: take {@link #here} before and go on {@link #within} it there.
 */
public final class Propagation {
    /**
     * Carries the place to a process, written as in the header (OpenTelemetry, "Environment Variables as Context Propagation
     * Carriers").
     */
    public static final String TRACEPARENT = "TRACEPARENT";

    /** Everything by which a process may have been told a place: a process that it starts must not take it for its own. */
    public static final List<String> ENVIRONMENT = List.of(TRACEPARENT, "TRACESTATE", "BAGGAGE");

    private static final ScopedValue<TraceContext> PLACE = ScopedValue.newInstance();

    private Propagation() {}

    /** The place of the step this thread works for; empty when there is none or it is not traced. */
    public static Optional<TraceContext> here() {
        return PLACE.isBound() ? Optional.of(PLACE.get()) : Optional.empty();
    }

    /** The body's answer, worked out for the step at {@code place}; an empty place leaves the thread where it is. */
    public static <T> T within(Optional<TraceContext> place, Supplier<T> body) {
        return place.isEmpty()
                ? body.get()
                : ScopedValue.where(PLACE, place.get()).call(body::get);
    }
}
