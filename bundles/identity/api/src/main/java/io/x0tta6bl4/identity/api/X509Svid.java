package io.x0tta6bl4.identity.api;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A name, the certificates that prove it, and the private key (X509-SVID). It is what its owner holds; what a peer shows is a
 * chain, which {@link X509Validator} judges.
 *
 * @param id whose it is
 * @param chain the leaf first, then the intermediates, without the root; at least one
 * @param key of the leaf; never printed
 */
public record X509Svid(SpiffeId id, List<X509Certificate> chain, PrivateKey key) {
    public X509Svid {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(key, "key");
        chain = List.copyOf(chain);
        if (chain.isEmpty()) throw new IllegalArgumentException("an X509-SVID has at least one certificate");
    }

    public X509Certificate leaf() {
        return chain.getFirst();
    }

    public Instant notBefore() {
        return leaf().getNotBefore().toInstant();
    }

    /** From then on nobody accepts it. */
    public Instant expires() {
        return leaf().getNotAfter().toInstant();
    }

    @Override
    public String toString() {
        return "X509Svid[" + id + ", serial " + leaf().getSerialNumber().toString(16) + ", until " + expires() + "]";
    }
}
