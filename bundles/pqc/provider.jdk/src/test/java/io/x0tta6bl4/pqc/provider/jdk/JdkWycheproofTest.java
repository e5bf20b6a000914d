package io.x0tta6bl4.pqc.provider.jdk;

import io.x0tta6bl4.pqc.api.Pqc;
import io.x0tta6bl4.pqc.api.engine.Engine;
import io.x0tta6bl4.pqc.api.engine.WycheproofContract;

class JdkWycheproofTest implements WycheproofContract {
    private static final Engine ENGINE = new JdkEngine();
    private static final Pqc PQC = new JdkPqc();

    @Override
    public Engine engine() {
        return ENGINE;
    }

    @Override
    public Pqc pqc() {
        return PQC;
    }
}
