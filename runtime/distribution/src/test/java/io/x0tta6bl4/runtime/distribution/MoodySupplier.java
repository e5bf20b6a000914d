package io.x0tta6bl4.runtime.distribution;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/** Travels in a bundle of the test: one with an entry {@code moody} can be had until a file is there. */
public final class MoodySupplier implements Supplier<String> {
    public MoodySupplier() {
        boolean moody = MoodySupplier.class.getResource("/moody") != null;
        if (moody && Files.exists(Path.of(System.getProperty("x0.test.bad"))))
            throw new IllegalStateException("planted: not any more");
    }

    @Override
    public String get() {
        return "hello";
    }
}
