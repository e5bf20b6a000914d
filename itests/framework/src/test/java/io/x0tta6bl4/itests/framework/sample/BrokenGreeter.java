package io.x0tta6bl4.itests.framework.sample;

import java.util.function.Supplier;

/** A component that cannot be made. */
public final class BrokenGreeter implements Supplier<String> {
    public BrokenGreeter() {
        throw new IllegalStateException("planted: the constructor throws");
    }

    @Override
    public String get() {
        return "";
    }
}
