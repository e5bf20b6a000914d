package io.x0tta6bl4.platform.keeper;

import io.x0tta6bl4.platform.api.BundleContent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts a content in place of another. It changes nothing of which bundles a person wants to run. */
final class Hands {
    /** How long one replacement may take, the start of what hangs on it included. */
    static final Duration LIMIT = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(Hands.class);
    private static final Duration REFRESH_LIMIT = Duration.ofSeconds(15);

    private final BundleContext context;

    Hands(BundleContext context) {
        this.context = context;
    }

    /** Whether a person wants the bundle to run; only such a one is ever touched. */
    static boolean wanted(Bundle bundle) {
        BundleStartLevel level = bundle.adapt(BundleStartLevel.class);
        return level != null && level.isPersistentlyStarted() && !fragment(bundle);
    }

    private static boolean fragment(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        return revision == null || (revision.getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
    }

    void replace(Bundle bundle, BundleContent content) throws Exception {
        Bounded.call("x0-keeper-hands", LIMIT, () -> {
            stop(bundle);
            bundle.update(new ByteArrayInputStream(content.jar()));
            refresh(bundle);
            startAllWanted();
            return bundle;
        });
    }

    /** A broken bundle may fail to stop; the framework has stopped it all the same. */
    private static void stop(Bundle bundle) {
        try {
            bundle.stop(Bundle.STOP_TRANSIENT);
        } catch (BundleException e) {
            LOG.info("{} complained when it was stopped: {}", bundle, Bounded.reason(e));
        }
    }

    private void refresh(Bundle bundle) throws InterruptedException, TimeoutException {
        FrameworkWiring wiring = context.getBundle(0).adapt(FrameworkWiring.class);
        if (wiring.getDependencyClosure(List.of(bundle)).contains(context.getBundle())) return;
        CountDownLatch done = new CountDownLatch(1);
        wiring.refreshBundles(List.of(bundle), event -> {
            if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) done.countDown();
        });
        if (!done.await(REFRESH_LIMIT.toNanos(), TimeUnit.NANOSECONDS))
            throw new TimeoutException("the framework did not finish refreshing in time");
    }

    /** The bundle, and those that could not run while it was broken. */
    private void startAllWanted() {
        for (Bundle bundle : context.getBundles())
            if ((bundle.getState() & (Bundle.INSTALLED | Bundle.RESOLVED)) != 0 && wanted(bundle)) start(bundle);
    }

    private static void start(Bundle bundle) {
        boolean policy = bundle.adapt(BundleStartLevel.class).isActivationPolicyUsed();
        try {
            bundle.start(Bundle.START_TRANSIENT | (policy ? Bundle.START_ACTIVATION_POLICY : 0));
        } catch (BundleException e) {
            LOG.info("{} does not start: {}", bundle, Bounded.reason(e));
        }
    }

    static BundleContent content(Bundle bundle) throws IOException {
        return BundleContent.of(new BundleContent.Source(bundle.toString(), bundle::getEntryPaths, bundle::getEntry));
    }
}
