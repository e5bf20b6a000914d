package io.x0tta6bl4.pqc.provider.jdk;

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
 * ML-KEM, ML-DSA and the two compositions by the JDK, with no code but its own. It has no SLH-DSA, its ML-DSA takes only the
 * empty context, and it is fast where the processor has AVX-512 and the JVM its optimising compiler. It is registered only on
 * the condition that {@link JdkProof} sets.
 */
@Component(
        service = {Pqc.class, SelfTest.class},
        property = {"x0.capability=pqc", "x0.name=jdk", "service.ranking:Integer=50"})
public final class JdkPqc extends ProvenPqc {

    @Activate
    public JdkPqc(
            @Reference(service = JdkProof.Proven.class, policyOption = ReferencePolicyOption.GREEDY) Condition proven) {
        super(new JdkEngine(), proven instanceof JdkProof.Proven known ? Optional.of(known.proof()) : Optional.empty());
    }

    JdkPqc() {
        super(new JdkEngine());
    }
}
