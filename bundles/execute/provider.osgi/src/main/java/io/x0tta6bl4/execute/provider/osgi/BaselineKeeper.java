package io.x0tta6bl4.execute.provider.osgi;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleListener;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the content of each of the node's own bundles once it is known to work: at once when nothing is known of the bundle
 * yet and it works, later only after it has worked for a whole stable window. A content is kept once; after that a bundle
 * costs nothing until it is changed.
 */
final class BaselineKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BaselineKeeper.class);
    private static final long SOON_MILLIS = 500;
    private static final long SHORTEST_MILLIS = 100;
    private static final long CLOSE_MILLIS = 2_000;

    private final BundleContext context;
    private final ServiceComponentRuntime runtime;
    private final KnownGood known;
    private final long window;
    private final List<String> prefixes;
    private final ScheduledThreadPoolExecutor thread;
    private final BundleListener events = this::event;
    private final AtomicBoolean soon = new AtomicBoolean();
    private final Map<Long, Trial> trials = new HashMap<>();

    /** One content of one bundle on its way to being kept; {@code goodSince} is negative while it does not work. */
    private record Trial(long modified, long goodSince, boolean over) {}

    BaselineKeeper(
            BundleContext context,
            ServiceComponentRuntime runtime,
            KnownGood known,
            Duration window,
            List<String> prefixes) {
        this.context = context;
        this.runtime = runtime;
        this.known = known;
        this.window = window.toNanos();
        this.prefixes = List.copyOf(prefixes);
        thread = new ScheduledThreadPoolExecutor(
                1,
                Thread.ofPlatform()
                        .daemon()
                        .priority(Thread.MIN_PRIORITY)
                        .name("x0-baselines")
                        .factory());
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        context.addBundleListener(events);
        long period = Math.max(SHORTEST_MILLIS, window.toMillis() / 4);
        thread.scheduleWithFixedDelay(this::check, Math.min(SOON_MILLIS, period), period, TimeUnit.MILLISECONDS);
    }

    /** Lets a content that is being written be written to its end: an interrupt would close the store's file. */
    @Override
    public void close() {
        context.removeBundleListener(events);
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_MILLIS, TimeUnit.MILLISECONDS))
                LOG.warn("Still keeping a content {} ms after the order to stop", CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void event(BundleEvent event) {
        if ((event.getType() & (BundleEvent.STARTED | BundleEvent.UPDATED)) == 0) return;
        if (!soon.compareAndSet(false, true)) return;
        try {
            thread.schedule((Runnable) this::check, SOON_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // closed between the event and here: nothing is kept any more
            LOG.debug("Not keeping baselines any more");
        }
    }

    private void check() {
        soon.set(false);
        try {
            if (context.getBundle(0).getState() != Bundle.ACTIVE) return;
            Bundle[] own = Arrays.stream(context.getBundles()).filter(this::own).toArray(Bundle[]::new);
            Set<Long> ids = Arrays.stream(own).map(Bundle::getBundleId).collect(Collectors.toSet());
            trials.keySet().retainAll(ids);
            known.retain(ids);
            for (Bundle bundle : own) trials.compute(bundle.getBundleId(), (id, trial) -> next(bundle, trial));
        } catch (RuntimeException e) {
            if (!thread.isShutdown()) LOG.warn("Could not look for bundles that work; trying again later", e);
        }
    }

    private Trial next(Bundle bundle, @Nullable Trial before) {
        long modified = bundle.getLastModified();
        Trial trial = before == null || before.modified != modified ? new Trial(modified, -1, false) : before;
        if (trial.over) return trial;
        if (!works(bundle)) return new Trial(modified, -1, false);
        long now = System.nanoTime();
        long since = trial.goodSince < 0 ? now : trial.goodSince;
        boolean keep = now - since >= window || !known.any(bundle);
        return new Trial(modified, since, keep && keep(bundle));
    }

    private boolean keep(Bundle bundle) {
        try {
            boolean kept = known.keep(bundle);
            LOG.debug("{} {} of {}", kept ? "Kept" : "Did not keep the rejected", bundle.getVersion(), bundle);
        } catch (IOException e) {
            LOG.warn("Cannot keep the content of {}: it cannot be rolled back to", bundle, e);
        }
        return true;
    }

    private boolean works(Bundle bundle) {
        if (bundle.getState() != Bundle.ACTIVE && !BundleHands.fragment(bundle)) return false;
        return runtime.getComponentDescriptionDTOs(bundle).stream()
                .filter(runtime::isComponentEnabled)
                .flatMap((ComponentDescriptionDTO d) -> runtime.getComponentConfigurationDTOs(d).stream())
                .noneMatch(c -> c.state == ComponentConfigurationDTO.UNSATISFIED_REFERENCE
                        || c.state == ComponentConfigurationDTO.FAILED_ACTIVATION);
    }

    private boolean own(Bundle bundle) {
        String name = bundle.getSymbolicName();
        return bundle.getBundleId() != 0 && name != null && prefixes.stream().anyMatch(name::startsWith);
    }
}
