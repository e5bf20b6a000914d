package io.x0tta6bl4.identity.provider.embedded;

import io.x0tta6bl4.identity.api.SpiffeId;
import io.x0tta6bl4.identity.api.TrustDomain;
import java.time.Duration;

/**
 * What the authority is configured with.
 *
 * @param node the node's own name
 * @param algorithm of new keys of the authority
 * @param svidLifetime of an X509-SVID, unless another one is asked for
 * @param jwtLifetime of a JWT-SVID, unless another one is asked for
 * @param rootLifetime of a new key of the authority
 * @param overlap how long a new key is published before it signs
 */
record Settings(
        SpiffeId node,
        Algorithm algorithm,
        Duration svidLifetime,
        Duration jwtLifetime,
        Duration rootLifetime,
        Duration overlap) {
    /** No document is valid longer. */
    static final Duration LONGEST = Duration.ofHours(24);

    Settings {
        if (node.path().isEmpty()) throw new IllegalArgumentException("a node has a path; configure node.path");
        within("svid.seconds", svidLifetime, Duration.ofSeconds(2), LONGEST);
        within("jwt.seconds", jwtLifetime, Duration.ofSeconds(2), LONGEST);
        within("root.seconds", rootLifetime, Duration.ofSeconds(10), Duration.ofDays(3650));
        within("overlap.seconds", overlap, Duration.ofSeconds(1), Duration.ofDays(365));
        if (rootLifetime.compareTo(svidLifetime) <= 0)
            throw new IllegalArgumentException("root.seconds must be more than svid.seconds");
    }

    static Settings of(EmbeddedConfig config) {
        return new Settings(
                new SpiffeId(new TrustDomain(config.trust_domain()), config.node_path()),
                Algorithm.of(config.algorithm()),
                Duration.ofSeconds(config.svid_seconds()),
                Duration.ofSeconds(config.jwt_seconds()),
                Duration.ofSeconds(config.root_seconds()),
                Duration.ofSeconds(config.overlap_seconds()));
    }

    private static void within(String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0)
            throw new IllegalArgumentException(name + " is " + value.toSeconds() + "; it must be " + least.toSeconds()
                    + " to " + most.toSeconds());
    }

    TrustDomain domain() {
        return node.trustDomain();
    }
}
