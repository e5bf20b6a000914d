package io.x0tta6bl4.feature.provider.felix;

import io.x0tta6bl4.feature.api.InstalledFeature.FeatureBundle;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;

/** The bundles of the framework, found by the coordinates of a feature: by where they came from, else by their name. */
record InstalledBundles(List<Bundle> bundles) {

    static InstalledBundles of(Bundle... bundles) {
        return new InstalledBundles(Arrays.asList(bundles));
    }

    FeatureBundle find(Coordinates coordinates) {
        String id = coordinates.toString();
        String full = coordinates.group() + "." + coordinates.artifact();
        return first(b -> b.getLocation().equals("x0:" + id))
                .or(() -> first(b -> b.getLocation().startsWith("x0:" + id + "#")))
                .or(() -> first(b -> b.getLocation().endsWith("/" + coordinates.file())))
                .or(() -> first(b -> coordinates.artifact().equals(b.getSymbolicName())))
                .or(() -> first(b -> full.equals(b.getSymbolicName())))
                .map(b -> new FeatureBundle(id, name(b), b.getVersion().toString(), state(b)))
                .orElseGet(() -> new FeatureBundle(id, coordinates.artifact(), coordinates.version(), "Missing"));
    }

    private Optional<Bundle> first(Predicate<Bundle> wanted) {
        return bundles.stream().filter(wanted).findFirst();
    }

    private static String name(Bundle bundle) {
        return bundle.getSymbolicName() == null ? bundle.getLocation() : bundle.getSymbolicName();
    }

    static String state(Bundle bundle) {
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
