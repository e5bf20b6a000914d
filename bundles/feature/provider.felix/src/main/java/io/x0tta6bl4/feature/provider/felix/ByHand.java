package io.x0tta6bl4.feature.provider.felix;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleListener;

/**
 * Bundles whose content somebody replaced in place since the node started. A change of a feature installs beside and never does
 * so; such a bundle is not what its feature named, so nothing that it does is held against the feature.
 */
final class ByHand implements AutoCloseable {
    private final BundleContext context;
    private final Installation installation;
    private final Set<Long> updated = ConcurrentHashMap.newKeySet();
    private final BundleListener listener;

    /** @param told gets each bundle that was replaced */
    ByHand(BundleContext context, Consumer<Bundle> told) {
        this.context = context;
        this.installation = new Installation(context);
        this.listener = event -> {
            Bundle bundle = event.getBundle();
            if (event.getType() == BundleEvent.UNINSTALLED) updated.remove(bundle.getBundleId());
            if (event.getType() != BundleEvent.UPDATED) return;
            updated.add(bundle.getBundleId());
            told.accept(bundle);
        };
        context.addBundleListener(listener);
    }

    boolean replaced(Bundle bundle) {
        return updated.contains(bundle.getBundleId());
    }

    /** Which bundles of a feature are not what it named. */
    Set<Coordinates> of(FeatureFile feature) {
        Set<Coordinates> all = new LinkedHashSet<>();
        for (WantedBundle wanted : feature.bundles())
            installation
                    .find(wanted.coordinates())
                    .filter(this::replaced)
                    .ifPresent(b -> all.add(wanted.coordinates()));
        return all;
    }

    /** Whether the feature names this bundle. */
    boolean of(FeatureFile feature, Bundle bundle) {
        return feature.bundles().stream()
                .anyMatch(w -> installation
                        .find(w.coordinates())
                        .filter(bundle::equals)
                        .isPresent());
    }

    @Override
    public void close() {
        context.removeBundleListener(listener);
    }
}
