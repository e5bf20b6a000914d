package io.x0tta6bl4.identity.provider.embedded;

import io.x0tta6bl4.identity.api.JwtVerdict;
import io.x0tta6bl4.identity.api.RefusedTokens;
import io.x0tta6bl4.identity.api.ShownTokens;
import io.x0tta6bl4.identity.api.TrustBundle;
import io.x0tta6bl4.identity.api.TrustDomain;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/** Judges tokens, and puts those that it refuses on record. */
final class Judge {
    private final Function<TrustDomain, Optional<TrustBundle>> bundles;
    private final InstantSource clock;
    private final RefusedTokens record;
    private final ShownTokens shown;

    Judge(Function<TrustDomain, Optional<TrustBundle>> bundles, InstantSource clock, RefusedTokens record) {
        this.bundles = bundles;
        this.clock = clock;
        this.record = record;
        this.shown = new ShownTokens(clock.instant(), ShownTokens.LIMIT);
    }

    /** For a self-test, which refuses on purpose. */
    JwtVerdict offTheRecord(String token, String audience) {
        return JwtValidator.validate(token, audience, bundles, clock.instant());
    }

    JwtVerdict validate(String token, String audience) {
        return record.heard(offTheRecord(token, audience), audience);
    }

    JwtVerdict validateOnce(String token, String audience) {
        JwtVerdict verdict = offTheRecord(token, audience);
        return record.heard(
                verdict instanceof JwtVerdict.Accepted accepted
                        ? shown.first(token, accepted, JwtValidator.issued(accepted), clock.instant())
                        : verdict,
                audience);
    }
}
