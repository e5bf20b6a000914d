package io.x0tta6bl4.monitor.provider.osgi;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.startlevel.FrameworkStartLevel;

/** Whether the framework itself is calm: neither starting nor stopping nor on its way to another start level. */
final class Calm {
    private final Bundle framework;
    private volatile int level;

    Calm(BundleContext context) {
        framework = context.getBundle(0);
        arrived();
    }

    /** The framework has arrived at a start level. */
    void arrived() {
        level = level();
    }

    boolean now() {
        return framework.getState() == Bundle.ACTIVE && level() == level;
    }

    private int level() {
        return framework.adapt(FrameworkStartLevel.class).getStartLevel();
    }
}
