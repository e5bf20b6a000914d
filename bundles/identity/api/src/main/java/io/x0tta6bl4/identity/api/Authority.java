package io.x0tta6bl4.identity.api;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Issues SVIDs for one trust domain. Only a provider that holds the keys is one; a client of another authority is not. Whoever
 * calls it has decided that the name belongs to the one who asks.
 */
@ProviderType
public interface Authority {
    /** The most issued documents that are remembered. */
    int ISSUED_LIMIT = 10_000;

    /** For whom it issues. */
    TrustDomain trustDomain();

    /**
     * A new key pair (ECDSA P-256) and its SVID.
     *
     * @param id in the own trust domain, with a path
     * @param lifetime how long it is to be valid; absent for the configured one; never beyond the authority's own certificate
     * @throws IdentityException when it cannot or must not be issued
     */
    X509Svid issue(SpiffeId id, Optional<Duration> lifetime);

    /** Like {@link #issue(SpiffeId, Optional)} for a key whose private half stays with its owner; the chain, leaf first. */
    List<X509Certificate> issue(SpiffeId id, PublicKey key, Optional<Duration> lifetime);

    /**
     * A JWT-SVID (ES256).
     *
     * @throws IdentityException when it cannot or must not be issued
     */
    JwtSvid issueJwt(SpiffeId id, Set<String> audience, Optional<Duration> lifetime);

    /** Its keys, oldest first; exactly one is {@link State#ACTIVE}. */
    List<Key> keys();

    /** Makes a key that is published in the bundle, and does not sign yet. Returns its number. */
    int prepare();

    /**
     * Lets a prepared key sign from now on. Refused before it was published for the overlap, unless forced: those who have not
     * fetched the bundle since then refuse what it signs. What was signed by the one before stays valid until it is retired.
     */
    void activate(int number, boolean force);

    /**
     * Takes a key out of the bundle: whatever it signed is refused from then on. Refused for the active key, and while SVIDs that it
     * signed may still be valid, unless forced; forced, it is the revocation of all of them.
     */
    void retire(int number, boolean force);

    /** What it issued since it began and has not expired, newest first; at most {@link #ISSUED_LIMIT}. */
    List<Issued> issued();

    /** What a key of the authority does at present. */
    enum State {
        /** Published, does not sign yet. */
        PREPARED,
        /** Signs. */
        ACTIVE,
        /** Signs no more; what it signed is valid. */
        OLD
    }

    /**
     * A key of the authority, without its private half.
     *
     * @param number counted from 1
     * @param algorithm {@code ECDSA P-256} or {@code ML-DSA-65}
     * @param since since when it is in this state
     * @param expires when its certificate expires
     */
    record Key(int number, String algorithm, State state, Instant since, Instant expires) {}

    /**
     * A document that was issued, without its secrets.
     *
     * @param kind {@code X509-SVID} or {@code JWT-SVID}
     * @param reference the serial number in hexadecimal, or the {@code jti}
     * @param key the number of the key that signed it
     */
    record Issued(SpiffeId id, String kind, String reference, int key, Instant issued, Instant expires) {}
}
