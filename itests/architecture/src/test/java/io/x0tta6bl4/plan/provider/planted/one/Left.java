package io.x0tta6bl4.plan.provider.planted.one;

import io.x0tta6bl4.plan.provider.planted.two.Right;

/** Planted: one half of a cycle of packages. */
public final class Left {
    Class<?> other() {
        return Right.class;
    }
}
