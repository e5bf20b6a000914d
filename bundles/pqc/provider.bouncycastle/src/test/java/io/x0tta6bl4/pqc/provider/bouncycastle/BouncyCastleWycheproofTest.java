package io.x0tta6bl4.pqc.provider.bouncycastle;

import io.x0tta6bl4.pqc.api.Pqc;
import io.x0tta6bl4.pqc.api.engine.Engine;
import io.x0tta6bl4.pqc.api.engine.WycheproofContract;

class BouncyCastleWycheproofTest implements WycheproofContract {
    private static final Engine ENGINE = new BouncyCastleEngine();
    private static final Pqc PQC = new BouncyCastlePqc();

    @Override
    public Engine engine() {
        return ENGINE;
    }

    @Override
    public Pqc pqc() {
        return PQC;
    }
}
