package io.x0tta6bl4.identity.provider.embedded;

import io.x0tta6bl4.identity.api.JwtVerdict;
import io.x0tta6bl4.identity.api.Refusal;
import io.x0tta6bl4.identity.api.TrustBundle;
import io.x0tta6bl4.identity.api.X509Svid;
import io.x0tta6bl4.identity.api.X509Validator;
import io.x0tta6bl4.identity.api.X509Verdict;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The self-test: what this node issues is accepted, and what it did not issue is refused, here and now. */
final class Proof {
    private static final String AUDIENCE = "self-test";
    private static final Duration PROBE = Duration.ofMinutes(1);

    private Proof() {}

    static String run(EmbeddedIdentity identity, Judge judge, Settings settings, AuthorityState state)
            throws GeneralSecurityException {
        X509Svid held = identity.svid()
                .orElseThrow(() -> new IllegalStateException(
                        "the node has no SVID: " + identity.trouble().orElse("none was issued yet")));
        Instant now = Instant.now();
        require(
                X509Validator.validate(held.chain(), identity::bundle, now) instanceof X509Verdict.Accepted,
                "its own SVID is not accepted by its own bundle");
        require(
                refusal(held, stranger(settings, now), now) == Refusal.UNKNOWN_ISSUER,
                "an SVID is accepted by the bundle of another authority");
        String token = JwtMaker.make(settings.node(), Set.of(AUDIENCE), state.active(), now, now.plus(PROBE))
                .svid()
                .token();
        require(judge.offTheRecord(token, AUDIENCE) instanceof JwtVerdict.Accepted, "its own token is not accepted");
        require(
                judge.offTheRecord(token, AUDIENCE + "-other")
                                instanceof JwtVerdict.Refused(Refusal reason, String detail)
                        && reason == Refusal.WRONG_AUDIENCE,
                "a token for somebody else is accepted");
        identity.trouble().ifPresent(trouble -> {
            throw new IllegalStateException(trouble);
        });
        return held.id() + ", " + identity.bundles().size() + " trust domains";
    }

    private static TrustBundle stranger(Settings settings, Instant now) throws GeneralSecurityException {
        AuthorityKey key =
                AuthorityKey.generate(settings.domain(), 1, Algorithm.ECDSA_P256, now, settings.rootLifetime());
        return new TrustBundle(
                settings.domain(), List.of(key.root()), Map.of(), OptionalLong.empty(), Optional.empty());
    }

    private static Refusal refusal(X509Svid svid, TrustBundle bundle, Instant now) {
        return X509Validator.validate(svid.chain(), domain -> Optional.of(bundle), now)
                        instanceof X509Verdict.Refused(Refusal reason, String detail)
                ? reason
                : Refusal.EMPTY;
    }

    private static void require(boolean held, String otherwise) {
        if (!held) throw new IllegalStateException(otherwise);
    }
}
