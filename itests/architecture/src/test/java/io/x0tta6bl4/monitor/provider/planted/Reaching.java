package io.x0tta6bl4.monitor.provider.planted;

import io.x0tta6bl4.execute.provider.planted.Reached;

/** Planted: a provider that knows another provider. */
final class Reaching {
    private final Reached reached = new Reached();

    Reached reached() {
        return reached;
    }
}
