package io.x0tta6bl4.monitor.provider.osgi;

import io.x0tta6bl4.knowledge.api.observation.Reading;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.namespace.BundleNamespace;
import org.osgi.framework.namespace.HostNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

/** The bundles of this framework as they are now. */
final class BundleView {
    static final String STOPPED = "stopped-by-operator";

    private static final Set<String> NEEDS =
            Set.of(PackageNamespace.PACKAGE_NAMESPACE, BundleNamespace.BUNDLE_NAMESPACE, HostNamespace.HOST_NAMESPACE);

    private final BundleContext context;
    private final Map<Long, String> errors = new ConcurrentHashMap<>();

    BundleView(BundleContext context) {
        this.context = context;
    }

    /** The bundle that serves under this symbolic name: an active one before others, then the highest version. */
    Optional<Bundle> named(String symbolicName) {
        return Arrays.stream(context.getBundles())
                .filter(b -> symbolicName.equals(b.getSymbolicName()))
                .max(Comparator.<Bundle, Boolean>comparing(b -> b.getState() == Bundle.ACTIVE)
                        .thenComparing(Bundle::getVersion));
    }

    /** All bundles but the framework itself. */
    Bundle[] all() {
        return Arrays.stream(context.getBundles())
                .filter(b -> b.getBundleId() != 0)
                .toArray(Bundle[]::new);
    }

    /** The state of the bundle of this name; {@code uninstalled} when there is none. */
    Reading read(String symbolicName) {
        return named(symbolicName)
                .<Reading>map(this::read)
                .orElseGet(() -> new Reading.State("uninstalled", "no bundle of this name is installed"));
    }

    private Reading read(Bundle bundle) {
        String state = state(bundle);
        boolean waits = state.equals("installed") || state.equals("resolved");
        if (waits && bundle.adapt(BundleStartLevel.class).getStartLevel() > startLevel())
            return new Reading.Absent("its start level is above the framework's");
        return new Reading.State(state, detail(bundle));
    }

    String state(Bundle bundle) {
        if (fragment(bundle)) return bundle.getState() == Bundle.RESOLVED ? "active" : name(bundle.getState());
        if (bundle.getState() == Bundle.ACTIVE) return "active";
        if (bundle.getState() == Bundle.UNINSTALLED) return "uninstalled";
        BundleStartLevel start = bundle.adapt(BundleStartLevel.class);
        if (!start.isPersistentlyStarted()) return STOPPED;
        if (bundle.getState() == Bundle.STARTING && start.isActivationPolicyUsed() && lazy(bundle)) return "lazy";
        return name(bundle.getState());
    }

    boolean serves(Bundle bundle) {
        return Set.of("active", "lazy").contains(state(bundle));
    }

    /** Symbolic names of the bundles that this one is wired to; empty when it is not resolved. */
    Set<String> needs(Bundle bundle) {
        Set<String> names = new TreeSet<>();
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        if (wiring == null) return names;
        for (BundleWire wire : wiring.getRequiredWires(null)) {
            Bundle provider = wire.getProvider().getBundle();
            boolean counts = NEEDS.contains(wire.getRequirement().getNamespace());
            if (counts && provider.getSymbolicName() != null) names.add(provider.getSymbolicName());
        }
        names.remove(bundle.getSymbolicName());
        return names;
    }

    /** Remembers what the framework reported about a bundle, to be shown while the bundle is not well. */
    void error(Bundle bundle, String message) {
        if (bundle.getBundleId() != 0) errors.put(bundle.getBundleId(), message);
    }

    private String detail(Bundle bundle) {
        String what = bundle.getVersion() + " of " + Instant.ofEpochMilli(bundle.getLastModified());
        if (serves(bundle)) errors.remove(bundle.getBundleId());
        String error = errors.get(bundle.getBundleId());
        return error == null ? what : what + ": " + error;
    }

    private int startLevel() {
        return context.getBundle(0).adapt(FrameworkStartLevel.class).getStartLevel();
    }

    private static boolean fragment(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        return revision != null && (revision.getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
    }

    private static boolean lazy(Bundle bundle) {
        String policy = bundle.getHeaders("").get(Constants.BUNDLE_ACTIVATIONPOLICY);
        return policy != null && policy.strip().startsWith(Constants.ACTIVATION_LAZY);
    }

    private static String name(int state) {
        return switch (state) {
            case Bundle.INSTALLED -> "installed";
            case Bundle.RESOLVED -> "resolved";
            case Bundle.STARTING -> "starting";
            case Bundle.STOPPING -> "stopping";
            case Bundle.ACTIVE -> "active";
            default -> "uninstalled";
        };
    }
}
