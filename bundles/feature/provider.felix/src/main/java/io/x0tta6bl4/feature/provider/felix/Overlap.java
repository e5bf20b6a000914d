package io.x0tta6bl4.feature.provider.felix;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.bundle.CollisionHook;
import org.osgi.framework.hooks.resolver.ResolverHook;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/**
 * Lets old and new be there together during a change: nothing is newly wired to what goes, and a bundle of the same name and
 * version may be installed in place of one that goes.
 */
final class Overlap implements ResolverHook, ResolverHookFactory, CollisionHook, AutoCloseable {
    private final Bundle own;
    private final Set<Bundle> gone;
    private final ServiceRegistration<?> registration;

    Overlap(BundleContext context, Set<Bundle> gone) {
        this.own = context.getBundle();
        this.gone = gone;
        this.registration = context.registerService(
                new String[] {ResolverHookFactory.class.getName(), CollisionHook.class.getName()}, this, null);
    }

    @Override
    public ResolverHook begin(Collection<BundleRevision> triggers) {
        return this;
    }

    @Override
    public void filterMatches(BundleRequirement requirement, Collection<BundleCapability> candidates) {
        if (!gone.contains(requirement.getRevision().getBundle()))
            candidates.removeIf(c -> gone.contains(c.getRevision().getBundle()));
    }

    @Override
    public void filterSingletonCollisions(BundleCapability singleton, Collection<BundleCapability> collisions) {
        if (gone.contains(singleton.getRevision().getBundle())) collisions.clear();
        else collisions.removeIf(c -> gone.contains(c.getRevision().getBundle()));
    }

    @Override
    public void filterResolvable(Collection<BundleRevision> candidates) {}

    @Override
    public void end() {}

    @Override
    public void filterCollisions(int operation, Bundle target, Collection<Bundle> collisions) {
        if (operation == CollisionHook.INSTALLING
                && List.of(0L, own.getBundleId()).contains(target.getBundleId())) collisions.removeIf(gone::contains);
    }

    @Override
    public void close() {
        registration.unregister();
    }
}
