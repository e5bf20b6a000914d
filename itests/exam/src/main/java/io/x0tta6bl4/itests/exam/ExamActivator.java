package io.x0tta6bl4.itests.exam;

import java.util.Hashtable;
import java.util.Map;
import org.ops4j.pax.exam.ProbeInvokerFactory;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** The inside: offers Pax Exam's extender an invoker that runs JUnit 5. */
public final class ExamActivator implements BundleActivator {
    static final String DRIVER = "jupiter";

    @Override
    public void start(BundleContext context) {
        ProbeInvokerFactory factory = (probe, expression) -> new JupiterInvoker((BundleContext) probe);
        context.registerService(ProbeInvokerFactory.class, factory, new Hashtable<>(Map.of("driver", DRIVER)));
    }

    @Override
    public void stop(BundleContext context) {}
}
