package io.x0tta6bl4.feature.provider.felix;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;

/** Lets go of the wires to what goes: what stays is wired anew. */
final class Rewiring {
    private final BundleContext context;
    private final Blueprint blueprint;
    private boolean done;

    Rewiring(BundleContext context, Blueprint blueprint) {
        this.context = context;
        this.blueprint = blueprint;
    }

    /** Whether it was begun. */
    boolean done() {
        return done;
    }

    void carryOut(Deadline deadline) throws ChangeFailed {
        done = true;
        Set<Bundle> roots = new LinkedHashSet<>(blueprint.gone());
        roots.addAll(blueprint.refreshed());
        deadline.run("wire anew", () -> {
            refresh(roots, deadline);
            return null;
        });
    }

    void refresh(Collection<Bundle> roots, Deadline limit) throws InterruptedException, ChangeFailed {
        CountDownLatch ended = new CountDownLatch(1);
        FrameworkListener listener = event -> {
            if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) ended.countDown();
        };
        wiring().refreshBundles(roots, listener);
        if (!ended.await(limit.leftNanos(), TimeUnit.NANOSECONDS))
            throw new ChangeFailed("the framework did not end wiring anew in time");
    }

    private FrameworkWiring wiring() {
        return context.getBundle(0).adapt(FrameworkWiring.class);
    }

    /** Once wired anew, nothing that stays may hang on what goes. */
    List<String> stale() {
        if (!done) return List.of();
        return blueprint.refreshed().stream()
                .filter(b -> b.adapt(BundleWiring.class) != null
                        && b.adapt(BundleWiring.class).getRequiredWires(null).stream()
                                .anyMatch(w -> blueprint
                                        .gone()
                                        .contains(w.getProvider().getBundle())))
                .map(b -> Proof.name(b) + " is still wired to what goes")
                .toList();
    }

    /** Once what came has been taken away, everything is wired as before. */
    void takeBack(Collection<Bundle> came, Attempts attempts) {
        Set<Bundle> roots = new LinkedHashSet<>(came);
        if (done) {
            roots.addAll(blueprint.gone());
            roots.addAll(blueprint.refreshed());
        }
        if (!roots.isEmpty()) attempts.of("wire as before", () -> refresh(roots, attempts.limit()));
        if (done) wiring().resolveBundles(blueprint.gone());
    }
}
