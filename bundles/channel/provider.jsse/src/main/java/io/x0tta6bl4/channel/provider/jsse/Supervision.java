package io.x0tta6bl4.channel.provider.jsse;

import io.x0tta6bl4.channel.api.SecureChannel;
import io.x0tta6bl4.platform.api.Audit;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends handshakes that take too long, and connections whose peer would not be accepted any more: policy, trust bundles and
 * connections change, and TLS 1.3 as it is here knows no second authentication. All of it is done by one thread, which begins
 * with the first connection.
 */
final class Supervision implements AutoCloseable {
    /** For how long connections stay while the policy or the trust bundles cannot be asked. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Supervision.class);

    private final PeerTrust trust;
    private final Audit audit;
    private final InstantSource clock;
    private final Duration limit;
    private final Supplier<Map<Object, Connection>> open;
    private final ScheduledThreadPoolExecutor timer;
    private boolean begun;

    /**
     * @param limit how long a handshake may take
     * @param open the connections that are open now
     */
    Supervision(
            PeerTrust trust, Audit audit, InstantSource clock, Duration limit, Supplier<Map<Object, Connection>> open) {
        this.trust = trust;
        this.audit = audit;
        this.clock = clock;
        this.limit = limit;
        this.open = open;
        this.timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("x0-channel").factory());
        timer.setRemoveOnCancelPolicy(true);
    }

    /** Ends a connection whose handshake is not over in time; whoever sees it end cancels this. */
    Future<?> limit(Connection connection, Supplier<Boolean> over) {
        begin();
        // A connection that was closed meanwhile is not kept for this.
        WeakReference<Connection> held = new WeakReference<>(connection);
        return timer.schedule(() -> late(held.get(), over), limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void late(@Nullable Connection connection, Supplier<Boolean> over) {
        if (connection == null || over.get()) return;
        audit.refused("channel refused " + connection.words() + ": the handshake did not end within "
                + limit.toSeconds() + " s");
        connection.end();
    }

    private synchronized void begin() {
        if (begun) return;
        begun = true;
        long period = SecureChannel.REVIEW_PERIOD.toMillis();
        timer.scheduleWithFixedDelay(this::review, period, period, TimeUnit.MILLISECONDS);
    }

    private void review() {
        for (Connection connection : open.get().values())
            try {
                review(connection);
            } catch (RuntimeException | LinkageError e) {
                LOG.error("Whether {} may stay could not be judged", connection.words(), e);
            }
    }

    private void review(Connection connection) {
        if (connection.accepted().isEmpty()) return;
        Optional<PeerTrust.Objection> objection = trust.again(connection);
        if (objection.isEmpty()) {
            connection.undoubted();
            return;
        }
        if (objection.get().passing() && connection.doubt(clock.instant()).compareTo(PATIENCE) < 0) return;
        audit.refused(
                "channel ended the connection of " + connection.accepted().get().id() + ", " + connection.words() + ": "
                        + objection.get().why());
        connection.end();
    }

    /** The connections of a provider that is replaced may end by themselves for a while; nobody judges them after that. */
    @Override
    public void close() {
        if (open.get().isEmpty()) timer.shutdownNow();
        else timer.schedule(this::endAll, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void endAll() {
        open.get().values().forEach(Connection::end);
        timer.shutdownNow();
    }
}
