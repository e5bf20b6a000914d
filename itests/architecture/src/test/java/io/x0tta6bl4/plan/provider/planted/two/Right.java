package io.x0tta6bl4.plan.provider.planted.two;

import io.x0tta6bl4.plan.provider.planted.one.Left;

/** Planted: one half of a cycle of packages. */
public final class Right {
    Class<?> other() {
        return Left.class;
    }
}
