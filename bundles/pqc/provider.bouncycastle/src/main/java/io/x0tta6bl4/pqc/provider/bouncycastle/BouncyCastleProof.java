package io.x0tta6bl4.pqc.provider.bouncycastle;

import io.x0tta6bl4.pqc.api.engine.Proof;
import io.x0tta6bl4.pqc.api.engine.Proving;
import java.util.Hashtable;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.condition.Condition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sets the condition on which the provider is registered when its engine gives the known answers. */
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>=\"io.x0tta6bl4.pqc.provider.bouncycastle.BouncyCastleProof$Proven\"",
        effective = "active")
@Component(
        service = {},
        immediate = true)
public final class BouncyCastleProof {
    private static final Logger LOG = LoggerFactory.getLogger(BouncyCastleProof.class);

    private final Proving proving;

    /**
     * The condition, with the proof that it rests on. A class of this bundle and of no other, so that a version beside this one,
     * which may be corrupt, cannot serve on the proof of this one.
     */
    record Proven(Proof proof) implements Condition {}

    @Activate
    public BouncyCastleProof(BundleContext context) {
        proving = new Proving(
                new BouncyCastleEngine(),
                proof -> serve(context, proof),
                e -> LOG.error("pqc by Bouncy Castle does not serve: {}", e.getMessage(), e));
    }

    private static Runnable serve(BundleContext context, Proof proof) {
        LOG.info("pqc by Bouncy Castle: {}", proof.found());
        return context.registerService(Proven.class, new Proven(proof), new Hashtable<>())::unregister;
    }

    @Deactivate
    void close() {
        proving.close();
    }
}
