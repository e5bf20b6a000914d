package io.x0tta6bl4.channel.provider.jsse;

import io.x0tta6bl4.channel.api.Peer;
import io.x0tta6bl4.channel.api.SecureChannel;
import io.x0tta6bl4.identity.api.SpiffeId;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.bouncycastle.jsse.BCSSLEngine;
import org.bouncycastle.jsse.BCSSLParameters;
import org.bouncycastle.jsse.BCSSLSocket;
import org.bouncycastle.jsse.provider.BouncyCastleJsseProvider;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS set up in the one way this channel knows, over whatever keys and trust it is given. Registers no provider.
 *
 * <p>More than 250 lines: sockets and engines are set up side by side, so that neither is set up otherwise.
 */
final class Transport {
    private static final Logger LOG = LoggerFactory.getLogger(Transport.class);
    private static final String[] PROTOCOLS = {"TLSv1.3"};
    /** Of SVIDs and their authorities: ML-DSA (draft-ietf-tls-mldsa) where both sides have it, else ECDSA P-256 and what others show. */
    private static final String[] SIGNATURES = {
        "mldsa65",
        "mldsa87",
        "mldsa44",
        "ecdsa_secp256r1_sha256",
        "ed25519",
        "rsa_pss_rsae_sha256",
        "rsa_pss_pss_sha256"
    };

    private static final String[] CIPHERS = {"TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256"};

    private final Group group;
    private final SSLContext context;
    private final KeyManager keys;
    private final Map<Object, Connection> connections = Collections.synchronizedMap(new WeakHashMap<>());
    /** Of connections that others open; absent for the node's talk with itself. */
    private Optional<Supervision> supervision = Optional.empty();

    Transport(Group group, KeyManager keys) {
        this.group = group;
        this.keys = keys;
        try {
            context = SSLContext.getInstance("TLS", new BouncyCastleJsseProvider(false, new Cryptography(group)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the channel cannot be set up: " + e.getMessage(), e);
        }
    }

    /** Before first use. */
    Transport supervisedBy(Supervision one) {
        supervision = Optional.of(one);
        return this;
    }

    /** Before first use; the trust needs the connections that are kept here. */
    Transport judgedBy(TrustManager trust) {
        try {
            context.init(new KeyManager[] {keys}, new TrustManager[] {trust}, SecureRandom.getInstance("DRBG"));
            return this;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the channel cannot be set up: " + e.getMessage(), e);
        }
    }

    SSLContext context() {
        return new PreparedContext(this, context);
    }

    /** What an engine of this channel has by itself. */
    SSLParameters parameters() {
        SSLParameters parameters = new SSLParameters(CIPHERS, PROTOCOLS);
        parameters.setNamedGroups(groups());
        parameters.setSignatureSchemes(SIGNATURES);
        parameters.setNeedClientAuth(true);
        return parameters;
    }

    /** bctls 1.84 uses no ECDSA certificate without its curve among the groups; the guard stops an exchange with it. */
    private String[] groups() {
        return new String[] {group.name(), "secp256r1"};
    }

    Optional<Connection> connection(Object end) {
        return Optional.ofNullable(connections.get(end));
    }

    private void settings(BCSSLParameters parameters, boolean server) {
        parameters.setProtocols(PROTOCOLS);
        parameters.setCipherSuites(CIPHERS);
        parameters.setNamedGroups(groups());
        parameters.setEarlyKeyShares(new String[] {group.name()});
        parameters.setSignatureSchemes(SIGNATURES);
        parameters.setSignatureSchemesCert(SIGNATURES);
        parameters.setUseNamedGroupsOrder(true);
        parameters.setUseCipherSuitesOrder(true);
        if (server) parameters.setNeedClientAuth(true);
    }

    SSLEngine engine(boolean server, String host, int port, Optional<SpiffeId> expected) throws IOException {
        admit();
        SSLEngine engine = server ? context.createSSLEngine() : context.createSSLEngine(host, port);
        engine.setUseClientMode(!server);
        BCSSLEngine set = (BCSSLEngine) engine;
        BCSSLParameters parameters = set.getParameters();
        settings(parameters, server);
        set.setParameters(parameters);
        Connection connection = new Connection(!server, expected, server ? "a port of others" : host + ":" + port);
        endBy(connection, engine, () -> {});
        WeakReference<SSLEngine> held = new WeakReference<>(engine);
        connection.openWhile(() -> open(held.get()));
        connections.put(engine, connection);
        supervision.ifPresent(s -> s.limit(connection, () -> over(held.get())));
        return engine;
    }

    /** An engine that was never used, or is closed, keeps nobody waiting. */
    private static boolean over(@Nullable SSLEngine engine) {
        return engine == null || !open(engine) || shaken(engine);
    }

    private static boolean open(@Nullable SSLEngine engine) {
        return engine != null && !engine.isInboundDone() && !engine.isOutboundDone();
    }

    private static boolean shaken(SSLEngine engine) {
        return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
    }

    /** How the connection of an engine is ended; the engine takes and gives nothing more in any case. */
    void endBy(SSLEngine engine, Runnable close) {
        connection(engine).ifPresent(connection -> endBy(connection, engine, close));
    }

    private static void endBy(Connection connection, SSLEngine engine, Runnable close) {
        WeakReference<SSLEngine> held = new WeakReference<>(engine);
        connection.endBy(() -> {
            close.run();
            SSLEngine ended = held.get();
            if (ended == null) return;
            ended.closeOutbound();
            try {
                ended.closeInbound();
            } catch (SSLException withoutFarewell) {
                // The peer has not said that it ends; it is not asked.
                return;
            }
        });
    }

    /** Wraps a connected socket and shakes hands; closes it when that fails. */
    SSLSocket shake(Socket plain, boolean server, Optional<SpiffeId> expected) throws IOException {
        try {
            admit();
            InetSocketAddress at = (InetSocketAddress) plain.getRemoteSocketAddress();
            plain.setSoTimeout((int) SecureChannel.HANDSHAKE_LIMIT.toMillis());
            SSLSocket socket = (SSLSocket) context.getSocketFactory()
                    .createSocket(plain, at.getAddress().getHostAddress(), at.getPort(), true);
            socket.setUseClientMode(!server);
            BCSSLSocket set = (BCSSLSocket) socket;
            BCSSLParameters parameters = set.getParameters();
            settings(parameters, server);
            set.setParameters(parameters);
            Connection connection = new Connection(!server, expected, at.toString());
            connection.endBy(() -> close(plain));
            connection.openWhile(() -> !plain.isClosed());
            connections.put(socket, connection);
            handshake(socket, connection);
            connection.shaken();
            plain.setSoTimeout(0);
            return socket;
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }

    /** The limit of each read does not limit a peer that sends one octet at a time; the supervision does. */
    private void handshake(SSLSocket socket, Connection connection) throws IOException {
        Optional<Future<?>> limit = supervision.map(s -> s.limit(connection, () -> false));
        try {
            socket.startHandshake();
        } finally {
            limit.ifPresent(l -> l.cancel(false));
        }
    }

    private static void close(Socket plain) {
        try {
            plain.close();
        } catch (IOException e) {
            LOG.debug("A connection did not close: {}", e.toString());
        }
    }

    private void admit() throws IOException {
        if (connections.size() >= SecureChannel.CONNECTION_LIMIT && open().size() >= SecureChannel.CONNECTION_LIMIT)
            throw new IOException(
                    "the channel has " + SecureChannel.CONNECTION_LIMIT + " connections, that is its limit");
    }

    /**
     * The connections that are open now, some of them in their handshake; those that are not are forgotten. A socket in its
     * handshake holds its own lock, so none is asked, and none while the map is locked.
     */
    Map<Object, Connection> open() {
        Map<Object, Connection> now;
        synchronized (connections) {
            now = new IdentityHashMap<>(connections);
        }
        now.entrySet().removeIf(e -> {
            if (e.getValue().open()) return false;
            connections.remove(e.getKey());
            return true;
        });
        return now;
    }

    List<Peer> peers() {
        return open().entrySet().stream()
                .filter(e -> e.getKey() instanceof SSLEngine engine
                        ? shaken(engine)
                        : e.getValue().isShaken())
                .flatMap(e -> peer(e.getKey(), e.getValue()))
                .sorted(Comparator.comparing(Peer::since))
                .toList();
    }

    private Stream<Peer> peer(Object end, Connection connection) {
        SSLSession session = end instanceof SSLEngine engine ? engine.getSession() : ((SSLSocket) end).getSession();
        return connection.accepted().stream()
                .map(a -> new Peer(
                        a.id(),
                        connection.calling(),
                        connection.address(),
                        session.getProtocol(),
                        group.name(),
                        session.getCipherSuite(),
                        a.expires(),
                        a.since()));
    }
}
