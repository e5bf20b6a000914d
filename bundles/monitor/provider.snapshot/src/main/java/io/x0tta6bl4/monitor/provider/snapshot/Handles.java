package io.x0tta6bl4.monitor.provider.snapshot;

import org.jspecify.annotations.Nullable;

/** Closing handles whose close declares a checked exception that none of ours throws. */
final class Handles {
    private Handles() {}

    static void close(@Nullable AutoCloseable handle) {
        if (handle == null) return;
        try {
            handle.close();
        } catch (Exception e) {
            throw new IllegalStateException("a handle could not be closed: " + e.getMessage(), e);
        }
    }
}
