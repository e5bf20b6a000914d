package io.x0tta6bl4.itests.features.sample;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Hangs in its start until it is interrupted, at most a minute. */
public final class HangingActivator implements BundleActivator {
    @Override
    public void start(BundleContext context) throws InterruptedException {
        boolean woken = new CountDownLatch(1).await(1, TimeUnit.MINUTES);
        if (!woken) throw new IllegalStateException("planted: hung for a minute");
    }

    @Override
    public void stop(BundleContext context) {}
}
