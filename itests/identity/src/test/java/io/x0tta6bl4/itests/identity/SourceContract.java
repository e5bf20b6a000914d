package io.x0tta6bl4.itests.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.x0tta6bl4.identity.api.BundleSource;
import io.x0tta6bl4.identity.api.IdentityException;
import io.x0tta6bl4.identity.api.JwtSource;
import io.x0tta6bl4.identity.api.JwtSvid;
import io.x0tta6bl4.identity.api.JwtVerdict;
import io.x0tta6bl4.identity.api.Refusal;
import io.x0tta6bl4.identity.api.Subscription;
import io.x0tta6bl4.identity.api.SvidSource;
import io.x0tta6bl4.identity.api.TrustDomain;
import io.x0tta6bl4.identity.api.X509Svid;
import io.x0tta6bl4.identity.api.X509Validator;
import io.x0tta6bl4.identity.api.X509Verdict;
import io.x0tta6bl4.platform.api.SelfTest;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What every provider of the node's identity does, wherever it has it from. SVIDs live six seconds here. */
abstract class SourceContract {
    static final Duration LIFE = Duration.ofSeconds(6);
    static final Duration SOON = Duration.ofSeconds(30);

    abstract SvidSource svids();

    final BundleSource bundles() {
        return (BundleSource) svids();
    }

    final JwtSource tokens() {
        return (JwtSource) svids();
    }

    final X509Svid first() {
        return await().atMost(SOON)
                .until(() -> svids().svid(), found -> found.isPresent())
                .orElseThrow();
    }

    @Test
    void the_nodes_svid_holds_by_the_bundle_of_its_own_trust_domain() {
        X509Svid svid = first();
        assertThat(X509Validator.validate(svid.chain(), bundles()::bundle, Instant.now()))
                .isInstanceOfSatisfying(
                        X509Verdict.Accepted.class,
                        accepted -> assertThat(accepted.id()).isEqualTo(svid.id()));
        assertThat(bundles().trustDomain()).isEqualTo(svid.id().trustDomain());
        assertThat(bundles().bundles().getFirst().trustDomain())
                .isEqualTo(bundles().trustDomain());
        assertThat(bundles().bundle(new TrustDomain("nobody.example"))).isEmpty();
    }

    @Test
    void a_renewed_svid_is_there_before_the_one_before_expires_and_listeners_are_told() {
        X509Svid before = first();
        AtomicInteger told = new AtomicInteger();
        try (Subscription subscription = svids().onSvidChange(told::incrementAndGet)) {
            await().atMost(SOON).until(() -> !first().leaf().equals(before.leaf()));
            assertThat(Instant.now()).isBefore(before.expires());
            await().atMost(SOON).until(() -> told.get() > 0);
        }
        assertThat(first().id()).isEqualTo(before.id());
    }

    @Test
    void a_token_is_believed_by_its_audience_alone_and_once() {
        first();
        JwtSvid token = tokens().jwtSvid(Set.of("reports"));
        assertThat(token.id()).isEqualTo(first().id());
        assertThat(tokens().validate(token.token(), "reports"))
                .isInstanceOfSatisfying(
                        JwtVerdict.Accepted.class,
                        accepted -> assertThat(accepted.id()).isEqualTo(token.id()));
        refused(tokens().validate(token.token(), "billing"), Refusal.WRONG_AUDIENCE);
        refused(tokens().validate("", "reports"), Refusal.EMPTY);
        refused(tokens().validate("x".repeat(JwtSource.TOKEN_LIMIT + 1), "reports"), Refusal.TOO_LARGE);
        refused(tokens().validate("a.b.c", "reports"), Refusal.MALFORMED);
        assertThat(tokens().validateOnce(token.token(), "reports")).isInstanceOf(JwtVerdict.Accepted.class);
        refused(tokens().validateOnce(token.token(), "reports"), Refusal.REPLAYED);
        assertThatThrownBy(() -> tokens().jwtSvid(Set.of())).isInstanceOf(IdentityException.class);
    }

    static void refused(JwtVerdict verdict, Refusal reason) {
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        JwtVerdict.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    @Test
    void the_self_test_passes_when_the_identity_is_there() {
        first();
        await().atMost(SOON).until(() -> ((SelfTest) svids()).selfTest().passed());
    }

    @Test
    void there_are_so_many_listeners_and_no_more() {
        first();
        for (int i = 0; i < SvidSource.LISTENER_LIMIT; i++) svids().onSvidChange(() -> {});
        assertThatThrownBy(() -> svids().onSvidChange(() -> {})).isInstanceOf(IllegalStateException.class);
    }
}
