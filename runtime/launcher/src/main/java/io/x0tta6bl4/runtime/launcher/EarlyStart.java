package io.x0tta6bl4.runtime.launcher;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.BundleStartLevel;

/**
 * Starts a framework whose bundles are not all installed yet: up to {@link #LEVEL}, where it waits for the rest. Logging,
 * components, configuration and HTTP start on the thread of the start levels while the launcher installs the node's own bundles;
 * one after the other that is a tenth of the time to readiness.
 *
 * <p>The wiring is the same as without: everything of others is installed before, nothing of others imports from the node's own
 * bundles, and none of these is a fragment of theirs.
 */
final class EarlyStart implements AutoCloseable {

    /** The gate before the commands has level 11. */
    static final int LEVEL = 10;

    private static final long LIMIT_SECONDS = 60;

    private final CountDownLatch installed = new CountDownLatch(1);
    private final Framework framework;
    private final Thread installer = Thread.currentThread();
    private final SynchronousBundleListener gate = this::wait;
    private final FutureTask<Void> start;

    EarlyStart(Framework framework) {
        this.framework = framework;
        this.start = new FutureTask<>(() -> {
            framework.start();
            return null;
        });
        framework.getBundleContext().addBundleListener(gate);
        Thread.ofPlatform().name("x0-start").start(start);
    }

    private void wait(BundleEvent event) {
        if (event.getType() != BundleEvent.STARTING || Thread.currentThread() == installer) return;
        if (event.getBundle().getBundleId() == 0) return;
        if (event.getBundle().adapt(BundleStartLevel.class).getStartLevel() <= LEVEL) return;
        try {
            installed.await(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Everything is installed: goes on, and comes back when the last start level is reached. */
    void goOn() throws BundleException, InterruptedException {
        close();
        try {
            start.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BundleException known) throw known;
            throw new BundleException(Words.of(e), e);
        }
    }

    /** Lets go of who waits here, also when the rest could not be installed. */
    @Override
    public void close() {
        installed.countDown();
        framework.getBundleContext().removeBundleListener(gate);
    }
}
