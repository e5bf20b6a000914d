package io.x0tta6bl4.knowledge.provider.mvstore;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the store and offers it to the components of this bundle.
 *
 * <p>Two versions of this bundle cannot have the file open at once. One that is started while another one runs waits until
 * that one has closed it, and then takes over within milliseconds; callers wait at their gates meanwhile. A file that is open
 * in another process is refused at once.
 */
@Component(service = StoreKeeper.class, immediate = true)
public final class StoreKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(StoreKeeper.class);
    private static final long FAREWELL_MILLIS = 10_000;
    private static final long LOOK_AGAIN_NANOS = 5_000_000;
    /** How long the file may be in use after the version before has ended. */
    private static final long PATIENCE_NANOS = 10_000_000_000L;

    private final BundleContext context;
    private final Path directory;
    private final AtomicReference<@Nullable Thread> waiting = new AtomicReference<>();
    private volatile boolean closed;
    private volatile @Nullable Store store;
    private volatile @Nullable ServiceRegistration<Store> offer;

    @Activate
    public StoreKeeper(BundleContext context) {
        this.context = context;
        this.directory = Path.of(Objects.requireNonNull(
                        context.getProperty("x0.data"), "the framework property x0.data names no directory"))
                .resolve("knowledge");
        try {
            offer(new Store(directory));
        } catch (StoreInUse e) {
            if (!predecessor()) throw e;
            LOG.info("The store is still open in the version before this one; waiting until it is closed");
            waiting.set(
                    Thread.ofPlatform().daemon().name("x0-knowledge-take-over").start(this::takeOver));
        }
    }

    /** Whether another version of this bundle runs on this node. */
    private boolean predecessor() {
        Bundle own = context.getBundle();
        return Arrays.stream(context.getBundles())
                .filter(other -> other != own && own.getSymbolicName().equals(other.getSymbolicName()))
                .anyMatch(other -> (other.getState() & (Bundle.ACTIVE | Bundle.STOPPING | Bundle.STARTING)) != 0);
    }

    private void takeOver() {
        long alone = System.nanoTime();
        while (!closed) {
            try {
                offer(new Store(directory));
                return;
            } catch (StoreInUse e) {
                if (predecessor()) alone = System.nanoTime();
                if (System.nanoTime() - alone > PATIENCE_NANOS) {
                    LOG.error("{}; the version before this one has ended", e.getMessage());
                    return;
                }
                LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            } catch (RuntimeException e) {
                LOG.error("The store was not taken over from the version before", e);
                return;
            }
        }
    }

    private synchronized void offer(Store opened) {
        if (closed) {
            opened.close();
            return;
        }
        store = opened;
        offer = context.registerService(Store.class, opened, null);
    }

    /** A take-over under way is seen to its end: nothing of this bundle may hold the file once it has stopped. */
    @Deactivate
    void close() {
        closed = true;
        Thread taking = waiting.get();
        if (taking != null) join(taking);
        release();
    }

    private static void join(Thread taking) {
        try {
            taking.join(FAREWELL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void release() {
        ServiceRegistration<Store> registration = offer;
        if (registration != null) registration.unregister();
        Store opened = store;
        if (opened != null) opened.close();
    }
}
