package io.x0tta6bl4.pqc.provider.bouncycastle;

import io.x0tta6bl4.pqc.api.Pqc;
import io.x0tta6bl4.pqc.api.PqcContract;

class BouncyCastlePqcTest implements PqcContract {
    private static final Pqc PQC = new BouncyCastlePqc();

    @Override
    public Pqc pqc() {
        return PQC;
    }
}
