package io.x0tta6bl4.telemetry.api;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A step that is over, told as a whole.
 *
 * @param name low in cardinality: what kind of step, not which one
 * @param context its own place, from {@link Tracing#begin} or {@link Tracing#child}; told once
 * @param parent the step it was part of; empty for the first of a trace
 * @param kind which side of a call
 * @param start when it began, by the node's steady clock
 * @param end when it ended, not before it began
 * @param attributes facts about it, at most 64; a key counts once, the last wins
 * @param error why it failed; empty when it did not
 */
public record FinishedSpan(
        String name,
        TraceContext context,
        Optional<TraceContext> parent,
        SpanKind kind,
        Instant start,
        Instant end,
        List<Attribute> attributes,
        Optional<String> error) {
    public static final int ATTRIBUTES = 64;

    public FinishedSpan {
        Objects.requireNonNull(context, "context");
        Objects.requireNonNull(kind, "kind");
        attributes = List.copyOf(attributes);
        if (name.isBlank()) throw new IllegalArgumentException("a span has a name");
        if (end.isBefore(start))
            throw new IllegalArgumentException(name + " ends at " + end + ", before it began at " + start);
        if (attributes.size() > ATTRIBUTES)
            throw new IllegalArgumentException(
                    name + " has " + attributes.size() + " attributes; at most " + ATTRIBUTES);
        parent.ifPresent(p -> {
            if (!p.traceId().equals(context.traceId()))
                throw new IllegalArgumentException(name + " is in another trace than its parent");
        });
    }
}
