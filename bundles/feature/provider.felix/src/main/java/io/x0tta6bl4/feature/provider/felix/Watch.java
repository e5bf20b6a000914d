package io.x0tta6bl4.feature.provider.felix;

import io.x0tta6bl4.platform.api.SteadyClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps looking at what came with a change after it was proven: a bundle may start well and answer wrongly after a minute. What is
 * wrong for several looks in a row is reported once, and the watch ends.
 */
final class Watch implements AutoCloseable {
    /** How long a change is watched. */
    static final Duration WINDOW = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final Duration LOOK = Duration.ofSeconds(5);
    /** One bad look is a doubt, these are a finding. */
    private static final int LOOKS_IN_A_ROW = 3;

    /** A change that is watched. */
    record Subject(String feature, String id, String fingerprint, Composition composition, Instant until) {}

    private final BundleContext context;
    private final BiConsumer<Subject, String> worse;
    private final Duration look;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("feature-watch").factory());
    private @Nullable ScheduledFuture<?> running;

    /** @param worse gets the change that made things worse, and what is wrong */
    Watch(BundleContext context, BiConsumer<Subject, String> worse) {
        this.context = context;
        this.worse = worse;
        String given = context.getProperty("x0.feature.look.milliseconds");
        this.look = given == null ? LOOK : Duration.ofMillis(Long.parseLong(given));
    }

    /** Watches this change, and the one before no longer. */
    synchronized void begin(Subject subject) {
        end();
        int[] inARow = {0};
        running = clock.scheduleWithFixedDelay(
                () -> look(subject, inARow), look.toMillis(), look.toMillis(), TimeUnit.MILLISECONDS);
    }

    synchronized void end() {
        if (running != null) running.cancel(false);
        running = null;
    }

    private void look(Subject subject, int[] inARow) {
        try {
            if (SteadyClock.system().instant().isAfter(subject.until())) {
                LOG.info("The change to {} was good for {}", subject.id(), WINDOW);
                end();
                return;
            }
            List<String> wrong = new Proof(context).wrong(bundles(subject), new LinkedHashSet<>());
            inARow[0] = wrong.isEmpty() ? 0 : inARow[0] + 1;
            if (inARow[0] < LOOKS_IN_A_ROW) return;
            end();
            worse.accept(subject, String.join("; ", wrong));
        } catch (RuntimeException e) {
            LOG.warn("The change to {} is not watched any more", subject.id(), e);
            end();
        }
    }

    /** What came, but for what an operator stopped or took away by hand. */
    private List<Bundle> bundles(Subject subject) {
        Installation installation = new Installation(context);
        List<Bundle> bundles = new ArrayList<>();
        subject.composition()
                .named(subject.feature())
                .ifPresent(feature -> feature.bundles()
                        .forEach(wanted -> installation
                                .find(wanted.coordinates())
                                .filter(b -> Proof.fragment(b)
                                        || b.adapt(BundleStartLevel.class).isPersistentlyStarted())
                                .ifPresent(bundles::add)));
        return bundles;
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
