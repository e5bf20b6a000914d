package io.x0tta6bl4.feature.provider.felix;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.feature.FeatureService;

/** The bundles of the node as they are wired now. */
final class Installation {
    private final BundleContext context;

    Installation(BundleContext context) {
        this.context = context;
    }

    /** The bundle with these coordinates, by where it came from, else by its name and version. */
    Optional<Bundle> find(Coordinates coordinates) {
        String location = "x0:" + coordinates;
        return first(b -> b.getLocation().equals(location))
                .or(() -> first(b -> b.getLocation().startsWith(location + "#")))
                .or(() -> first(b -> b.getLocation().endsWith("/" + coordinates.file())))
                .or(() -> first(b -> coordinates.artifact().equals(b.getSymbolicName())
                        && Coordinates.compare(
                                        coordinates.version(), b.getVersion().toString())
                                == 0));
    }

    private Optional<Bundle> first(java.util.function.Predicate<Bundle> wanted) {
        return Arrays.stream(context.getBundles()).filter(wanted).findFirst();
    }

    Optional<Bundle> atLocation(String location) {
        return Optional.ofNullable(context.getBundle(location));
    }

    /** What is wired to these bundles, directly or through others, and to the hosts of coming fragments; without themselves. */
    Set<Bundle> dependents(Set<Bundle> gone, List<Arrival> arrivals) {
        Set<Bundle> roots = new HashSet<>(gone);
        for (Arrival arrival : arrivals) if (arrival.fragment()) roots.addAll(hosts(arrival));
        Set<Bundle> closure = new LinkedHashSet<>(
                context.getBundle(0).adapt(FrameworkWiring.class).getDependencyClosure(roots));
        closure.removeAll(gone);
        closure.removeIf(b -> b.getBundleId() == 0 || b.adapt(BundleWiring.class) == null);
        return closure;
    }

    /** Resolved bundles that a coming fragment would attach to. */
    private List<Bundle> hosts(Arrival fragment) {
        return Arrays.stream(context.getBundles())
                .filter(b -> b.getBundleId() != 0 && b.adapt(BundleWiring.class) != null)
                .filter(b -> fragment.revision().getDeclaredRequirements("osgi.wiring.host").stream()
                        .anyMatch(
                                r -> b.adapt(BundleRevision.class).getDeclaredCapabilities("osgi.wiring.host").stream()
                                        .anyMatch(c -> Requirements.matches(r, c))))
                .toList();
    }

    /** What carries out a change, which the change itself therefore cannot stop: this bundle and all it stands on. */
    Set<Bundle> untouchable() {
        Set<Bundle> all = new LinkedHashSet<>();
        add(context.getBundle(), all);
        for (Class<?> type : List.of(ServiceComponentRuntime.class, ConfigurationAdmin.class, FeatureService.class)) {
            ServiceReference<?> reference = context.getServiceReference(type);
            if (reference != null) add(reference.getBundle(), all);
        }
        return all;
    }

    private static void add(Bundle bundle, Set<Bundle> all) {
        if (bundle.getBundleId() == 0 || !all.add(bundle)) return;
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        if (wiring == null) return;
        for (BundleWire wire : wiring.getRequiredWires(null))
            add(wire.getProvider().getBundle(), all);
    }
}
