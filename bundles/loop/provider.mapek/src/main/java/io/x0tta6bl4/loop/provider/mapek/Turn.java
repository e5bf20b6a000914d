package io.x0tta6bl4.loop.provider.mapek;

import io.x0tta6bl4.loop.api.Loop;
import io.x0tta6bl4.platform.api.SteadyClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Only one loop of a node acts: a new one beside the old one waits until that has ended, then goes on from the journal.
 *
 * <p>While another loop is in service this one stands by, for as long as that takes: the other one acts. For one that has left
 * its service and is still stopping it waits {@link #LIMIT} at most, lest nobody acts because a bundle does not come to its end.
 */
final class Turn {
    /** A bundle stops within seconds: its last tick is given five, and so is each call that still runs. */
    static final Duration LIMIT = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(Turn.class);

    private final BooleanSupplier older;
    private final BooleanSupplier ending;
    private final InstantSource clock;
    private @Nullable Instant endingSince;
    private boolean told;

    Turn(BundleContext context) {
        this(() -> older(context), () -> ending(context), SteadyClock.system());
    }

    /**
     * @param older whether a loop of another bundle was there before this one and still is
     * @param ending whether one is stopping whose service has gone
     */
    Turn(BooleanSupplier older, BooleanSupplier ending, InstantSource clock) {
        this.older = older;
        this.ending = ending;
        this.clock = clock;
    }

    /** Whether another loop still acts. */
    synchronized boolean waits() {
        try {
            return older.getAsBoolean() || patient(ending.getAsBoolean());
        } catch (IllegalStateException stopped) {
            return true; // the bundle's context has ended, and with it its turn
        }
    }

    private boolean patient(boolean stopping) {
        if (!stopping) {
            endingSince = null;
            told = false;
            return false;
        }
        Instant now = clock.instant();
        Instant since = endingSince == null ? now : endingSince;
        endingSince = since;
        if (since.plus(LIMIT).isAfter(now)) return true;
        if (!told)
            LOG.warn(
                    "The loop before this one has been stopping for {} s and did not come to its end; this one acts"
                            + " now",
                    LIMIT.toSeconds());
        told = true;
        return false;
    }

    private static boolean older(BundleContext context) {
        try {
            long own = Long.MAX_VALUE;
            long other = Long.MAX_VALUE;
            for (ServiceReference<Loop> loop : context.getServiceReferences(Loop.class, null)) {
                Bundle bundle = loop.getBundle();
                if (bundle == null) continue;
                long id = (Long) loop.getProperty(Constants.SERVICE_ID);
                if (bundle.equals(context.getBundle())) own = Math.min(own, id);
                else other = Math.min(other, id);
            }
            return other < own;
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException("no filter cannot be wrong", e);
        }
    }

    /** Its service goes first; until the bundle has stopped its last tick may still be under way. */
    private static boolean ending(BundleContext context) {
        Bundle own = context.getBundle();
        for (Bundle bundle : context.getBundles())
            if (!bundle.equals(own)
                    && bundle.getState() == Bundle.STOPPING
                    && own.getSymbolicName().equals(bundle.getSymbolicName())) return true;
        return false;
    }
}
