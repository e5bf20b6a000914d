package io.x0tta6bl4.itests.framework.sample;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Hangs when it is started for the second time, until the property is removed, at most a minute. */
public final class HangingActivator implements BundleActivator {
    private static final String HANG = "x0.test.hang";

    @Override
    public void start(BundleContext context) {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (System.getProperty(HANG) != null && System.nanoTime() - end < 0) LockSupport.parkNanos(1_000_000);
    }

    @Override
    public void stop(BundleContext context) {}
}
