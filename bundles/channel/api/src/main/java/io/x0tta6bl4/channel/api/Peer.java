package io.x0tta6bl4.channel.api;

import io.x0tta6bl4.identity.api.SpiffeId;
import java.time.Instant;

/**
 * Who is at the other end of an open connection.
 *
 * @param id its verified identity
 * @param called whether this node called it; false when the peer called
 * @param address its address, for people
 * @param protocol {@code TLSv1.3}
 * @param group of the key exchange, as IANA names it, for example {@code X25519MLKEM768} (RFC 10024)
 * @param cipher suite, as IANA names it
 * @param expires when the identity shown in the handshake expires
 * @param since when the peer was accepted
 */
public record Peer(
        SpiffeId id,
        boolean called,
        String address,
        String protocol,
        String group,
        String cipher,
        Instant expires,
        Instant since) {}
