package io.x0tta6bl4.feature.provider.felix;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.Version;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.resource.Capability;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;
import org.osgi.resource.Wire;
import org.osgi.resource.Wiring;

/**
 * Providers that their callers would not see. The framework shows a service only to who is wired to the same source of every package
 * of its classes; two versions of an api side by side can part a provider from its callers although everything is wired.
 */
final class Strangers {
    private static final String SERVICE = "osgi.service";
    private static final String PACKAGE = "osgi.wiring.package";

    private final Map<Resource, Map<String, Capability>> sources = new HashMap<>();
    private final Collection<? extends Resource> staying;

    /**
     * @param wirings of what stays as it is wired
     * @param wires of what comes, and of what is wired anew
     */
    Strangers(Map<Resource, Wiring> wirings, Map<Resource, List<Wire>> wires, Collection<BundleRevision> coming) {
        wirings.forEach(
                (resource, wiring) -> sources.put(resource, packages(wiring.getRequiredResourceWires(PACKAGE))));
        wires.forEach((resource, all) -> sources.put(resource, packages(all)));
        List<Resource> others = new ArrayList<>(sources.keySet());
        others.removeAll(coming);
        this.staying = others;
    }

    private static Map<String, Capability> packages(List<Wire> wires) {
        Map<String, Capability> packages = new HashMap<>();
        for (Wire wire : wires)
            if (wire.getCapability().getNamespace().equals(PACKAGE))
                packages.put(String.valueOf(wire.getCapability().getAttributes().get(PACKAGE)), wire.getCapability());
        return packages;
    }

    /** In words, whom of those who stay this provider would not reach with a service that they call. */
    List<String> of(BundleRevision provider) {
        List<String> found = new ArrayList<>();
        for (Capability offered : provider.getDeclaredCapabilities(SERVICE))
            for (Resource caller : staying)
                for (Requirement wanted : caller.getRequirements(SERVICE))
                    if (Requirements.matches(wanted, offered))
                        parted(provider, offered, caller, wanted).ifPresent(found::add);
        return found.stream().distinct().toList();
    }

    private Optional<String> parted(BundleRevision provider, Capability offered, Resource caller, Requirement wanted) {
        Map<String, Capability> here = sources.getOrDefault(provider, Map.of());
        Map<String, Capability> there = sources.getOrDefault(caller, Map.of());
        for (String type : types(offered)) {
            String name = type.substring(0, Math.max(0, type.lastIndexOf('.')));
            Capability one = here.get(name);
            Capability other = there.get(name);
            if (one == null || other == null || one.getResource().equals(other.getResource())) continue;
            // Another major is another service: who is wired to that one is not meant.
            if (major(one) != major(other)) return Optional.empty();
            return Optional.of(Resolution.who(provider) + " would not be seen by " + Resolution.who(caller)
                    + ", which calls " + wanted.getDirectives().get("filter") + ": package " + name
                    + " of the one is that of " + Resolution.who(one.getResource()) + ", of the other that of "
                    + Resolution.who(other.getResource()));
        }
        return Optional.empty();
    }

    private static List<String> types(Capability offered) {
        Object types = offered.getAttributes().get("objectClass");
        if (types instanceof List<?> list)
            return list.stream().map(String::valueOf).toList();
        return List.of(String.valueOf(types));
    }

    private static int major(Capability capability) {
        return capability.getAttributes().get("version") instanceof Version version ? version.getMajor() : 0;
    }
}
