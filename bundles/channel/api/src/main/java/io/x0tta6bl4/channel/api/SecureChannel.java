package io.x0tta6bl4.channel.api;

import io.x0tta6bl4.identity.api.SpiffeId;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Mutual TLS 1.3 (RFC 8446) with a post-quantum key exchange and SVIDs on both sides. There is no fallback: a peer without the
 * group, without a valid SVID, or without a rule of the policy that lets it connect gets no connection. The policy is asked for
 * {@code connect} on {@code channel:in} or {@code channel:out} in the name of the peer. Refusals are in the journal.
 *
 * <p>Each handshake uses the SVID and the trust bundles of that moment. There is no resumption: each connection is a full handshake.
 */
@ProviderType
public interface SecureChannel {
    /** How long a handshake may take, and each read during it. */
    Duration HANDSHAKE_LIMIT = Duration.ofSeconds(10);

    /**
     * How often open connections are judged again. One whose peer would not be accepted any more, since its authority left the trust
     * bundle or the policy changed, is ended; so it outlives the change by at most this and the time of the judging, which is half a
     * millisecond a connection. While policy or bundles cannot be asked at all, connections stay for 10 s more.
     */
    Duration REVIEW_PERIOD = Duration.ofSeconds(1);

    /** The most connections at a time, both ways together. */
    int CONNECTION_LIMIT = 4_096;

    /** The group of the key exchange, for example {@code X25519MLKEM768}. */
    String group();

    /** Calls a peer and shakes hands. Without an expected identity any that the policy allows is accepted. */
    SSLSocket call(InetSocketAddress address, Optional<SpiffeId> expected) throws IOException;

    /** Shakes hands with a peer that called. Closes the socket when that fails. */
    SSLSocket answer(Socket accepted) throws IOException;

    /** An engine for servers, set up; whoever drives it tells failures to {@link #failed}. */
    SSLEngine serverEngine();

    /** An engine for clients, set up; whoever drives it tells failures to {@link #failed}. */
    SSLEngine clientEngine(String host, int port, Optional<SpiffeId> expected);

    /**
     * For libraries that insist on a context, for example {@code HttpClient.newBuilder().sslContext(channel.context())} of the JDK: its
     * engines are set up as those above. It makes no sockets: {@link #call} and {@link #answer} do.
     */
    SSLContext context();

    /** Writes a handshake that failed to the journal, with its reason; {@code where} says with whom, for people. */
    void failed(String where, Throwable failure);

    /**
     * How the connection of an engine is ended when its peer may not connect any more, or does not end its handshake in time.
     * Without it the engine is closed, and whoever drives it finds that out at the next octet.
     *
     * @param close does not block and does not throw
     */
    void endBy(SSLEngine engine, Runnable close);

    /** The verified identity at the other end of an engine of this channel; absent before the handshake. */
    Optional<SpiffeId> peer(SSLEngine engine);

    /** Open connections, oldest first. */
    List<Peer> peers();

    /** How many peers were refused since the channel began, and the sentence of the last one. */
    Refusals refusals();

    /**
     * Peers that were refused.
     *
     * @param count since the channel began, for whatever reason
     * @param last who was refused last, and why; empty before the first
     */
    record Refusals(long count, String last) {}
}
