package io.x0tta6bl4.telemetry.api;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Tells traces. Nothing here waits or throws because of whoever receives them: what cannot be carried away is dropped and
 * counted. Without a provider there is no trace id, so nobody shows one.
 */
@ProviderType
public interface Tracing {

    /** The place of the first span of a new trace that is kept whatever the ratio of sampling is. */
    TraceContext begin();

    /** A new place in the trace of another one. */
    TraceContext child(TraceContext of);

    /** Takes a span that is over. */
    void emit(FinishedSpan span);

    /**
     * Begins a span in this thread. It is part of {@code parent}, else of the thread's current span, else the first of a
     * new trace, which is kept or not by the ratio of sampling.
     */
    Span start(String name, SpanKind kind, Optional<TraceContext> parent);

    /** The place of the current span of this thread. */
    Optional<TraceContext> current();

    /** The spans of a trace that this node still remembers, in the order of their beginning; at most the last 2,000 of all. */
    List<FinishedSpan> recall(String traceId);

    /** How carrying the telemetry away goes. */
    ExportState state();

    /**
     * How carrying the telemetry away goes.
     *
     * @param receiver address of the receiver; empty when none is configured and everything stays on the node
     * @param spans told since the provider started, those that were not sampled not counted
     * @param exported spans that the receiver took
     * @param dropped spans that were lost because the queue was full or the receiver did not take them
     * @param queued spans that wait
     * @param trouble why the last export failed, or what is wrong with the settings; empty when nothing is
     */
    record ExportState(
            Optional<String> receiver, long spans, long exported, long dropped, long queued, String trouble) {}
}
