package io.x0tta6bl4.channel.provider.jsse;

import io.x0tta6bl4.channel.api.Peer;
import io.x0tta6bl4.channel.api.SecureChannel;
import io.x0tta6bl4.identity.api.SpiffeId;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.bouncycastle.jsse.BCSSLEngine;
import org.bouncycastle.jsse.BCSSLParameters;
import org.bouncycastle.jsse.BCSSLSocket;
import org.bouncycastle.jsse.provider.BouncyCastleJsseProvider;

/** TLS set up in the one way this channel knows, over whatever keys and trust it is given. Registers no provider. */
final class Transport {
    private static final String[] PROTOCOLS = {"TLSv1.3"};
    private static final String[] CIPHERS = {"TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256"};

    private final Group group;
    private final SSLContext context;
    private final KeyManager keys;
    private final Map<Object, Connection> connections = Collections.synchronizedMap(new WeakHashMap<>());

    Transport(Group group, KeyManager keys) {
        this.group = group;
        this.keys = keys;
        String cipher = Cryptography.cipherProvider();
        if (cipher.equals("BC")) throw new IllegalStateException("AES-GCM comes from Bouncy Castle, 25 times slower");
        try {
            context = SSLContext.getInstance("TLS", new BouncyCastleJsseProvider(false, new Cryptography(group)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the channel cannot be set up: " + e.getMessage(), e);
        }
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
        return context;
    }

    Optional<Connection> connection(Object end) {
        return Optional.ofNullable(connections.get(end));
    }

    private void settings(BCSSLParameters parameters, boolean server) {
        parameters.setProtocols(PROTOCOLS);
        parameters.setCipherSuites(CIPHERS);
        // bctls 1.84 uses no ECDSA certificate without its curve among the groups; the guard stops an exchange with it.
        parameters.setNamedGroups(new String[] {group.name(), "secp256r1"});
        parameters.setEarlyKeyShares(new String[] {group.name()});
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
        connections.put(engine, new Connection(!server, expected, server ? "the HTTPS port" : host + ":" + port));
        return engine;
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
            connections.put(socket, new Connection(!server, expected, at.toString()));
            handshake(socket, plain);
            plain.setSoTimeout(0);
            return socket;
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }

    /** The limit of each read does not limit a peer that sends one octet at a time; the timer does. */
    private static void handshake(SSLSocket socket, Socket plain) throws IOException {
        Thread shaker = Thread.currentThread();
        Thread timer = Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(SecureChannel.HANDSHAKE_LIMIT);
                if (shaker.isAlive()) plain.close();
            } catch (InterruptedException | IOException ended) {
                // The handshake is over, or the socket is.
            }
        });
        try {
            socket.startHandshake();
        } finally {
            timer.interrupt();
        }
    }

    private void admit() throws IOException {
        if (connections.size() < SecureChannel.CONNECTION_LIMIT) return;
        synchronized (connections) {
            connections.keySet().removeIf(end -> !open(end));
        }
        if (connections.size() >= SecureChannel.CONNECTION_LIMIT)
            throw new IOException(
                    "the channel has " + SecureChannel.CONNECTION_LIMIT + " connections, that is its limit");
    }

    private static boolean open(Object end) {
        return switch (end) {
            case SSLSocket socket -> !socket.isClosed();
            case SSLEngine engine -> !engine.isInboundDone() && !engine.isOutboundDone();
            default -> false;
        };
    }

    private static boolean shaken(Object end) {
        return !(end instanceof SSLEngine engine) || engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
    }

    List<Peer> peers() {
        Map<Object, Connection> now;
        synchronized (connections) {
            now = Map.copyOf(connections);
        }
        return now.entrySet().stream()
                .filter(e -> open(e.getKey()) && shaken(e.getKey()))
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
