package io.x0tta6bl4.pqc.provider.jdk;

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
public final class JdkProof {
    static final String PROVEN = "io.x0tta6bl4.pqc.provider.jdk.proven";

    private static final Logger LOG = LoggerFactory.getLogger(JdkProof.class);

    private final ServiceRegistration<Condition> proven;

    @Activate
    public JdkProof(BundleContext context) {
        LOG.info("pqc by the JDK: {}", KnownAnswers.prove(new JdkEngine()));
        this.proven = context.registerService(
                Condition.class, Condition.INSTANCE, new Hashtable<>(Map.of(Condition.CONDITION_ID, PROVEN)));
    }

    @Deactivate
    void close() {
        proven.unregister();
    }
}
