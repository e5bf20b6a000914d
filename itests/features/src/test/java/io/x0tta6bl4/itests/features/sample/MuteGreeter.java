package io.x0tta6bl4.itests.features.sample;

import io.x0tta6bl4.itests.features.sample.api.Greeting;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;

/** Cannot be constructed. */
public final class MuteGreeter implements Greeting, SelfTest {
    public MuteGreeter() {
        throw new IllegalStateException("planted: no greeting today");
    }

    @Override
    public String greet() {
        return "";
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of("nothing", () -> "never");
    }
}
