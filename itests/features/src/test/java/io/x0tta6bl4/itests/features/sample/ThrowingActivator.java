package io.x0tta6bl4.itests.features.sample;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Cannot start. */
public final class ThrowingActivator implements BundleActivator {
    @Override
    public void start(BundleContext context) {
        throw new IllegalStateException("planted: the activator throws");
    }

    @Override
    public void stop(BundleContext context) {}
}
