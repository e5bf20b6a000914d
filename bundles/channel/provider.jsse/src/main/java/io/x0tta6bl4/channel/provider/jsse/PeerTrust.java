package io.x0tta6bl4.channel.provider.jsse;

import io.x0tta6bl4.identity.api.SpiffeId;
import io.x0tta6bl4.identity.api.TrustBundle;
import io.x0tta6bl4.identity.api.TrustDomain;
import io.x0tta6bl4.identity.api.X509Validator;
import io.x0tta6bl4.identity.api.X509Verdict;
import io.x0tta6bl4.platform.api.Audit;
import io.x0tta6bl4.policy.api.Decision;
import io.x0tta6bl4.policy.api.Guard;
import io.x0tta6bl4.policy.api.LocalIdentity;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Judges a peer: is it who it says, by the bundle of its own trust domain; is it the one expected; may it connect. */
final class PeerTrust extends X509ExtendedTrustManager {
    private final Function<TrustDomain, Optional<TrustBundle>> bundles;
    private final Guard guard;
    private final InstantSource wall;
    private final Audit audit;
    private final Function<Object, Optional<Connection>> connections;
    private final BooleanSupplier believing;

    /**
     * Why a peer may not stay.
     *
     * @param passing only because nobody is there now who could say
     */
    record Objection(String why, boolean passing) {}

    /** @param believing whether somebody is there who knows the bundles */
    PeerTrust(
            Function<TrustDomain, Optional<TrustBundle>> bundles,
            Guard guard,
            InstantSource wall,
            Audit audit,
            Function<Object, Optional<Connection>> connections,
            BooleanSupplier believing) {
        this.bundles = bundles;
        this.guard = guard;
        this.wall = wall;
        this.audit = audit;
        this.connections = connections;
        this.believing = believing;
    }

    private void judge(X509Certificate[] chain, @Nullable Object end, boolean calling) throws PeerRefused {
        Optional<Connection> connection = end == null ? Optional.empty() : connections.apply(end);
        X509Verdict verdict =
                X509Validator.validate(chain == null ? List.of() : List.of(chain), bundles, wall.instant());
        switch (verdict) {
            case X509Verdict.Refused refused ->
                throw refuse(connection, calling, refused.reason() + ": " + refused.detail());
            case X509Verdict.Accepted accepted -> {
                String objection = objection(accepted.id(), connection, calling);
                if (!objection.isEmpty()) throw refuse(connection, calling, accepted.id() + ": " + objection);
                connection.ifPresent(c -> accept(c, accepted, chain));
            }
        }
    }

    private void accept(Connection connection, X509Verdict.Accepted peer, X509Certificate[] chain) {
        // When it is gone by now, the next review finds it so.
        bundles.apply(peer.id().trustDomain())
                .ifPresent(bundle -> connection.accept(
                        new Connection.Accepted(peer.id(), List.of(chain), bundle, peer.expires(), wall.instant())));
    }

    /**
     * Whether an accepted peer would still be, had it not been long ago: its authority is still believed and the policy still lets
     * it connect. That its certificate has expired since is no objection: it was valid when it was shown.
     */
    Optional<Objection> again(Connection connection) {
        Connection.Accepted peer = connection.accepted().orElseThrow();
        Optional<TrustBundle> bundle = bundles.apply(peer.id().trustDomain());
        if (bundle.isEmpty() && !believing.getAsBoolean())
            return Optional.of(new Objection("nobody is there who knows the trust bundles", true));
        if (!bundle.equals(Optional.of(peer.judged()))) {
            Instant then = wall.instant().isBefore(peer.expires()) ? wall.instant() : peer.expires();
            if (X509Validator.validate(peer.chain(), domain -> bundle, then) instanceof X509Verdict.Refused refused)
                return Optional.of(new Objection(refused.reason() + ": " + refused.detail(), false));
            connection.accept(new Connection.Accepted(
                    peer.id(), peer.chain(), bundle.orElseThrow(), peer.expires(), peer.since()));
        }
        Decision decision = connect(peer.id(), connection.calling());
        return decision.allowed()
                ? Optional.empty()
                : Optional.of(new Objection("policy: " + decision.reason(), decision instanceof Decision.Broken));
    }

    private Decision connect(SpiffeId id, boolean calling) {
        return guard.decide(id.toString(), "connect", calling ? "channel:out" : "channel:in");
    }

    /** Why the peer may not connect although it is who it says; empty when it may. */
    private String objection(SpiffeId id, Optional<Connection> connection, boolean calling) {
        if (id.trustDomain().name().equals(LocalIdentity.TRUST_DOMAIN))
            return "the trust domain " + LocalIdentity.TRUST_DOMAIN + " is reserved for what a node says of itself";
        Optional<SpiffeId> expected = connection.flatMap(Connection::expected);
        if (expected.isPresent() && !expected.get().equals(id)) return "expected was " + expected.get();
        Decision decision = connect(id, calling);
        return decision.allowed() ? "" : "policy: " + decision.reason();
    }

    private PeerRefused refuse(Optional<Connection> connection, boolean calling, String why) {
        String where = connection.map(Connection::address).orElse("an unknown address");
        audit.refused("channel refused " + (calling ? "the peer called at " : "a caller from ") + where + ": " + why);
        return new PeerRefused("the channel refused the peer: " + why);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws PeerRefused {
        judge(chain, engine, false);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws PeerRefused {
        judge(chain, engine, true);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws PeerRefused {
        judge(chain, socket, false);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws PeerRefused {
        judge(chain, socket, true);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws PeerRefused {
        judge(chain, null, false);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws PeerRefused {
        judge(chain, null, true);
    }

    /** None is named: a stranger needs not learn whom this node believes. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
