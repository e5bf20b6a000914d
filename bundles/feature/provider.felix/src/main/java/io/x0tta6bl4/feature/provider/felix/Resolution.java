package io.x0tta6bl4.feature.provider.felix;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.Version;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.resource.Capability;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;
import org.osgi.resource.Wiring;
import org.osgi.service.resolver.HostedCapability;
import org.osgi.service.resolver.ResolutionException;
import org.osgi.service.resolver.ResolveContext;
import org.osgi.service.resolver.Resolver;

/**
 * Asks the framework's own resolver whether the bundles that come can be wired to those that stay, and whether those that lose
 * something can be wired anew. Nothing is wired by it.
 */
final class Resolution extends ResolveContext {
    private final Map<Resource, Wiring> wirings = new HashMap<>();
    private final Set<Resource> mandatory = new LinkedHashSet<>();
    private final List<Capability> offered = new ArrayList<>();
    private final List<Requirements.Offer> known = new ArrayList<>();
    private final Collection<BundleRevision> coming;

    /**
     * @param gone bundles that the change takes away
     * @param refreshed bundles that are wired anew
     * @param coming bundles that come
     */
    Resolution(BundleContext context, Set<Bundle> gone, Set<Bundle> refreshed, Collection<BundleRevision> coming) {
        this.coming = List.copyOf(coming);
        for (Bundle bundle : context.getBundles()) {
            BundleRevision revision = bundle.adapt(BundleRevision.class);
            if (revision == null) continue;
            boolean goes = gone.contains(bundle);
            BundleWiring wiring = refreshed.contains(bundle) ? null : revision.getWiring();
            List<? extends Capability> capabilities =
                    wiring == null || goes ? revision.getDeclaredCapabilities(null) : wiring.getCapabilities(null);
            capabilities.forEach(c -> known.add(new Requirements.Offer(c, bundle.getSymbolicName(), goes)));
            if (goes) continue;
            offered.addAll(capabilities);
            if (wiring != null) wirings.put(revision, wiring);
            if (refreshed.contains(bundle)) mandatory.add(revision);
        }
        for (BundleRevision revision : coming) {
            mandatory.add(revision);
            offered.addAll(revision.getDeclaredCapabilities(null));
            revision.getDeclaredCapabilities(null)
                    .forEach(c -> known.add(new Requirements.Offer(c, revision.getSymbolicName(), false)));
        }
        offered.sort(preferred());
    }

    /** As the framework prefers: who is resolved, then the higher version. */
    private Comparator<Capability> preferred() {
        return Comparator.<Capability, Boolean>comparing(c -> !wirings.containsKey(c.getResource()))
                .thenComparing(Resolution::version, Comparator.reverseOrder());
    }

    private static Version version(Capability capability) {
        return capability.getAttributes().get("version") instanceof Version version ? version : Version.emptyVersion;
    }

    /** Why not, all of it; empty when everything can be wired. */
    List<String> obstacles(BundleContext context) {
        List<String> missing = new ArrayList<>();
        for (Resource resource : mandatory)
            for (Requirement requirement : resource.getRequirements(null))
                if (Requirements.binding(requirement)
                        && findProviders(requirement).isEmpty())
                    missing.add(who(resource) + " needs " + Requirements.words(requirement) + ": "
                            + Requirements.offers(requirement, known));
        return missing.isEmpty() ? resolved(context) : missing;
    }

    private List<String> resolved(BundleContext context) {
        ServiceReference<Resolver> reference = context.getServiceReference(Resolver.class);
        if (reference == null) return List.of("the framework offers no resolver to plan with");
        try {
            Strangers strangers =
                    new Strangers(wirings, context.getService(reference).resolve(this), coming);
            List<String> parted = new ArrayList<>();
            for (BundleRevision revision : coming) parted.addAll(strangers.of(revision));
            return parted.isEmpty()
                    ? List.of()
                    : List.of(String.join("; ", parted)
                            + ". Bring what parts them in one change with both, or take it away first");
        } catch (ResolutionException e) {
            return List.of("the resolver of the framework finds no wiring: " + Wording.of(e));
        } finally {
            context.ungetService(reference);
        }
    }

    static String who(Resource resource) {
        return resource instanceof BundleRevision revision
                ? revision.getSymbolicName() + " " + revision.getVersion()
                : resource.toString();
    }

    /** What needs a service at run time that no bundle declares to offer, as notes: a service may come undeclared. */
    List<String> undeclaredServices(Collection<BundleRevision> coming) {
        List<String> notes = new ArrayList<>();
        for (BundleRevision revision : coming)
            for (Requirement requirement : revision.getDeclaredRequirements("osgi.service"))
                if (!"optional".equals(requirement.getDirectives().get("resolution"))
                        && known.stream()
                                .noneMatch(o -> !o.goes() && Requirements.matches(requirement, o.capability())))
                    notes.add(revision.getSymbolicName() + " needs the service "
                            + requirement.getDirectives().getOrDefault("filter", "")
                            + ", which no bundle declares; one may offer it undeclared, and the change is taken back"
                            + " when none does before its deadline");
        return notes;
    }

    @Override
    public Collection<Resource> getMandatoryResources() {
        return List.copyOf(mandatory);
    }

    @Override
    public List<Capability> findProviders(Requirement requirement) {
        List<Capability> found = new ArrayList<>();
        for (Capability capability : offered) if (Requirements.matches(requirement, capability)) found.add(capability);
        return found;
    }

    @Override
    public int insertHostedCapability(List<Capability> capabilities, HostedCapability hosted) {
        capabilities.add(hosted);
        return capabilities.size() - 1;
    }

    @Override
    public boolean isEffective(Requirement requirement) {
        return Requirements.effective(requirement);
    }

    @Override
    public Map<Resource, Wiring> getWirings() {
        return Map.copyOf(wirings);
    }
}
