package io.x0tta6bl4.telemetry.api;

/** Which side of a call a span tells of. */
public enum SpanKind {
    INTERNAL,
    SERVER,
    CLIENT
}
