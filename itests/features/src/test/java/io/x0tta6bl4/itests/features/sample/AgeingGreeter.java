package io.x0tta6bl4.itests.features.sample;

import io.x0tta6bl4.itests.features.sample.api.Greeting;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;

/** A provider that starts well, and answers wrongly once the property is set. */
public final class AgeingGreeter implements Greeting, SelfTest {
    @Override
    public String greet() {
        return System.getProperty("x0.test.old") == null ? "hello" : "planted: hrmpf";
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of("greet", () -> {
            if (!greet().equals("hello")) throw new IllegalStateException(greet());
            return "hello";
        });
    }
}
