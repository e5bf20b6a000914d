package io.x0tta6bl4.identity.provider.embedded;

import io.x0tta6bl4.identity.api.Authority;
import io.x0tta6bl4.identity.api.TrustDomain;
import io.x0tta6bl4.identity.provider.embedded.Certificates.Signer;
import io.x0tta6bl4.identity.provider.embedded.Certificates.Span;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.bouncycastle.asn1.x500.X500Name;

/**
 * One generation of the authority's keys: one pair for certificates and one, always ECDSA P-256, for tokens, because JWT-SVID
 * knows no other algorithm that is ours.
 */
record AuthorityKey(
        int number,
        Algorithm algorithm,
        Authority.State state,
        Instant since,
        X509Certificate root,
        PrivateKey key,
        String jwtId,
        PublicKey jwtPublic,
        PrivateKey jwtKey) {
    /** A root is valid a while before it is made, for those whose clocks are behind. */
    private static final Duration BACKDATED = Duration.ofHours(1);

    static AuthorityKey generate(TrustDomain domain, int number, Algorithm algorithm, Instant now, Duration lifetime)
            throws GeneralSecurityException {
        KeyPair pair = algorithm.generate();
        KeyPair jwt = Algorithm.ECDSA_P256.generate();
        X509Certificate root =
                Certificates.root(domain, number, pair, algorithm, new Span(now.minus(BACKDATED), now.plus(lifetime)));
        String id = HexFormat.of().formatHex(Certificates.identifier(jwt.getPublic()), 0, 16);
        return new AuthorityKey(
                number,
                algorithm,
                Authority.State.PREPARED,
                now,
                root,
                pair.getPrivate(),
                id,
                jwt.getPublic(),
                jwt.getPrivate());
    }

    AuthorityKey in(Authority.State next, Instant now) {
        return new AuthorityKey(number, algorithm, next, now, root, key, jwtId, jwtPublic, jwtKey);
    }

    Instant expires() {
        return root.getNotAfter().toInstant();
    }

    Signer signer() {
        X500Name name = X500Name.getInstance(root.getSubjectX500Principal().getEncoded());
        return new Signer(name, root.getPublicKey(), key, algorithm);
    }

    Authority.Key shown() {
        return new Authority.Key(number, algorithm.label, state, since, expires());
    }

    @Override
    public String toString() {
        return "AuthorityKey[" + shown() + "]";
    }
}
