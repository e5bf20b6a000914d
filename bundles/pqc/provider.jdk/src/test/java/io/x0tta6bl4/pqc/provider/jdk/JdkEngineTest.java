package io.x0tta6bl4.pqc.provider.jdk;

import io.x0tta6bl4.pqc.api.engine.Engine;
import io.x0tta6bl4.pqc.api.engine.EngineContract;

class JdkEngineTest implements EngineContract {
    private final Engine engine = new JdkEngine();

    @Override
    public Engine engine() {
        return engine;
    }
}
