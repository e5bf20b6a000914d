package io.x0tta6bl4.feature.provider.felix;

import io.x0tta6bl4.feature.api.InstalledFeature.FeatureBundle;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.service.feature.ID;

/** The bundles of the framework, found by the coordinates of a feature: by where they came from, else by their name. */
record InstalledBundles(List<Bundle> bundles) {

    static InstalledBundles of(Bundle... bundles) {
        return new InstalledBundles(Arrays.asList(bundles));
    }

    FeatureBundle find(ID id) {
        String jar = id.getArtifactId() + "-" + id.getVersion() + ".jar";
        String coordinates = id.getGroupId() + ":" + id.getArtifactId() + ":" + id.getVersion();
        String slashed = coordinates.replace(':', '/');
        String full = id.getGroupId() + "." + id.getArtifactId();
        return first(b -> b.getLocation().endsWith("/" + jar)
                        || b.getLocation().contains(coordinates)
                        || b.getLocation().contains(slashed))
                .or(() -> first(b -> id.getArtifactId().equals(b.getSymbolicName())))
                .or(() -> first(b -> full.equals(b.getSymbolicName())))
                .map(b -> new FeatureBundle(coordinates, name(b), b.getVersion().toString(), state(b)))
                .orElseGet(() -> new FeatureBundle(coordinates, id.getArtifactId(), id.getVersion(), "Missing"));
    }

    private Optional<Bundle> first(Predicate<Bundle> wanted) {
        return bundles.stream().filter(wanted).findFirst();
    }

    private static String name(Bundle bundle) {
        return bundle.getSymbolicName() == null ? bundle.getLocation() : bundle.getSymbolicName();
    }

    private static String state(Bundle bundle) {
        return switch (bundle.getState()) {
            case Bundle.ACTIVE -> "Active";
            case Bundle.STARTING -> lazy(bundle) ? "Lazy" : "Starting";
            case Bundle.STOPPING -> "Stopping";
            case Bundle.RESOLVED -> "Resolved";
            case Bundle.INSTALLED -> "Installed";
            default -> "Uninstalled";
        };
    }

    private static boolean lazy(Bundle bundle) {
        String policy = bundle.getHeaders("").get(Constants.BUNDLE_ACTIVATIONPOLICY);
        return policy != null && policy.startsWith(Constants.ACTIVATION_LAZY);
    }
}
