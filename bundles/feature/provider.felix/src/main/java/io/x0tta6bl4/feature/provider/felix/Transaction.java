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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
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
    private final Served served;
    private final Set<Bundle> ran;
    private final Rewiring rewiring;

    Transaction(BundleContext context, ConfigurationEdit configurations, Blueprint blueprint, Deadline deadline) {
        this.context = context;
        this.configurations = configurations;
        this.blueprint = blueprint;
        this.deadline = deadline;
        this.proof = new Proof(context);
        this.rewiring = new Rewiring(context, blueprint);
        this.satisfied = proof.satisfied();
        this.served = new Served(context);
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
            if (!blueprint.refreshed().isEmpty()) rewiring.carryOut(deadline);
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
        Optional<Bundle> first = arrival.stopFirst() ? arrival.replaces() : Optional.empty();
        if (first.isPresent() && !arrival.waits()) stop(first.get());
        deadline.run("start " + Proof.name(bundle), () -> {
            bundle.start(Bundle.START_ACTIVATION_POLICY);
            return null;
        });
        if (first.isPresent()) stop(first.get());
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

    /** What came, or is relied upon anew, and is to run; what starts at a level above that of the framework waits for it. */
    private List<Bundle> running() {
        int level = context.getBundle(0).adapt(FrameworkStartLevel.class).getStartLevel();
        List<Bundle> all = new ArrayList<>();
        installed.forEach((arrival, bundle) -> {
            boolean waits = arrival.wanted().startLevel() > level;
            if (!arrival.staysStopped() && !waits && (!arrival.fragment() || rewiring.done())) all.add(bundle);
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
            wrong.addAll(served.lost(kept, installed.values()));
            wrong.addAll(rewiring.stale());
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

    /** After the change is durable: what is not needed any more goes. A failure here changes nothing that serves. */
    List<String> free() {
        Attempts attempts = new Attempts(FREE_LIMIT);
        for (Bundle bundle : blueprint.gone())
            attempts.of("uninstall " + Proof.name(bundle) + ", which is stopped", bundle::uninstall);
        try {
            if (!blueprint.gone().isEmpty()) rewiring.refresh(blueprint.gone(), attempts.limit());
        } catch (ChangeFailed | InterruptedException e) {
            attempts.left("the memory of what went is given back later: " + e.getMessage());
        }
        return attempts.left();
    }

    /** Takes everything back; returns what could not be. */
    List<String> takeBack() {
        Attempts attempts = new Attempts(UNDO_LIMIT);
        List<Bundle> came = List.copyOf(installed.values()).reversed();
        for (Bundle bundle : came)
            attempts.of(
                    "take away " + Proof.name(bundle) + " (the next start of the node is without it)",
                    bundle::uninstall);
        attempts.of("put back the configurations", configurations::undo);
        rewiring.takeBack(came, attempts);
        for (Bundle bundle : stopped.reversed()) attempts.of("start " + Proof.name(bundle), () -> restart(bundle));
        List<Bundle> all = List.of(context.getBundles());
        while (!proof.lost(satisfied, all).isEmpty() && !attempts.limit().over()) LockSupport.parkNanos(LOOK_NANOS);
        proof.lost(satisfied, all).forEach(attempts::left);
        return attempts.left();
    }

    private static void restart(Bundle bundle) throws BundleException {
        boolean policy = bundle.adapt(BundleStartLevel.class).isActivationPolicyUsed();
        bundle.start(policy ? Bundle.START_ACTIVATION_POLICY : 0);
    }
}
