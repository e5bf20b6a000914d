package io.x0tta6bl4.identity.provider.embedded;

import io.x0tta6bl4.identity.api.TrustBundle;
import io.x0tta6bl4.identity.api.X509Svid;
import io.x0tta6bl4.identity.api.X509Validator;
import io.x0tta6bl4.identity.api.X509Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When an SVID is to be renewed. Pure. */
final class OwnSvid {
    private OwnSvid() {}

    /**
     * At half life, shifted earlier by a share of a tenth, so that what was issued together is not renewed together; at once when it
     * is not accepted: the clock was set back, or its authority is out of the bundle.
     *
     * @param share 0 to 1, drawn once for each SVID
     */
    static boolean due(X509Svid svid, TrustBundle bundle, Instant now, double share) {
        Duration life = Duration.between(svid.notBefore(), svid.expires());
        Instant half = svid.expires().minus(life.dividedBy(2)).minusMillis((long) (life.toMillis() / 10.0 * share));
        return !now.isBefore(half) || !accepted(svid, bundle, now);
    }

    static boolean accepted(X509Svid svid, TrustBundle bundle, Instant now) {
        return X509Validator.validate(svid.chain(), domain -> Optional.of(bundle), now) instanceof X509Verdict.Accepted;
    }
}
