package io.x0tta6bl4.feature.provider.felix;

import io.x0tta6bl4.feature.api.ChangeRequest.Kind;
import io.x0tta6bl4.feature.api.FeatureChange;
import io.x0tta6bl4.feature.api.WatchedChange;
import io.x0tta6bl4.feature.api.WatchedChange.Standing;
import io.x0tta6bl4.platform.api.SteadyClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps looking at what came with a change after it was proven: a bundle may start well and answer wrongly after a minute. What is
 * wrong for several looks in a row is a finding. The loop reads it and takes the change back; only where it cannot, the
 * finding is handed to the node's own hand.
 */
final class Watch implements AutoCloseable {
    /** How long a change is watched; one that was found worse is watched until it is taken back. */
    static final Duration WINDOW = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);
    /** One bad look is a doubt, these are a finding. */
    private static final int LOOKS_IN_A_ROW = 3;

    /**
     * A change that is watched.
     *
     * @param from id before it, empty when there was none
     * @param id id since, empty when the feature went
     * @param takenBack whether it is itself the way back
     */
    record Subject(
            String feature,
            String from,
            String id,
            String fingerprint,
            Composition composition,
            Instant until,
            boolean takenBack) {

        /**
         * What is to be watched after a change; empty when nothing came by it.
         *
         * @param watched whether something is watched now: the way back from it is watched too
         */
        static Optional<Subject> of(FeatureChange change, NodeState state, Composition now, boolean watched) {
            Instant until = change.at().plus(WINDOW);
            if (change.kind() == Kind.REVERT && watched)
                return Optional.of(new Subject(change.feature(), change.from(), change.to(), "", now, until, true));
            if (change.kind() != Kind.INSTALL && change.kind() != Kind.UPDATE) return Optional.empty();
            return state.installed(change.feature())
                    .filter(i -> i.id().equals(change.to()))
                    .map(i -> new Subject(i.name(), change.from(), i.id(), i.fingerprint(), now, until, false));
        }
    }

    /** What the looks at a subject came to; replaced as a whole. */
    private record Sight(Subject subject, int bad, WatchedChange change) {}

    private final BundleContext context;
    private final BooleanSupplier changing;
    private final Predicate<Bundle> replaced;
    private final BiConsumer<Subject, String> worse;
    private final Duration look;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("feature-watch").factory());
    private volatile @Nullable Sight sight;

    /**
     * @param changing whether a change is being carried out
     * @param replaced whether somebody put another content into the place of a bundle that came
     * @param worse gets a change that nobody but the node can take back, and what is wrong
     */
    Watch(
            BundleContext context,
            BooleanSupplier changing,
            Predicate<Bundle> replaced,
            BiConsumer<Subject, String> worse) {
        this.context = context;
        this.changing = changing;
        this.replaced = replaced;
        this.worse = worse;
        String given = context.getProperty("x0.feature.look.milliseconds");
        this.look = given == null ? LOOK : Duration.ofMillis(Long.parseLong(given));
    }

    /** Watches this change, and the one before no longer; it was proven a moment ago. */
    void begin(Subject subject) {
        Sight first = seen(subject, 0, bundles(subject), "");
        sight = first;
        next(first);
    }

    void end() {
        sight = null;
    }

    Optional<WatchedChange> watched() {
        Sight now = sight;
        return now == null ? Optional.empty() : Optional.of(now.change());
    }

    /** What is wrong with the change under observation, if it was found worse and can be taken back. */
    Optional<Finding> finding() {
        Sight now = sight;
        boolean found = now != null
                && now.change().standing() == Standing.WORSE
                && !now.change().takenBack();
        return found ? Optional.of(new Finding(now.subject(), now.change().words())) : Optional.empty();
    }

    /** A change that was found worse. */
    record Finding(Subject subject, String wrong) {}

    private void next(Sight from) {
        Duration again = LOOK_AGAIN.compareTo(look) < 0 ? LOOK_AGAIN : look;
        Duration wait = from.bad() == 0 ? look : again;
        try {
            clock.schedule(() -> look(from), wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("Not watching any more");
        }
    }

    private void look(Sight before) {
        if (sight != before) return;
        Subject subject = before.subject();
        try {
            if (before.bad() == 0 && SteadyClock.system().instant().isAfter(subject.until())) {
                LOG.info("The change to {} was good for {}", subject.id(), WINDOW);
                end();
                return;
            }
            if (unsettled()) {
                hold(before);
                return;
            }
            List<Bundle> bundles = bundles(subject);
            List<String> wrong = new Proof(context).wrong(bundles, new LinkedHashSet<>());
            Sight now = seen(subject, wrong.isEmpty() ? 0 : before.bad() + 1, bundles, String.join("; ", wrong));
            if (sight != before) return;
            if (unsettled()) {
                hold(before);
                return;
            }
            sight = now;
            tell(now);
            if (sight == now) next(now);
        } catch (RuntimeException e) {
            LOG.warn("The change to {} is not watched any more", subject.id(), e);
            end();
        }
    }

    /** What was seen last holds until a change that is under way has ended; said anew, or it would be taken for silence. */
    private void hold(Sight before) {
        WatchedChange was = before.change();
        Sight now = new Sight(
                before.subject(),
                before.bad(),
                new WatchedChange(
                        was.feature(),
                        was.from(),
                        was.to(),
                        was.bundles(),
                        was.standing(),
                        was.words(),
                        SteadyClock.system().instant(),
                        was.takenBack(),
                        was.byNode()));
        sight = now;
        next(now);
    }

    /** While the framework starts or stops, or a change is under way, bundles do not run, and that is nobody's fault. */
    private boolean unsettled() {
        return changing.getAsBoolean() || context.getBundle(0).getState() != Bundle.ACTIVE;
    }

    private void tell(Sight now) {
        WatchedChange change = now.change();
        if (change.standing() != Standing.WORSE || change.takenBack()) return;
        if (now.bad() == LOOKS_IN_A_ROW) LOG.warn("Worse since the change to {}: {}", change.to(), change.words());
        if (change.byNode()) worse.accept(now.subject(), change.words());
    }

    private Sight seen(Subject subject, int bad, List<Bundle> bundles, String wrong) {
        Standing standing = bad == 0 ? Standing.SERVING : bad < LOOKS_IN_A_ROW ? Standing.DOUBTFUL : Standing.WORSE;
        boolean byNode = LoopParts.unable(context, bundles).isPresent();
        WatchedChange change = new WatchedChange(
                subject.feature(),
                subject.from(),
                subject.id(),
                bundles.stream().map(Bundle::getSymbolicName).collect(Collectors.toSet()),
                standing,
                wrong,
                SteadyClock.system().instant(),
                subject.takenBack(),
                byNode);
        return new Sight(subject, bad, change);
    }

    /** What came, but for what an operator stopped, replaced or took away by hand. */
    private List<Bundle> bundles(Subject subject) {
        Installation installation = new Installation(context);
        List<Bundle> bundles = new ArrayList<>();
        subject.composition()
                .named(subject.feature())
                .ifPresent(feature -> feature.bundles()
                        .forEach(wanted -> installation
                                .find(wanted.coordinates())
                                .filter(replaced.negate())
                                .filter(b -> Proof.fragment(b)
                                        || b.adapt(BundleStartLevel.class).isPersistentlyStarted())
                                .ifPresent(bundles::add)));
        return bundles;
    }

    @Override
    public void close() {
        end();
        clock.shutdownNow();
    }
}
