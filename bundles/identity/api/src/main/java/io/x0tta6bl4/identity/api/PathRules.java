package io.x0tta6bl4.identity.api;

import io.x0tta6bl4.identity.api.X509Verdict.Accepted;
import io.x0tta6bl4.identity.api.X509Verdict.Refused;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertPathValidatorException.Reason;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXCertPathValidatorResult;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXReason;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** RFC 5280 by the JDK, with the authorities of one bundle as the only anchors. */
final class PathRules {
    private PathRules() {}

    static X509Verdict judge(
            SpiffeId id,
            List<X509Certificate> chain,
            Function<TrustDomain, Optional<TrustBundle>> bundles,
            Instant now) {
        Optional<TrustBundle> bundle = bundles.apply(id.trustDomain());
        if (bundle.isEmpty())
            return new Refused(Refusal.UNKNOWN_TRUST_DOMAIN, "there is no bundle for " + id.trustDomain());
        Set<TrustAnchor> anchors = bundle.get().x509Authorities().stream()
                .map(authority -> new TrustAnchor(authority, null))
                .collect(Collectors.toSet());
        if (anchors.isEmpty())
            return new Refused(Refusal.UNKNOWN_ISSUER, "the bundle of " + id.trustDomain() + " has no authority");
        for (X509Certificate above : chain.subList(1, chain.size())) {
            Optional<Refused> refusal = SigningRules.refusal(above);
            if (refusal.isPresent()) return refusal.get();
        }
        try {
            return judged(id, chain, anchors, now);
        } catch (CertPathValidatorException e) {
            return new Refused(reason(e.getReason()), e.getMessage() + " (" + e.getReason() + ")");
        } catch (GeneralSecurityException | RuntimeException e) {
            return new Refused(Refusal.INVALID_PATH, "the path cannot be judged: " + e.getMessage());
        }
    }

    private static X509Verdict judged(SpiffeId id, List<X509Certificate> chain, Set<TrustAnchor> anchors, Instant now)
            throws GeneralSecurityException {
        PKIXParameters parameters = new PKIXParameters(anchors);
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(now));
        PKIXCertPathValidatorResult result = (PKIXCertPathValidatorResult) CertPathValidator.getInstance("PKIX")
                .validate(CertificateFactory.getInstance("X.509").generateCertPath(chain), parameters);
        // The JDK does not look at the time of an anchor.
        X509Certificate anchor = result.getTrustAnchor().getTrustedCert();
        Instant begins = anchor.getNotBefore().toInstant();
        Instant ends = anchor.getNotAfter().toInstant();
        if (now.isBefore(begins)) return new Refused(Refusal.NOT_YET_VALID, "the authority is valid from " + begins);
        if (now.isAfter(ends)) return new Refused(Refusal.EXPIRED, "the authority was valid until " + ends);
        Instant expires = Stream.concat(chain.stream(), Stream.of(anchor))
                .map(certificate -> certificate.getNotAfter().toInstant())
                .min(Instant::compareTo)
                .orElse(ends);
        return new Accepted(id, chain.getFirst(), expires);
    }

    private static Refusal reason(Reason reason) {
        if (reason == BasicReason.EXPIRED) return Refusal.EXPIRED;
        if (reason == BasicReason.NOT_YET_VALID) return Refusal.NOT_YET_VALID;
        if (reason == BasicReason.INVALID_SIGNATURE) return Refusal.FORGED_SIGNATURE;
        if (reason == PKIXReason.NO_TRUST_ANCHOR) return Refusal.UNKNOWN_ISSUER;
        return Refusal.INVALID_PATH;
    }
}
