package io.x0tta6bl4.platform.readiness;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** What a service that is not there waits for: components and bundles that would provide it, and why they do not. */
final class Waiting {
    private static final String SERVICE = "osgi.service";
    private static final int DEPTH_LIMIT = 8;

    private final BundleContext context;
    private final ServiceComponentRuntime components;
    private final Obstacles obstacles;

    Waiting(BundleContext context, ServiceComponentRuntime components) {
        this.context = context;
        this.components = components;
        this.obstacles = new Obstacles(context);
    }

    /** One sentence for each thing in the way, never empty. */
    List<String> of(String service, String filter) {
        return of(service, filter, new HashSet<>());
    }

    private List<String> of(String service, String filter, Set<String> seen) {
        if (!seen.add(service + filter) || seen.size() > DEPTH_LIMIT) return List.of("see above");
        List<String> reasons = new ArrayList<>();
        for (ComponentDescriptionDTO component : components.getComponentDescriptionDTOs())
            if (provides(component, service) && matches(filter, component.properties))
                reasons.addAll(ofComponent(component, seen));
        for (Bundle bundle : context.getBundles())
            if (!Obstacles.runs(bundle) && provides(bundle, service)) reasons.add(obstacles.of(bundle));
        if (reasons.isEmpty())
            reasons.add("no bundle here provides " + service + (filter.isEmpty() ? "" : " " + filter)
                    + "; install a feature that does");
        return reasons;
    }

    private List<String> ofComponent(ComponentDescriptionDTO component, Set<String> seen) {
        String name = "component " + component.name + " of " + component.bundle.symbolicName + " ";
        if (!components.isComponentEnabled(component))
            return List.of(name + "is disabled; enable it with scr:enable " + component.name);
        List<String> reasons = new ArrayList<>();
        for (ComponentConfigurationDTO found : components.getComponentConfigurationDTOs(component))
            reasons.add(name + ofConfiguration(found, seen));
        if (reasons.isEmpty())
            reasons.add(name + "needs a configuration for " + Arrays.toString(component.configurationPid));
        return reasons;
    }

    private String ofConfiguration(ComponentConfigurationDTO found, Set<String> seen) {
        return switch (found.state) {
            case ComponentConfigurationDTO.FAILED_ACTIVATION -> "failed: " + cause(found.failure);
            case ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION ->
                "needs a configuration for " + Arrays.toString(found.description.configurationPid);
            case ComponentConfigurationDTO.UNSATISFIED_REFERENCE -> "waits for " + references(found, seen);
            default -> "is satisfied, and its service is not registered; see scr:info " + found.description.name;
        };
    }

    private String references(ComponentConfigurationDTO found, Set<String> seen) {
        List<String> waits = new ArrayList<>();
        for (UnsatisfiedReferenceDTO open : found.unsatisfiedReferences)
            for (ReferenceDTO reference : found.description.references)
                if (reference.name.equals(open.name)) {
                    String target = open.target == null ? "" : open.target;
                    waits.add(reference.interfaceName + (target.isEmpty() ? "" : " " + target) + " ("
                            + String.join("; ", of(reference.interfaceName, target, seen)) + ")");
                }
        return String.join(" and ", waits);
    }

    /** The last cause of a stack trace says most. */
    private static String cause(@org.jspecify.annotations.Nullable String trace) {
        if (trace == null) return "see the log";
        String cause = trace.lines()
                .filter(line -> line.startsWith("Caused by: "))
                .reduce(trace.lines().findFirst().orElse(""), (first, second) -> second);
        return cause.replaceFirst("^Caused by: ", "").strip();
    }

    private static boolean provides(ComponentDescriptionDTO component, String service) {
        return component.serviceInterfaces != null
                && List.of(component.serviceInterfaces).contains(service);
    }

    private static boolean provides(Bundle bundle, String service) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        if (revision == null) return false;
        for (BundleCapability capability : revision.getDeclaredCapabilities(SERVICE))
            if (capability.getAttributes().get("objectClass") instanceof List<?> types && types.contains(service))
                return true;
        return false;
    }

    private static boolean matches(String filter, Map<String, Object> properties) {
        if (filter.isEmpty()) return true;
        try {
            return FrameworkUtil.createFilter(filter).matches(properties);
        } catch (InvalidSyntaxException e) {
            return false;
        }
    }
}
