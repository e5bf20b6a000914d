package io.x0tta6bl4.runtime.launcher;

import java.util.List;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Notes in which order bundles start, across class loaders: in a property of the system. */
public final class StartNote implements BundleActivator {
    private static final String PROPERTY = "x0.test.order";

    static void forget() {
        System.clearProperty(PROPERTY);
    }

    static List<String> order() {
        return List.of(System.getProperty(PROPERTY, "").split(","));
    }

    @Override
    public void start(BundleContext context) {
        String name = context.getBundle().getSymbolicName();
        System.getProperties().merge(PROPERTY, name, (before, now) -> before + "," + now);
    }

    @Override
    public void stop(BundleContext context) {}
}
