package io.x0tta6bl4.telemetry.api;

import org.osgi.annotation.versioning.ProviderType;

/** A step that goes on in this thread until it is closed; meanwhile it is the current one. Not for other threads. */
@ProviderType
public interface Span extends AutoCloseable {

    /** Its place, to hand on. */
    TraceContext context();

    Span set(Attribute attribute);

    /** The step failed. */
    Span fail(String why);

    /** Ends it, and makes the one before the current one again. */
    @Override
    void close();
}
