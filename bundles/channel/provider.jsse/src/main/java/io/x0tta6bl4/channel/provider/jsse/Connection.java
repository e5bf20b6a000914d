package io.x0tta6bl4.channel.provider.jsse;

import io.x0tta6bl4.identity.api.SpiffeId;
import io.x0tta6bl4.identity.api.TrustBundle;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One connection from the beginning of its handshake: whom it expects, whom it accepted, and how it is ended. */
final class Connection {
    private final boolean calling;
    private final Optional<SpiffeId> expected;
    private final String address;
    private volatile Optional<Accepted> accepted = Optional.empty();
    private volatile Runnable end = () -> {};
    private volatile BooleanSupplier open = () -> true;
    private volatile boolean shaken;
    private volatile boolean ended;
    /** Since when nobody can say whether the peer may still connect. */
    private volatile @Nullable Instant doubtful;

    /**
     * Whom the handshake showed.
     *
     * @param judged the bundle by which the chain was believed
     */
    record Accepted(SpiffeId id, List<X509Certificate> chain, TrustBundle judged, Instant expires, Instant since) {}

    Connection(boolean calling, Optional<SpiffeId> expected, String address) {
        this.calling = calling;
        this.expected = expected;
        this.address = address;
    }

    boolean calling() {
        return calling;
    }

    Optional<SpiffeId> expected() {
        return expected;
    }

    String address() {
        return address;
    }

    Optional<Accepted> accepted() {
        return accepted;
    }

    void accept(Accepted peer) {
        accepted = Optional.of(peer);
    }

    /** @param how does not block and does not throw */
    void endBy(Runnable how) {
        end = how;
    }

    void end() {
        ended = true;
        end.run();
    }

    /** @param still whether neither side has closed it; does not block */
    void openWhile(BooleanSupplier still) {
        open = still;
    }

    boolean open() {
        return !ended && open.getAsBoolean();
    }

    /** The handshake has ended well. */
    void shaken() {
        shaken = true;
    }

    boolean isShaken() {
        return shaken;
    }

    void undoubted() {
        doubtful = null;
    }

    /** For how long it has been in doubt. */
    Duration doubt(Instant now) {
        Instant since = doubtful;
        if (since == null) doubtful = since = now;
        return Duration.between(since, now);
    }

    String words() {
        return (calling ? "the peer called at " : "a caller from ") + address;
    }
}
