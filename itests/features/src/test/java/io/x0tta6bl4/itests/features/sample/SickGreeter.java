package io.x0tta6bl4.itests.features.sample;

import io.x0tta6bl4.itests.features.sample.api.Greeting;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;

/** A provider that starts and does not work. */
public final class SickGreeter implements Greeting, SelfTest {
    @Override
    public String greet() {
        throw new IllegalStateException("planted: cannot greet");
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of("greet", this::greet);
    }
}
