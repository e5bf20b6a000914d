package io.x0tta6bl4.telemetry.api;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a trace, as W3C Trace Context (Recommendation of 2021-11-23) writes it.
 *
 * @param traceId 32 lower-case hexadecimal digits, not all zero
 * @param spanId 16 lower-case hexadecimal digits, not all zero
 * @param sampled whether the spans of the trace are recorded
 */
public record TraceContext(String traceId, String spanId, boolean sampled) {
    private static final Pattern TRACE = Pattern.compile("(?!0{32})[0-9a-f]{32}");
    private static final Pattern SPAN = Pattern.compile("(?!0{16})[0-9a-f]{16}");
    private static final Pattern PARENT =
            Pattern.compile("(?!ff)([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

    public TraceContext {
        if (!TRACE.matcher(traceId).matches())
            throw new IllegalArgumentException("'" + traceId + "' is no trace id: 32 hexadecimal digits, not all zero");
        if (!SPAN.matcher(spanId).matches())
            throw new IllegalArgumentException("'" + spanId + "' is no span id: 16 hexadecimal digits, not all zero");
    }

    /** The header {@code traceparent}, version 00. */
    public String traceparent() {
        return "00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
    }

    /** Reads a header {@code traceparent} of any version; empty when it is not one. */
    public static Optional<TraceContext> parse(String traceparent) {
        Matcher parts = PARENT.matcher(traceparent.strip());
        if (!parts.matches() || parts.group(1).equals("00") && parts.group(5) != null) return Optional.empty();
        if (!TRACE.matcher(parts.group(2)).matches()
                || !SPAN.matcher(parts.group(3)).matches()) return Optional.empty();
        boolean sampled = (Integer.parseInt(parts.group(4), 16) & 1) == 1;
        return Optional.of(new TraceContext(parts.group(2), parts.group(3), sampled));
    }
}
