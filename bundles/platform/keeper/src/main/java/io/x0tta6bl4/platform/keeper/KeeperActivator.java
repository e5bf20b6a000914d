package io.x0tta6bl4.platform.keeper;

import io.x0tta6bl4.platform.api.SelfTest;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.bundle.Header;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the keeper. No component, so that it does not need Declarative Services to be well. */
@Header(name = Constants.BUNDLE_ACTIVATOR, value = "${@class}")
public final class KeeperActivator implements BundleActivator {
    private static final Logger LOG = LoggerFactory.getLogger(KeeperActivator.class);
    private static final long PERIOD_MILLIS = 500;
    private static final long STOP_MILLIS = 2_000;

    private volatile @Nullable ScheduledThreadPoolExecutor thread;
    private volatile @Nullable ServiceRegistration<SelfTest> registration;

    @Override
    public void start(BundleContext context) {
        Keeper keeper = new Keeper(context, new Shelf(directory(context)), Keeper.Patience.USUAL);
        register(context, keeper);
        var looking = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("x0-keeper").factory());
        thread = looking;
        looking.scheduleWithFixedDelay(
                () -> look(context, keeper), PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static Path directory(BundleContext context) {
        String data = context.getProperty("x0.data");
        return data == null ? context.getDataFile("kept").toPath() : Path.of(data, "keeper");
    }

    private void look(BundleContext context, Keeper keeper) {
        try {
            if (!keeper.look()) return;
            // whoever tests it holds a passed result for a minute; a new service is tested at once
            unregister();
            register(context, keeper);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            ScheduledThreadPoolExecutor looking = thread;
            if (looking != null && !looking.isShutdown()) LOG.warn("Could not look; trying again", e);
        }
    }

    private void register(BundleContext context, Keeper keeper) {
        registration = context.registerService(
                SelfTest.class, keeper, new Hashtable<>(Map.of("x0.capability", "platform", "x0.name", "keeper")));
    }

    private void unregister() {
        ServiceRegistration<SelfTest> registered = registration;
        if (registered != null) registered.unregister();
    }

    /** Ends the look that runs; a replacement that has begun ends on its own thread. */
    @Override
    public void stop(BundleContext context) throws InterruptedException {
        ScheduledThreadPoolExecutor looking = thread;
        if (looking == null) return;
        looking.shutdownNow();
        if (!looking.awaitTermination(STOP_MILLIS, TimeUnit.MILLISECONDS)) LOG.warn("Still looking");
    }
}
