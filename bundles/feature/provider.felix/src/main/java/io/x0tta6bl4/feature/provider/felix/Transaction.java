package io.x0tta6bl4.feature.provider.felix;

import java.io.InputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * One change carried out on the framework, up to the point where it only has to be made durable; or taken back.
 *
 * <p>Nothing that was there is uninstalled or overwritten before the change is durable: what goes is only stopped. So taking
 * back means taking away what came and starting what was stopped.
 */
final class Transaction {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final Duration UNDO_LIMIT = Duration.ofSeconds(15);
    private static final Duration FREE_LIMIT = Duration.ofSeconds(5);

    private final BundleContext context;
    private final ConfigurationEdit configurations;
    private final Blueprint blueprint;
    private final Deadline deadline;
    private final Proof proof;
    private final Set<String> proofs = new LinkedHashSet<>();
    private final Map<Arrival, Bundle> installed = new LinkedHashMap<>();
    private final List<Bundle> stopped = new ArrayList<>();
    private final Map<String, String> satisfied;
    private final Set<Bundle> ran;
    private boolean rewired;

    Transaction(BundleContext context, ConfigurationEdit configurations, Blueprint blueprint, Deadline deadline) {
        this.context = context;
        this.configurations = configurations;
        this.blueprint = blueprint;
        this.deadline = deadline;
        this.proof = new Proof(context);
        this.satisfied = proof.satisfied();
        this.ran = java.util.Arrays.stream(context.getBundles())
                .filter(Proof::runs)
                .collect(Collectors.toSet());
    }

    /** What was proven; throws when the change cannot go on, and then it has to be taken back. */
    Set<String> carryOut() throws ChangeFailed {
        try (Overlap overlap = new Overlap(context, blueprint.gone())) {
            for (Arrival arrival : blueprint.arrivals()) install(arrival);
            resolve();
            configurations.write();
            for (Map.Entry<Arrival, Bundle> entry : installed.entrySet()) start(entry.getKey(), entry.getValue());
            prove(running(), List.of());
            List<Bundle> paused = pause();
            for (Bundle bundle : List.copyOf(blueprint.gone()).reversed()) stop(bundle);
            if (!blueprint.refreshed().isEmpty()) rewire();
            for (Bundle bundle : paused.reversed())
                deadline.run("start " + Proof.name(bundle), () -> {
                    restart(bundle);
                    return null;
                });
            List<Bundle> kept = kept();
            List<Bundle> changed = running();
            changed.addAll(blueprint.refreshed().stream().filter(ran::contains).toList());
            prove(changed, kept);
            configurations.delete();
            return proofs;
        }
    }

    private void install(Arrival arrival) throws ChangeFailed {
        String location = arrival.location(taken -> context.getBundle(taken) != null);
        try (InputStream in = Files.newInputStream(arrival.file())) {
            Bundle bundle = context.installBundle(location, in);
            installed.put(arrival, bundle);
            bundle.adapt(BundleStartLevel.class).setStartLevel(arrival.wanted().startLevel());
        } catch (BundleException | java.io.IOException e) {
            throw new ChangeFailed(arrival.coordinates() + " cannot be installed: " + Wording.of(e));
        }
    }

    private void resolve() throws ChangeFailed {
        FrameworkWiring wiring = context.getBundle(0).adapt(FrameworkWiring.class);
        // A fragment attaches when its host is wired, which for one that runs is later.
        List<Bundle> bundles = installed.entrySet().stream()
                .filter(e -> !e.getKey().fragment())
                .map(Map.Entry::getValue)
                .toList();
        deadline.run("wire what comes", () -> wiring.resolveBundles(bundles));
        for (Bundle bundle : bundles)
            if (bundle.adapt(BundleWiring.class) == null)
                throw new ChangeFailed(Proof.name(bundle) + " cannot be wired: " + unresolved(bundle));
    }

    /** The framework says why only to who starts the bundle. */
    private static String unresolved(Bundle bundle) {
        try {
            bundle.start(Bundle.START_TRANSIENT);
            return "it could just now";
        } catch (BundleException e) {
            return Wording.of(e);
        }
    }

    private void start(Arrival arrival, Bundle bundle) throws ChangeFailed {
        if (arrival.fragment() || arrival.staysStopped()) return;
        if (arrival.stopFirst() && arrival.replaces().isPresent())
            stop(arrival.replaces().get());
        deadline.run("start " + Proof.name(bundle), () -> {
            bundle.start(Bundle.START_ACTIVATION_POLICY);
            return null;
        });
    }

    private void stop(Bundle bundle) throws ChangeFailed {
        boolean started = bundle.adapt(BundleStartLevel.class).isPersistentlyStarted();
        if (!started && bundle.getState() != Bundle.ACTIVE || stopped.contains(bundle)) return;
        stopped.add(bundle);
        deadline.run("stop " + Proof.name(bundle), () -> {
            bundle.stop();
            return null;
        });
    }

    /**
     * Stops what is wired anew before what it calls goes, users before the used: so a call waits at the first gate, and none is
     * caught half-way at a later one.
     */
    private List<Bundle> pause() throws ChangeFailed {
        List<Bundle> users = new ArrayList<>(blueprint.refreshed());
        users.removeIf(b -> !b.adapt(BundleStartLevel.class).isPersistentlyStarted() || stopped.contains(b));
        users.sort(Comparator.<Bundle>comparingInt(
                        b -> b.adapt(BundleStartLevel.class).getStartLevel())
                .thenComparingLong(Bundle::getBundleId)
                .reversed());
        for (Bundle bundle : users) stop(bundle);
        return users;
    }

    private void rewire() throws ChangeFailed {
        rewired = true;
        Set<Bundle> roots = new LinkedHashSet<>(blueprint.gone());
        roots.addAll(blueprint.refreshed());
        deadline.run("wire anew", () -> refresh(roots, deadline));
    }

    private @org.jspecify.annotations.Nullable Void refresh(Collection<Bundle> roots, Deadline limit)
            throws InterruptedException, ChangeFailed {
        CountDownLatch done = new CountDownLatch(1);
        FrameworkListener listener = event -> {
            if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) done.countDown();
        };
        context.getBundle(0).adapt(FrameworkWiring.class).refreshBundles(roots, listener);
        if (!done.await(limit.leftNanos(), TimeUnit.NANOSECONDS))
            throw new ChangeFailed("the framework did not end wiring anew in time");
        return null;
    }

    /** What came, or is relied upon anew, and is to run; what starts at a level above that of the framework waits for it. */
    private List<Bundle> running() {
        int level = context.getBundle(0).adapt(FrameworkStartLevel.class).getStartLevel();
        List<Bundle> all = new ArrayList<>();
        installed.forEach((arrival, bundle) -> {
            boolean waits = arrival.wanted().startLevel() > level;
            if (!arrival.staysStopped() && !waits && (!arrival.fragment() || rewired)) all.add(bundle);
        });
        all.addAll(blueprint.taken());
        return all;
    }

    private List<Bundle> kept() {
        List<Bundle> kept = new ArrayList<>(List.of(context.getBundles()));
        kept.removeAll(blueprint.gone());
        kept.removeAll(installed.values());
        return kept;
    }

    private void prove(Collection<Bundle> bundles, Collection<Bundle> kept) throws ChangeFailed {
        List<String> wrong = List.of();
        do {
            Set<String> found = new LinkedHashSet<>();
            wrong = again(wrong, bundles, found);
            wrong.addAll(proof.lost(satisfied, kept));
            wrong.addAll(stale());
            if (wrong.isEmpty()) {
                proofs.addAll(found);
                return;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        } while (!deadline.over());
        throw new ChangeFailed(String.join("; ", wrong));
    }

    /** Looks again; when the deadline cuts this look off, what was wrong at the one before is the reason. */
    private List<String> again(List<String> before, Collection<Bundle> bundles, Set<String> found) throws ChangeFailed {
        try {
            return new ArrayList<>(wrong(bundles, found));
        } catch (ChangeFailed e) {
            throw before.isEmpty() ? e : new ChangeFailed(String.join("; ", before));
        }
    }

    private List<String> wrong(Collection<Bundle> bundles, Set<String> found) throws ChangeFailed {
        List<String> wrong = new ArrayList<>();
        deadline.run("prove what came", () -> wrong.addAll(proof.wrong(bundles, found)));
        return wrong;
    }

    /** Once wired anew, nothing that stays may hang on what goes. */
    private List<String> stale() {
        if (!rewired) return List.of();
        return blueprint.refreshed().stream()
                .filter(b -> b.adapt(BundleWiring.class) != null
                        && b.adapt(BundleWiring.class).getRequiredWires(null).stream()
                                .anyMatch(w -> blueprint
                                        .gone()
                                        .contains(w.getProvider().getBundle())))
                .map(b -> Proof.name(b) + " is still wired to what goes")
                .toList();
    }

    /** After the change is durable: what is not needed any more goes. A failure here changes nothing that serves. */
    List<String> free() {
        List<String> left = new ArrayList<>();
        Deadline limit = Deadline.in(FREE_LIMIT);
        for (Bundle bundle : blueprint.gone())
            attempt(left, limit, "uninstall " + Proof.name(bundle) + ", which is stopped", bundle::uninstall);
        try {
            if (!blueprint.gone().isEmpty()) refresh(blueprint.gone(), limit);
        } catch (ChangeFailed | InterruptedException e) {
            left.add("the memory of what went is given back later: " + e.getMessage());
        }
        return left;
    }

    /** Takes everything back; returns what could not be. */
    List<String> takeBack() {
        List<String> left = new ArrayList<>();
        Deadline limit = Deadline.in(UNDO_LIMIT);
        List<Bundle> came = List.copyOf(installed.values()).reversed();
        for (Bundle bundle : came)
            attempt(
                    left,
                    limit,
                    "take away " + Proof.name(bundle) + " (the next start of the node is without it)",
                    bundle::uninstall);
        attempt(left, limit, "put back the configurations", configurations::undo);
        Set<Bundle> roots = new LinkedHashSet<>(came);
        if (rewired) {
            roots.addAll(blueprint.gone());
            roots.addAll(blueprint.refreshed());
        }
        if (!roots.isEmpty()) attempt(left, limit, "wire as before", () -> refresh(roots, limit));
        if (rewired) resolveAll(blueprint.gone());
        for (Bundle bundle : stopped.reversed())
            attempt(left, limit, "start " + Proof.name(bundle), () -> restart(bundle));
        while (!proof.lost(satisfied, List.of(context.getBundles())).isEmpty() && !limit.over())
            LockSupport.parkNanos(LOOK_NANOS);
        left.addAll(proof.lost(satisfied, List.of(context.getBundles())));
        return left;
    }

    private void resolveAll(Collection<Bundle> bundles) {
        context.getBundle(0).adapt(FrameworkWiring.class).resolveBundles(bundles);
    }

    private static void restart(Bundle bundle) throws BundleException {
        boolean policy = bundle.adapt(BundleStartLevel.class).isActivationPolicyUsed();
        bundle.start(policy ? Bundle.START_ACTIVATION_POLICY : 0);
    }

    private interface Undo {
        void run() throws Exception;
    }

    private static void attempt(List<String> left, Deadline limit, String what, Undo undo) {
        try {
            limit.run(what, () -> {
                undo.run();
                return null;
            });
        } catch (ChangeFailed e) {
            left.add("could not " + e.getMessage());
        }
    }
}
