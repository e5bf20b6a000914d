package io.x0tta6bl4.execute.provider.osgi;

import io.x0tta6bl4.platform.api.BundleContent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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

/** The few things that are done to bundles. None of them changes whether a person wants a bundle to run. */
final class BundleHands {
    private final BundleContext context;

    BundleHands(BundleContext context) {
        this.context = context;
    }

    /** The bundle of this name: an active one before others, then the highest version. */
    Optional<Bundle> named(String symbolicName) {
        return Arrays.stream(context.getBundles())
                .filter(b -> symbolicName.equals(b.getSymbolicName()))
                .max(Comparator.<Bundle, Boolean>comparing(b -> b.getState() == Bundle.ACTIVE)
                        .thenComparing(Bundle::getVersion));
    }

    /** Whether a person wants the bundle to run. */
    boolean wanted(Bundle bundle) {
        return bundle.adapt(BundleStartLevel.class).isPersistentlyStarted();
    }

    static boolean fragment(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        return revision != null && (revision.getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
    }

    /** Whether stopping or refreshing the bundle would stop this bundle as well. */
    boolean refreshTakesUsDown(Bundle bundle) {
        return closure(bundle).contains(context.getBundle());
    }

    boolean ours(Bundle bundle) {
        return bundle.equals(context.getBundle());
    }

    /** The bundle and all that would be refreshed with it. */
    Collection<Bundle> closure(Bundle bundle) {
        return wiring().getDependencyClosure(List.of(bundle));
    }

    void stop(Bundle bundle) throws BundleException {
        bundle.stop(Bundle.STOP_TRANSIENT);
    }

    /** Starts the bundle if a person wants it to run. */
    void start(Bundle bundle) throws BundleException {
        if (!wanted(bundle) || fragment(bundle)) return;
        boolean policy = bundle.adapt(BundleStartLevel.class).isActivationPolicyUsed();
        bundle.start(Bundle.START_TRANSIENT | (policy ? Bundle.START_ACTIVATION_POLICY : 0));
    }

    void update(Bundle bundle, byte[] content) throws BundleException {
        bundle.update(new ByteArrayInputStream(content));
    }

    /** Refreshes the bundle with all that depends on it and waits until the framework says that it has done so. */
    void refresh(Bundle bundle, Deadline deadline) throws InterruptedException, TimeoutException {
        CountDownLatch done = new CountDownLatch(1);
        wiring().refreshBundles(List.of(bundle), event -> {
            if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) done.countDown();
        });
        if (!done.await(deadline.leftNanos(), TimeUnit.NANOSECONDS))
            throw new TimeoutException(
                    "the framework did not finish refreshing " + bundle.getSymbolicName() + " in time");
    }

    private FrameworkWiring wiring() {
        return context.getBundle(0).adapt(FrameworkWiring.class);
    }

    static BundleContent content(Bundle bundle) throws IOException {
        return BundleContent.of(new BundleContent.Source(bundle.toString(), bundle::getEntryPaths, bundle::getEntry));
    }
}
