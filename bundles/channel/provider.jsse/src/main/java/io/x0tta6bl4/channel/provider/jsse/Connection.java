package io.x0tta6bl4.channel.provider.jsse;

import io.x0tta6bl4.identity.api.SpiffeId;
import java.time.Instant;
import java.util.Optional;

/** One connection from the beginning of its handshake: whom it expects, and whom it accepted. */
final class Connection {
    private final boolean calling;
    private final Optional<SpiffeId> expected;
    private final String address;
    private volatile Optional<Accepted> accepted = Optional.empty();

    /** Whom the handshake showed. */
    record Accepted(SpiffeId id, Instant expires, Instant since) {}

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
}
