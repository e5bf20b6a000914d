package io.x0tta6bl4.pqc.provider.jdk;

import io.x0tta6bl4.pqc.api.Pqc;
import io.x0tta6bl4.pqc.api.PqcContract;

class JdkPqcTest implements PqcContract {
    private static final Pqc PQC = new JdkPqc();

    @Override
    public Pqc pqc() {
        return PQC;
    }
}
