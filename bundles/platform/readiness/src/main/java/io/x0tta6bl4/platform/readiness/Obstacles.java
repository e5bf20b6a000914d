package io.x0tta6bl4.platform.readiness;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.resource.Namespace;

/** Why a bundle does not run. */
final class Obstacles {
    private static final String PROFILE = "x0.profile";
    private static final int DEPTH_LIMIT = 5;

    private final BundleContext context;

    Obstacles(BundleContext context) {
        this.context = context;
    }

    static String describe(Bundle bundle) {
        return bundle.getSymbolicName() + " " + bundle.getVersion();
    }

    static boolean fragment(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        return revision != null && (revision.getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
    }

    /** A stub asks for the profile of a node. */
    static boolean stub(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        return revision != null && !revision.getDeclaredRequirements(PROFILE).isEmpty();
    }

    /** Whether it runs, or would run at its first use, or is a fragment that is attached. */
    static boolean runs(Bundle bundle) {
        return switch (bundle.getState()) {
            case Bundle.ACTIVE -> true;
            case Bundle.STARTING -> lazy(bundle);
            case Bundle.RESOLVED -> fragment(bundle);
            default -> false;
        };
    }

    private static boolean lazy(Bundle bundle) {
        String policy = bundle.getHeaders("").get(Constants.BUNDLE_ACTIVATIONPOLICY);
        return policy != null && policy.startsWith(Constants.ACTIVATION_LAZY);
    }

    /** The state of a bundle that does not run, with the reason. */
    String of(Bundle bundle) {
        return of(bundle, new HashSet<>());
    }

    private String of(Bundle bundle, Set<Bundle> seen) {
        String name = "bundle " + describe(bundle) + " ";
        return switch (bundle.getState()) {
            case Bundle.INSTALLED -> name + "is not resolved: " + String.join(", ", missing(bundle, seen));
            case Bundle.RESOLVED -> name + "is not started; start it with felix:start " + bundle.getBundleId();
            case Bundle.STARTING -> name + "is starting";
            case Bundle.STOPPING -> name + "is stopping";
            case Bundle.UNINSTALLED -> name + "is uninstalled";
            default -> name + "is active";
        };
    }

    private List<String> missing(Bundle bundle, Set<Bundle> seen) {
        List<String> missing = new ArrayList<>();
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        if (revision == null || !seen.add(bundle) || seen.size() > DEPTH_LIMIT) return List.of("see above");
        for (BundleRequirement requirement : revision.getDeclaredRequirements(null))
            if (mandatory(requirement)) missing(requirement, seen).ifPresent(missing::add);
        if (missing.isEmpty()) missing.add("each requirement has a candidate, but not all together; try felix:resolve");
        return missing;
    }

    private Optional<String> missing(BundleRequirement requirement, Set<Bundle> seen) {
        Bundle system = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION);
        FrameworkWiring wiring = system.adapt(FrameworkWiring.class);
        List<Bundle> candidates = new ArrayList<>();
        for (BundleCapability found : wiring.findProviders(requirement))
            candidates.add(found.getRevision().getBundle());
        if (candidates.isEmpty()) return Optional.of(words(requirement));
        if (candidates.stream().anyMatch(b -> b.getState() != Bundle.INSTALLED)) return Optional.empty();
        return Optional.of(words(requirement) + ", which " + of(candidates.getFirst(), seen));
    }

    private static boolean mandatory(BundleRequirement requirement) {
        Map<String, String> directives = requirement.getDirectives();
        return !Namespace.RESOLUTION_OPTIONAL.equals(directives.get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE))
                && Namespace.EFFECTIVE_RESOLVE.equals(directives.getOrDefault(
                        Namespace.REQUIREMENT_EFFECTIVE_DIRECTIVE, Namespace.EFFECTIVE_RESOLVE));
    }

    private static String words(BundleRequirement requirement) {
        String filter = requirement.getDirectives().getOrDefault(Namespace.REQUIREMENT_FILTER_DIRECTIVE, "");
        if (requirement.getNamespace().equals(PROFILE))
            return "it is a stub for nodes with the profile " + filter + ", which this node does not have";
        return "it needs " + requirement.getNamespace() + " " + filter;
    }
}
