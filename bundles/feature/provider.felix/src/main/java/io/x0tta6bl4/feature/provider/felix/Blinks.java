package io.x0tta6bl4.feature.provider.felix;

import io.x0tta6bl4.feature.api.ChangePlan.Blink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/** Which components and services callers may miss for a moment. */
final class Blinks {
    private final BundleContext context;
    private final long limitMillis;

    /** @param limitMillis the deadline of the change */
    Blinks(BundleContext context, long limitMillis) {
        this.context = context;
        this.limitMillis = limitMillis;
    }

    List<Blink> of(Set<Bundle> gone, Set<Bundle> refreshed, List<Arrival> arrivals) {
        List<Blink> blinks = new ArrayList<>();
        for (Bundle bundle : gone) services(bundle, arrivals, blinks);
        for (Bundle bundle : refreshed)
            for (ServiceReference<?> reference : services(bundle))
                blinks.add(new Blink(
                        classes(reference),
                        bundle.getSymbolicName(),
                        "is away while its bundle is wired anew" + users(reference),
                        limitMillis));
        components(refreshed, "is stopped and made anew", blinks);
        for (Bundle bundle : gone) {
            boolean overlaps = arrivals.stream()
                    .anyMatch(a -> !a.stopFirst()
                            && a.replaces().filter(bundle::equals).isPresent());
            for (Proof.Component component : new Proof(context).components(List.of(bundle)))
                blinks.add(new Blink(
                        component.name(),
                        bundle.getSymbolicName(),
                        overlaps ? "goes after its successor serves" : "goes",
                        overlaps ? 0 : limitMillis));
        }
        return List.copyOf(blinks);
    }

    private void services(Bundle bundle, List<Arrival> arrivals, List<Blink> blinks) {
        boolean stopsFirst = arrivals.stream()
                .anyMatch(a ->
                        a.stopFirst() && a.replaces().filter(bundle::equals).isPresent());
        for (ServiceReference<?> reference : services(bundle)) {
            String classes = classes(reference);
            Arrival successor = arrivals.stream()
                    .filter(a -> a.name().equals(bundle.getSymbolicName()) || offers(a, reference))
                    .findFirst()
                    .orElse(null);
            String how = successor == null
                    ? "goes, and nothing that comes declares it" + users(reference)
                    : stopsFirst
                            ? "is away until " + successor.name() + " " + successor.version() + " has started"
                                    + users(reference)
                            : "is served by " + successor.name() + " " + successor.version()
                                    + " before it goes: no call has to wait";
            blinks.add(new Blink(
                    classes, bundle.getSymbolicName(), how, successor != null && !stopsFirst ? 0 : limitMillis));
        }
    }

    private void components(Collection<Bundle> bundles, String how, List<Blink> blinks) {
        for (Proof.Component component : new Proof(context).components(bundles))
            blinks.add(new Blink(component.name(), component.bundle().getSymbolicName(), how, limitMillis));
    }

    private static boolean offers(Arrival arrival, ServiceReference<?> reference) {
        Set<String> classes = Set.of((String[]) reference.getProperty(Constants.OBJECTCLASS));
        return arrival.revision().getDeclaredCapabilities("osgi.service").stream()
                .anyMatch(c -> c.getAttributes().get(Constants.OBJECTCLASS) instanceof Collection<?> offered
                        && offered.containsAll(classes));
    }

    private static List<ServiceReference<?>> services(Bundle bundle) {
        ServiceReference<?>[] references = bundle.getRegisteredServices();
        return references == null ? List.of() : Arrays.asList(references);
    }

    private static String users(ServiceReference<?> reference) {
        Bundle[] users = reference.getUsingBundles();
        if (users == null) return "";
        TreeSet<String> names = Arrays.stream(users)
                .map(b -> String.valueOf(b.getSymbolicName()))
                .collect(Collectors.toCollection(TreeSet::new));
        return "; used by " + String.join(", ", names);
    }

    private static String classes(ServiceReference<?> reference) {
        return String.join(", ", (String[]) reference.getProperty(Constants.OBJECTCLASS));
    }
}
