package io.x0tta6bl4.pqc.provider.bouncycastle;

import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.pqc.api.Pqc;
import io.x0tta6bl4.pqc.api.engine.ProvenPqc;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.condition.Condition;

/**
 * ML-KEM, ML-DSA, SLH-DSA and the two compositions by Bouncy Castle, with contexts. Nothing is registered with the JDK. It is
 * registered as a service only on the condition that {@link BouncyCastleProof} sets.
 */
@Component(
        service = {Pqc.class, SelfTest.class},
        property = {"x0.capability=pqc", "x0.name=bouncycastle", "service.ranking:Integer=100"})
public final class BouncyCastlePqc extends ProvenPqc {

    @Activate
    public BouncyCastlePqc(
            @Reference(service = BouncyCastleProof.Proven.class, policyOption = ReferencePolicyOption.GREEDY)
                    Condition proven) {
        super(
                new BouncyCastleEngine(),
                proven instanceof BouncyCastleProof.Proven known ? Optional.of(known.proof()) : Optional.empty());
    }

    BouncyCastlePqc() {
        super(new BouncyCastleEngine());
    }
}
