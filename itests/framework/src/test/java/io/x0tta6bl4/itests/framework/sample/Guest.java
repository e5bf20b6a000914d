package io.x0tta6bl4.itests.framework.sample;

import java.util.function.Supplier;

/** A component that needs a greeter. */
public final class Guest {
    private final Supplier<String> greeter;

    public Guest(Supplier<String> greeter) {
        this.greeter = greeter;
    }

    @Override
    public String toString() {
        return "guest greeted with " + greeter.get();
    }
}
