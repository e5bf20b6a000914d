package io.x0tta6bl4.identity.provider.spire;

import io.x0tta6bl4.identity.api.JwtVerdict;
import io.x0tta6bl4.identity.api.X509Svid;
import io.x0tta6bl4.identity.api.X509Validator;
import io.x0tta6bl4.identity.api.X509Verdict;
import java.time.Instant;
import java.util.Set;

/** The self-test: what the agent gave is proven by its bundle, and it judges tokens, here and now. */
final class Proof {
    private static final String PROBE = "self-test";

    private Proof() {}

    static String run(SpireIdentity identity, Tokens tokens, Instant now) {
        X509Svid held = identity.svid()
                .orElseThrow(() -> new IllegalStateException(
                        "the node has no SVID: " + identity.trouble().orElse("none was sent yet")));
        require(
                X509Validator.validate(held.chain(), identity::bundle, now) instanceof X509Verdict.Accepted,
                "its own SVID is not accepted by the bundle that the agent sent");
        String token = tokens.jwtSvid(Set.of(PROBE)).token();
        require(
                tokens.offTheRecord(token, PROBE) instanceof JwtVerdict.Accepted,
                "the agent does not accept the token that it gave");
        require(
                tokens.offTheRecord(token, PROBE + "-other") instanceof JwtVerdict.Refused,
                "the agent accepts a token for somebody else");
        identity.trouble().ifPresent(trouble -> {
            throw new IllegalStateException(trouble);
        });
        return held.id() + ", " + identity.bundles().size() + " trust domains";
    }

    private static void require(boolean held, String otherwise) {
        if (!held) throw new IllegalStateException(otherwise);
    }
}
