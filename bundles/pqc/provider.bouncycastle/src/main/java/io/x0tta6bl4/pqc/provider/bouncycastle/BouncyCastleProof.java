package io.x0tta6bl4.pqc.provider.bouncycastle;

import io.x0tta6bl4.pqc.api.PqcException;
import io.x0tta6bl4.pqc.api.engine.KnownAnswers;
import java.util.Hashtable;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.condition.Condition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the engine for all known answers; only when all are right it sets the condition on which the provider is registered.
 * It works in a thread of its own, because the node need not wait for it to start.
 */
@Component(
        service = {},
        immediate = true)
public final class BouncyCastleProof {
    static final String PROVEN = "io.x0tta6bl4.pqc.provider.bouncycastle.proven";

    private static final Logger LOG = LoggerFactory.getLogger(BouncyCastleProof.class);

    private volatile @Nullable ServiceRegistration<Condition> proven;
    private volatile boolean closed;

    @Activate
    public BouncyCastleProof(BundleContext context) {
        Thread.ofPlatform().daemon().name("x0-pqc-proof").start(() -> prove(context));
    }

    private void prove(BundleContext context) {
        try {
            String found = KnownAnswers.prove(new BouncyCastleEngine());
            register(context);
            LOG.info("pqc by Bouncy Castle: {}", found);
        } catch (PqcException e) {
            LOG.error("pqc by Bouncy Castle does not serve: {}", e.getMessage(), e);
        }
    }

    private synchronized void register(BundleContext context) {
        if (closed) return;
        proven = context.registerService(
                Condition.class, Condition.INSTANCE, new Hashtable<>(Map.of(Condition.CONDITION_ID, PROVEN)));
    }

    @Deactivate
    void close() {
        ServiceRegistration<Condition> registered;
        synchronized (this) {
            closed = true;
            registered = proven;
        }
        if (registered != null) registered.unregister();
    }
}
