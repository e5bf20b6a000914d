package io.x0tta6bl4.identity.api;

import io.x0tta6bl4.identity.api.X509Verdict.Refused;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Judges the chain of certificates that a peer shows (X509-SVID, section 5): first whether the leaf is an SVID, then by the bundle
 * of its own trust domain alone whether its path is valid (RFC 5280). A pure function of what is given.
 *
 * <p>Signatures are verified by the JDK: ECDSA, RSA, EdDSA and ML-DSA. It does not look at revocation lists; an authority is
 * revoked by taking it out of the bundle.
 */
public final class X509Validator {
    /** The most certificates of a chain that are looked at. */
    public static final int CHAIN_LIMIT = 8;

    /** The most octets of one certificate that are looked at; one of ML-DSA-87 has about 7,500. */
    public static final int CERTIFICATE_LIMIT = 32 * 1024;

    private X509Validator() {}

    /**
     * @param chain the leaf first; parsed by any provider
     * @param bundles the bundle of a trust domain, for example {@code source::bundle}
     * @param now by which clock it is judged
     * @return whose it is, or why it is refused; never an exception for what is in the chain
     */
    public static X509Verdict validate(
            List<X509Certificate> chain, Function<TrustDomain, Optional<TrustBundle>> bundles, Instant now) {
        List<byte[]> encoded = new ArrayList<>();
        try {
            for (X509Certificate certificate : chain.subList(0, Math.min(chain.size(), CHAIN_LIMIT + 1)))
                encoded.add(certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            return new Refused(Refusal.MALFORMED, "a certificate cannot be encoded: " + e.getMessage());
        }
        return validateEncoded(encoded, bundles, now);
    }

    /** Like {@link #validate}, from certificates in DER as they come from the wire. */
    public static X509Verdict validateEncoded(
            List<byte[]> chain, Function<TrustDomain, Optional<TrustBundle>> bundles, Instant now) {
        if (chain.isEmpty()) return new Refused(Refusal.EMPTY, "no certificate was shown");
        if (chain.size() > CHAIN_LIMIT)
            return new Refused(Refusal.TOO_LARGE, "more than " + CHAIN_LIMIT + " certificates were shown");
        List<X509Certificate> read = new ArrayList<>();
        for (byte[] der : chain) {
            if (der.length > CERTIFICATE_LIMIT)
                return new Refused(
                        Refusal.TOO_LARGE,
                        "a certificate has " + der.length + " octets; at most " + CERTIFICATE_LIMIT + " are looked at");
            try {
                read.add(read(der));
            } catch (GeneralSecurityException | RuntimeException e) {
                return new Refused(Refusal.MALFORMED, "what was shown is no certificate: " + e.getMessage());
            }
        }
        return LeafRules.refusal(read.getFirst())
                .<X509Verdict>map(refused -> refused)
                .orElseGet(() -> PathRules.judge(LeafRules.name(read.getFirst()), read, bundles, now));
    }

    /** One certificate in DER and nothing behind it. */
    private static X509Certificate read(byte[] der) throws GeneralSecurityException {
        ByteArrayInputStream in = new ByteArrayInputStream(der);
        X509Certificate certificate =
                (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        if (in.available() > 0) throw new GeneralSecurityException("something follows the certificate");
        return certificate;
    }
}
