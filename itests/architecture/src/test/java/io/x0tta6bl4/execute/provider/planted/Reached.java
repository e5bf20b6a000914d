package io.x0tta6bl4.execute.provider.planted;

import io.x0tta6bl4.monitor.provider.planted.LooseComponent;

/** Planted: what it is reached by, it reaches back. */
public final class Reached {
    Class<?> back() {
        return LooseComponent.class;
    }
}
