package io.x0tta6bl4.pqc.provider.bouncycastle;

import io.x0tta6bl4.pqc.api.engine.Engine;
import io.x0tta6bl4.pqc.api.engine.EngineContract;

class BouncyCastleEngineTest implements EngineContract {
    private final Engine engine = new BouncyCastleEngine();

    @Override
    public Engine engine() {
        return engine;
    }
}
