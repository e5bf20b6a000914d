package io.x0tta6bl4.itests.features.sample;

import io.x0tta6bl4.itests.features.sample.api.Greeting;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;

/** A provider that works. */
public final class Greeter implements Greeting, SelfTest {
    @Override
    public String greet() {
        return "hello";
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of("greet", this::greet);
    }
}
