package io.x0tta6bl4.itests.framework.sample;

import java.util.function.Supplier;

/** A component that works. */
public final class Greeter implements Supplier<String> {
    @Override
    public String get() {
        return "hello";
    }
}
