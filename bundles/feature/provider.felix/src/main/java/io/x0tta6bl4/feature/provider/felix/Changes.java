package io.x0tta6bl4.feature.provider.felix;

import io.x0tta6bl4.feature.api.ArtifactSource;
import io.x0tta6bl4.feature.api.ChangeOutcome;
import io.x0tta6bl4.feature.api.ChangePlan;
import io.x0tta6bl4.feature.api.ChangeRequest;
import io.x0tta6bl4.feature.api.FeatureChange;
import io.x0tta6bl4.feature.api.WatchedChange;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.feature.FeatureService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Plans changes, carries them out one at a time, and remembers them. */
final class Changes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Changes.class);

    private final BundleContext context;
    private final ConfigurationAdmin admin;
    private final Store store;
    private final Requests requests;
    private final Planner planner;
    private final Composition base;
    private final Chronicle chronicle;
    private final ReentrantLock one = new ReentrantLock();
    private final List<String> problems = new ArrayList<>();
    private final Watch watch;
    private final ByHand hands;
    private volatile Composition now;
    private volatile NodeState state;

    /**
     * @param base the features that the node was started with, before its own changes
     * @param journal takes notes: the feature, and what happened to it
     */
    Changes(
            BundleContext context,
            FeatureService reader,
            ConfigurationAdmin admin,
            Path data,
            Composition base,
            Supplier<List<ArtifactSource>> remote,
            BiConsumer<String, String> journal) {
        this.context = context;
        this.admin = admin;
        this.base = base;
        this.store = new Store(data.resolve("features"));
        this.chronicle = new Chronicle(store, journal);
        Sources sources = new Sources(context::getProperty, remote);
        this.hands = new ByHand(context, this::replaced);
        this.requests = new Requests(
                context::getProperty, reader, sources, store, new Trust(context::getProperty, sources), hands);
        this.planner = new Planner(context, requests);
        this.state = chronicle.open(problems);
        this.now = requests.overlay(base, state, problems);
        this.watch = new Watch(context, one::isLocked, hands::replaced, this::worse);
        watchOn();
    }

    /** Goes on watching the change that was the last before the node ended. */
    private void watchOn() {
        history().stream()
                .limit(1)
                .filter(change -> change.ended().equals("applied"))
                .forEach(this::watch);
    }

    private void watch(FeatureChange change) {
        // Bundles were put back as the feature names them: what is watched is what it was.
        if (change.kind() == ChangeRequest.Kind.REVERT && change.from().equals(change.to())) return;
        Watch.Subject.of(change, state, now, watch.watched().isPresent()).ifPresentOrElse(watch::begin, watch::end);
    }

    Optional<WatchedChange> watched() {
        return watch.watched();
    }

    /** What came made things worse, and the loop cannot take it back: back to what was, by the node's own hand. */
    private void worse(Watch.Subject subject, String wrong) {
        String why = "worse since the change to " + subject.id() + ": " + wrong;
        one.lock();
        try {
            if (watch.finding().filter(f -> f.subject().equals(subject)).isEmpty()) return;
            chronicle.note(subject.feature(), "diagnosis: " + why + "; plan: feature:revert by the node's own hand");
            ChangeOutcome outcome = apply(new ChangeRequest(
                    ChangeRequest.Kind.REVERT,
                    subject.feature(),
                    "the node",
                    why,
                    ChangeRequest.DEFAULT_DEADLINE,
                    Set.of()));
            if (outcome instanceof ChangeOutcome.Applied) return;
            LOG.error("Feature {}: {}, and going back failed: {}", subject.feature(), why, outcome);
            watch.end();
        } finally {
            one.unlock();
        }
    }

    /** Whoever takes back what was found worse: that feature file with those bundles is not offered again. */
    private NodeState remembering(ChangeRequest request) {
        if (request.kind() != ChangeRequest.Kind.REVERT || restores(request)) return state;
        return watch.finding()
                .map(f -> state.rejecting(f.subject().fingerprint(), f.wrong()))
                .orElse(state);
    }

    private boolean restores(ChangeRequest request) {
        return now.named(request.subject()).filter(f -> !hands.of(f).isEmpty()).isPresent();
    }

    /** A bundle of a feature was updated by hand: whoever did may want it back as it was. */
    private void replaced(Bundle bundle) {
        Composition known = now;
        if (known == null) return;
        for (FeatureFile feature : known.features())
            if (hands.of(feature, bundle)) {
                String what = "a bundle of it was updated in place and is " + Proof.name(bundle)
                        + " now; feature:revert " + feature.name() + " puts back what it names";
                chronicle.note(feature.name(), what);
                LOG.info("Feature {}: {}", feature.name(), what);
            }
    }

    boolean byHand(FeatureFile feature, String coordinates) {
        return hands.of(feature).stream().anyMatch(c -> c.toString().equals(coordinates));
    }

    @Override
    public void close() {
        hands.close();
        watch.close();
    }

    Composition now() {
        return now;
    }

    List<String> problems() {
        return List.copyOf(problems);
    }

    ChangePlan plan(ChangeRequest request) {
        return blueprint(request).plan();
    }

    private Blueprint blueprint(ChangeRequest request) {
        return planner.blueprint(requests.draw(request, base, now, remembering(request)));
    }

    ChangeOutcome apply(ChangeRequest request) {
        if (!one.tryLock()) return blueprint(request).refused("another change is being carried out; one at a time");
        try {
            Blueprint blueprint = blueprint(request);
            return blueprint.plan().possible()
                    ? carryOut(request, blueprint)
                    : new ChangeOutcome.Refused(blueprint.plan());
        } finally {
            one.unlock();
        }
    }

    private ChangeOutcome carryOut(ChangeRequest request, Blueprint blueprint) {
        ChangePlan plan = blueprint.plan();
        long begun = System.nanoTime();
        try {
            keep(blueprint);
            store.intend(request, plan.feature(), plan.from(), plan.to(), state.generation());
        } catch (IOException e) {
            return blueprint.refused("the change cannot be made durable: " + Wording.of(e));
        }
        chronicle.begun(request, plan);
        Snapshot before = Snapshot.of(context, admin);
        ConfigurationEdit configurations =
                new ConfigurationEdit(admin, ConfigurationChange.between(now, blueprint.composition()));
        Transaction transaction = new Transaction(context, configurations, blueprint, Deadline.in(request.deadline()));
        try {
            Set<String> proofs = transaction.carryOut();
            store.commit(blueprint.before(), blueprint.state());
            return applied(request, blueprint, transaction, proofs, begun);
        } catch (ChangeFailed | IOException | RuntimeException e) {
            if (!(e instanceof ChangeFailed)) LOG.warn("A change fails", e);
            return takenBack(request, blueprint, transaction, before, Wording.of(e), begun);
        }
    }

    private void keep(Blueprint blueprint) throws IOException {
        for (NodeState.Installed installed : blueprint.state().installed()) {
            FeatureFile file = blueprint.composition().named(installed.name()).orElse(null);
            if (file != null) store.keep(file.path(), store.feature(installed.sha256()));
        }
        for (var file : blueprint.kept().entrySet()) store.keep(file.getValue(), store.bundle(file.getKey()));
    }

    private ChangeOutcome applied(
            ChangeRequest request, Blueprint blueprint, Transaction transaction, Set<String> proofs, long begun) {
        state = blueprint.state();
        now = requests.overlay(base, state, problems);
        List<String> left = transaction.free();
        left.forEach(what -> LOG.warn("After a change: {}", what));
        end(request, blueprint.plan(), "applied", request.why());
        try {
            store.tidy();
        } catch (IOException e) {
            LOG.warn("What is not needed any more stays in the store: {}", Wording.of(e));
        }
        return new ChangeOutcome.Applied(
                blueprint.plan(), state.generation(), List.copyOf(proofs), Duration.ofNanos(System.nanoTime() - begun));
    }

    private ChangeOutcome takenBack(
            ChangeRequest request,
            Blueprint blueprint,
            Transaction transaction,
            Snapshot before,
            String why,
            long begun) {
        List<String> differences = new ArrayList<>(transaction.takeBack());
        differences.addAll(Snapshot.of(context, admin).differencesTo(before));
        end(request, blueprint.plan(), "taken back", why);
        return new ChangeOutcome.TakenBack(
                blueprint.plan(), List.of(why), differences, Duration.ofNanos(System.nanoTime() - begun));
    }

    private void end(ChangeRequest request, ChangePlan plan, String ended, String why) {
        FeatureChange change = chronicle.ended(request, plan, state.generation(), ended, why);
        if (ended.equals("applied")) watch(change);
    }

    List<FeatureChange> history() {
        return chronicle.history();
    }
}
