package io.x0tta6bl4.identity.api;

import io.x0tta6bl4.identity.api.X509Verdict.Refused;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What X509-SVID demands of a leaf, beyond RFC 5280. */
final class LeafRules {
    private static final int URI = 6;
    private static final String KEY_USAGE = "2.5.29.15";
    private static final String ALTERNATIVE_NAME = "2.5.29.17";
    private static final String SERVER = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT = "1.3.6.1.5.5.7.3.2";
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int KEY_CERT_SIGN = 5;
    private static final int CRL_SIGN = 6;

    private LeafRules() {}

    /** Why the certificate is no leaf of an SVID; absent when it is one. */
    static Optional<Refused> refusal(X509Certificate leaf) {
        try {
            return names(leaf).or(() -> constraints(leaf)).or(() -> usage(leaf)).or(() -> extendedUsage(leaf));
        } catch (IllegalStateException e) {
            return refused(Refusal.MALFORMED, String.valueOf(e.getMessage()));
        }
    }

    /** Of a certificate that {@link #refusal} found right. */
    static SpiffeId name(X509Certificate leaf) {
        return SpiffeId.parse(uris(leaf).getFirst());
    }

    private static Optional<Refused> names(X509Certificate leaf) {
        List<String> uris = uris(leaf);
        if (uris.isEmpty())
            return refused(Refusal.NO_URI_SAN, "the certificate has no URI among its alternative names");
        if (uris.size() > 1)
            return refused(Refusal.SEVERAL_URI_SANS, "the certificate has " + uris.size() + " URIs, an SVID has one");
        boolean subject = !leaf.getSubjectX500Principal().getName().isEmpty();
        if (!subject && !leaf.getCriticalExtensionOIDs().contains(ALTERNATIVE_NAME))
            return refused(
                    Refusal.INVALID_PATH,
                    "without a subject the alternative name must be critical (RFC 5280, 4.1.2.6)");
        try {
            SpiffeId id = SpiffeId.parse(uris.getFirst());
            if (id.path().isEmpty()) return refused(Refusal.NO_PATH, id + " names a trust domain, not somebody in it");
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return refused(Refusal.NOT_A_SPIFFE_ID, String.valueOf(e.getMessage()));
        }
    }

    /** The URIs among the alternative names, as they stand there. */
    static List<String> uris(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            if (names == null) return List.of();
            return names.stream()
                    .filter(name -> name.get(0) instanceof Integer kind && kind == URI)
                    .map(name -> String.valueOf(name.get(1)))
                    .toList();
        } catch (CertificateParsingException e) {
            throw new IllegalStateException("the alternative names cannot be read: " + e.getMessage(), e);
        }
    }

    private static Optional<Refused> constraints(X509Certificate leaf) {
        return leaf.getBasicConstraints() < 0
                ? Optional.empty()
                : refused(Refusal.CA_AS_LEAF, "the certificate is that of an authority (cA is true)");
    }

    private static Optional<Refused> usage(X509Certificate leaf) {
        boolean[] usage = leaf.getKeyUsage();
        if (usage == null) return refused(Refusal.WRONG_KEY_USAGE, "the certificate has no key usage");
        if (!leaf.getCriticalExtensionOIDs().contains(KEY_USAGE))
            return refused(Refusal.WRONG_KEY_USAGE, "the key usage is not critical");
        if (usage[KEY_CERT_SIGN] || usage[CRL_SIGN])
            return refused(Refusal.WRONG_KEY_USAGE, "a leaf must not have keyCertSign or cRLSign");
        if (!usage[DIGITAL_SIGNATURE]) return refused(Refusal.WRONG_KEY_USAGE, "a leaf must have digitalSignature");
        return Optional.empty();
    }

    private static Optional<Refused> extendedUsage(X509Certificate leaf) {
        try {
            List<String> usage = leaf.getExtendedKeyUsage();
            if (usage == null || usage.containsAll(List.of(SERVER, CLIENT))) return Optional.empty();
            return refused(
                    Refusal.WRONG_EXTENDED_KEY_USAGE, "the extended key usage has not both serverAuth and clientAuth");
        } catch (CertificateParsingException e) {
            throw new IllegalStateException("the extended key usage cannot be read: " + e.getMessage(), e);
        }
    }

    private static Optional<Refused> refused(Refusal reason, String detail) {
        return Optional.of(new Refused(reason, detail));
    }
}
