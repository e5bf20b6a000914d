package io.x0tta6bl4.feature.provider.felix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/**
 * Which components have a service by which reference, so that one is noticed that stays satisfied and yet is served by nobody: an
 * optional or multiple reference is content with nothing.
 */
final class Served {
    private final BundleContext context;
    private final Map<Place, String> before;

    /** A reference of a component of a bundle. */
    private record Place(long bundle, String component, String reference) {}

    Served(BundleContext context) {
        this.context = context;
        this.before = now();
    }

    private Map<Place, String> now() {
        ServiceReference<ServiceComponentRuntime> reference =
                context.getServiceReference(ServiceComponentRuntime.class);
        if (reference == null) return Map.of();
        ServiceComponentRuntime runtime = context.getService(reference);
        try {
            Map<Place, String> all = new HashMap<>();
            for (ComponentDescriptionDTO description : runtime.getComponentDescriptionDTOs())
                for (ComponentConfigurationDTO configuration : runtime.getComponentConfigurationDTOs(description))
                    Arrays.stream(configuration.satisfiedReferences)
                            .filter(r -> r.boundServices != null && r.boundServices.length > 0)
                            .forEach(r -> all.put(
                                    new Place(description.bundle.id, description.name, r.name),
                                    service(description, r.name)));
            return all;
        } finally {
            context.ungetService(reference);
        }
    }

    private static String service(ComponentDescriptionDTO description, String reference) {
        return Arrays.stream(description.references)
                .filter(r -> r.name.equals(reference))
                .findFirst()
                .map(r -> r.interfaceName)
                .orElse("");
    }

    /** Of the components of bundles that are kept, those to which what came offers in vain what they had before. */
    List<String> lost(Collection<Bundle> kept, Collection<Bundle> came) {
        Set<String> offered = came.stream()
                .flatMap(bundle -> Arrays.stream(services(bundle)))
                .flatMap(r -> Arrays.stream((String[]) r.getProperty(Constants.OBJECTCLASS)))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<Long> ids = kept.stream().map(Bundle::getBundleId).collect(Collectors.toSet());
        Map<Place, String> now = now();
        List<String> lost = new ArrayList<>();
        before.forEach((place, service) -> {
            if (ids.contains(place.bundle()) && offered.contains(service) && !now.containsKey(place))
                lost.add("component " + place.component() + " was served with " + service
                        + " before and does not see what came: they are wired to different bundles with one of"
                        + " its packages");
        });
        return lost;
    }

    private static ServiceReference<?>[] services(Bundle bundle) {
        ServiceReference<?>[] registered = bundle.getRegisteredServices();
        return registered == null ? new ServiceReference<?>[0] : registered;
    }
}
