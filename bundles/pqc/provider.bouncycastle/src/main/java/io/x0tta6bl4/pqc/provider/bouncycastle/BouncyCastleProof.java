package io.x0tta6bl4.pqc.provider.bouncycastle;

import io.x0tta6bl4.pqc.api.engine.KnownAnswers;
import java.util.Hashtable;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.condition.Condition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the engine for the known answers; only when all are right it sets the condition on which the provider is registered. */
@Component(
        service = {},
        immediate = true)
public final class BouncyCastleProof {
    static final String PROVEN = "io.x0tta6bl4.pqc.provider.bouncycastle.proven";

    private static final Logger LOG = LoggerFactory.getLogger(BouncyCastleProof.class);

    private final ServiceRegistration<Condition> proven;

    @Activate
    public BouncyCastleProof(BundleContext context) {
        LOG.info("pqc by Bouncy Castle: {}", KnownAnswers.prove(new BouncyCastleEngine()));
        this.proven = context.registerService(
                Condition.class, Condition.INSTANCE, new Hashtable<>(Map.of(Condition.CONDITION_ID, PROVEN)));
    }

    @Deactivate
    void close() {
        proven.unregister();
    }
}
