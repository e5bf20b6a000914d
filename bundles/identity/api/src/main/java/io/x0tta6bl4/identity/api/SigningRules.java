package io.x0tta6bl4.identity.api;

import io.x0tta6bl4.identity.api.X509Verdict.Refused;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * What X509-SVID demands of a signing certificate between a leaf and its authority, beyond RFC 5280. One that names nobody by a SPIFFE
 * ID is not an SVID, and then only what makes it a signing certificate is asked of it.
 */
final class SigningRules {
    private static final String SCHEME = "spiffe://";
    private static final String KEY_USAGE = "2.5.29.15";
    private static final int KEY_CERT_SIGN = 5;

    private SigningRules() {}

    /** Why it may not stand in a path; absent when it may. */
    static Optional<Refused> refusal(X509Certificate signing) {
        try {
            List<String> uris = LeafRules.uris(signing);
            boolean svid = uris.stream().anyMatch(uri -> uri.startsWith(SCHEME));
            return usage(signing, svid).or(() -> svid ? name(uris) : Optional.empty());
        } catch (IllegalStateException e) {
            return refused(Refusal.INVALID_PATH, String.valueOf(e.getMessage()));
        }
    }

    /** Sections 2 and 3.2: one URI, and its SPIFFE ID has no path. */
    private static Optional<Refused> name(List<String> uris) {
        if (uris.size() > 1)
            return refused(
                    Refusal.SEVERAL_URI_SANS,
                    "a certificate of an authority has " + uris.size() + " URIs, an SVID has one");
        return uris.getFirst().indexOf('/', SCHEME.length()) < 0
                ? Optional.empty()
                : refused(Refusal.INVALID_PATH, "a certificate of an authority names somebody with a path");
    }

    /** Sections 3.2 and 4.3: the JDK looks at keyCertSign only where there is a key usage at all. */
    private static Optional<Refused> usage(X509Certificate signing, boolean svid) {
        boolean[] usage = signing.getKeyUsage();
        if (usage == null || !usage[KEY_CERT_SIGN])
            return refused(Refusal.INVALID_PATH, "a certificate of an authority must have keyCertSign");
        if (svid && !signing.getCriticalExtensionOIDs().contains(KEY_USAGE))
            return refused(Refusal.INVALID_PATH, "the key usage of an authority's SVID is not critical");
        return Optional.empty();
    }

    private static Optional<Refused> refused(Refusal reason, String detail) {
        return Optional.of(new Refused(reason, detail));
    }
}
