package io.x0tta6bl4.identity.api;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The keys that vouch for one trust domain, and for no other (SPIFFE Trust Domain and Bundle). An empty one is meaningful: nobody
 * of this trust domain is believed.
 *
 * @param trustDomain for whom they vouch
 * @param x509Authorities certificates of authorities for X509-SVIDs
 * @param jwtAuthorities keys for JWT-SVIDs, by key id
 * @param sequence {@code spiffe_sequence}: rises with every change; absent when the publisher says none
 * @param refreshHint {@code spiffe_refresh_hint}: how often to look for changes; absent when the publisher says none
 */
public record TrustBundle(
        TrustDomain trustDomain,
        List<X509Certificate> x509Authorities,
        Map<String, PublicKey> jwtAuthorities,
        OptionalLong sequence,
        Optional<Duration> refreshHint) {
    public TrustBundle {
        Objects.requireNonNull(trustDomain, "trustDomain");
        Objects.requireNonNull(sequence, "sequence");
        Objects.requireNonNull(refreshHint, "refreshHint");
        x509Authorities = List.copyOf(x509Authorities);
        jwtAuthorities = Map.copyOf(jwtAuthorities);
    }
}
