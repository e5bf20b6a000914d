package io.x0tta6bl4.identity.provider.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.x0tta6bl4.identity.api.Authority;
import io.x0tta6bl4.identity.api.BundleDocument;
import io.x0tta6bl4.identity.api.ForeignBundles;
import io.x0tta6bl4.identity.api.ForeignBundles.Outcome;
import io.x0tta6bl4.identity.api.IdentityException;
import io.x0tta6bl4.identity.api.SpiffeId;
import io.x0tta6bl4.identity.api.TrustBundle;
import io.x0tta6bl4.identity.api.TrustDomain;
import io.x0tta6bl4.identity.api.X509Svid;
import io.x0tta6bl4.identity.api.X509Validator;
import io.x0tta6bl4.identity.api.X509Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EmbeddedIdentityTest {
    private static final SpiffeId NODE = SpiffeId.parse("spiffe://example.org/node");
    private static final SpiffeId WEB = SpiffeId.parse("spiffe://example.org/web");

    @TempDir
    Path folder;

    private final MemoryKeys keys = new MemoryKeys();
    private volatile Instant now = Pki.NOW;
    private Optional<EmbeddedIdentity> running = Optional.empty();

    @AfterEach
    void end() {
        running.ifPresent(EmbeddedIdentity::close);
    }

    private static Settings settings(SpiffeId node, Algorithm algorithm) {
        return new Settings(
                node,
                algorithm,
                Duration.ofHours(1),
                Duration.ofMinutes(5),
                Duration.ofDays(90),
                Duration.ofMinutes(25));
    }

    private EmbeddedIdentity identity(SpiffeId node, Algorithm algorithm) {
        running.ifPresent(EmbeddedIdentity::close);
        EmbeddedIdentity identity = new EmbeddedIdentity(settings(node, algorithm), folder, () -> now);
        running = Optional.of(identity);
        identity.bindKeys(0, keys);
        identity.tick();
        return identity;
    }

    private EmbeddedIdentity identity() {
        return identity(NODE, Algorithm.ECDSA_P256);
    }

    private boolean accepted(EmbeddedIdentity by, X509Svid svid) {
        return X509Validator.validate(svid.chain(), by::bundle, now) instanceof X509Verdict.Accepted;
    }

    @ParameterizedTest
    @EnumSource
    void what_the_authority_issues_is_accepted_by_its_bundle(Algorithm algorithm) {
        EmbeddedIdentity identity = identity(NODE, algorithm);

        assertThat(identity.svid()).hasValueSatisfying(svid -> {
            assertThat(svid.id()).isEqualTo(NODE);
            assertThat(accepted(identity, svid)).isTrue();
        });
        assertThat(accepted(identity, identity.issue(WEB, Optional.empty()))).isTrue();
        assertThat(identity.trouble()).isEmpty();
    }

    @Test
    void who_asks_while_it_starts_is_answered_when_it_has_looked() throws Exception {
        EmbeddedIdentity starting = new EmbeddedIdentity(settings(NODE, Algorithm.ECDSA_P256), folder, () -> now);
        running = Optional.of(starting);
        starting.bindKeys(0, keys);
        FutureTask<Optional<X509Svid>> svid = new FutureTask<>(starting::svid);
        FutureTask<Optional<TrustBundle>> bundle = new FutureTask<>(() -> starting.bundle(Pki.DOMAIN));
        for (FutureTask<?> question : List.of(svid, bundle)) {
            Thread asking = Thread.startVirtualThread(question);
            await().until(() -> question.isDone() || asking.getState() == Thread.State.TIMED_WAITING);
        }

        starting.tick();

        assertThat(svid.get()).isPresent();
        assertThat(bundle.get()).isPresent();
    }

    @Test
    void what_must_not_be_issued_is_refused() {
        EmbeddedIdentity identity = identity();
        for (String name : new String[] {"spiffe://example.org", "spiffe://example.org.evil/web"})
            assertThatThrownBy(() -> identity.issue(SpiffeId.parse(name), Optional.empty()))
                    .isInstanceOfSatisfying(
                            IdentityException.class,
                            refused -> assertThat(refused.reason()).isEqualTo(IdentityException.Reason.REFUSED));
        assertThatThrownBy(() -> identity.issue(WEB, Optional.of(Duration.ofHours(25))))
                .hasMessageContaining("24 h");
        assertThatThrownBy(() -> identity.issue(WEB, Optional.of(Duration.ZERO)))
                .hasMessageContaining("above 0");
    }

    @Test
    void the_authority_is_the_same_after_a_restart() {
        X509Svid before = identity().issue(WEB, Optional.empty());
        EmbeddedIdentity again = identity();

        assertThat(accepted(again, before)).isTrue();
        assertThat(again.keys()).hasSize(1);
    }

    @Test
    void another_trust_domain_than_that_of_the_key_store_is_refused_in_words() {
        identity();
        EmbeddedIdentity other = identity(SpiffeId.parse("spiffe://other.org/node"), Algorithm.ECDSA_P256);

        assertThat(other.trouble())
                .hasValueSatisfying(trouble -> assertThat(trouble)
                        .contains("holds the authority of example.org", "configure trust.domain=example.org"));
        assertThat(other.svid()).isEmpty();
        assertThat(other.selfTest().passed()).isFalse();
    }

    @Test
    void without_a_key_store_it_says_so_and_goes_on_when_it_is_unlocked() {
        keys.locked = true;
        EmbeddedIdentity identity = identity();
        assertThat(identity.svid()).isEmpty();
        assertThat(identity.bundle(Pki.DOMAIN)).isEmpty();
        assertThat(identity.selfTest().detail()).contains("the key store refused: it is locked");

        keys.locked = false;
        long before = identity.changes();
        identity.tick();
        assertThat(identity.changes()).as("readiness asks anew").isGreaterThan(before);
        assertThat(identity.svid()).isPresent();
        assertThat(identity.trouble()).isEmpty();
    }

    @Test
    void the_svid_is_renewed_from_two_fifths_to_half_of_its_life_and_listeners_are_told() {
        EmbeddedIdentity identity = identity();
        X509Svid first = identity.svid().orElseThrow();
        AtomicInteger told = new AtomicInteger();
        var subscription = identity.onSvidChange(told::incrementAndGet);

        now = Pki.NOW.plusSeconds(23 * 60);
        identity.tick();
        assertThat(identity.svid()).contains(first);
        now = Pki.NOW.plusSeconds(31 * 60);
        identity.tick();
        assertThat(identity.svid()).hasValueSatisfying(svid -> assertThat(svid).isNotEqualTo(first));
        assertThat(told).hasValue(1);

        subscription.close();
        identity.renew();
        assertThat(told).hasValue(1);
    }

    @Test
    void an_expired_svid_is_absent_and_a_clock_that_steps_is_noticed_in_the_next_second() {
        EmbeddedIdentity identity = identity();
        now = Pki.NOW.plus(Duration.ofHours(2));
        assertThat(identity.svid()).isEmpty();
        identity.tick();
        assertThat(identity.svid())
                .hasValueSatisfying(svid -> assertThat(accepted(identity, svid)).isTrue());

        now = Pki.NOW.minus(Duration.ofMinutes(30));
        identity.tick();
        assertThat(identity.svid())
                .hasValueSatisfying(svid -> assertThat(accepted(identity, svid)).isTrue());
    }

    @Test
    void a_clock_before_the_authority_began_is_a_trouble_that_says_so() {
        EmbeddedIdentity identity = identity();
        now = Pki.NOW.minus(Duration.ofDays(2));
        identity.tick();
        assertThat(identity.trouble())
                .hasValueSatisfying(trouble -> assertThat(trouble).contains("the clock says"));
    }

    @Test
    void keys_overlap_so_that_no_svid_is_refused_through_a_rotation() {
        EmbeddedIdentity identity = identity();
        X509Svid old = identity.issue(WEB, Optional.empty());
        int next = identity.prepare();
        assertThat(identity.bundle(Pki.DOMAIN).orElseThrow().x509Authorities()).hasSize(2);
        assertThatThrownBy(() -> identity.activate(next, false)).hasMessageContaining("wait until");

        now = Pki.NOW.plus(Duration.ofMinutes(26));
        identity.activate(next, false);
        X509Svid fresh = identity.issue(WEB, Optional.empty());
        assertThat(accepted(identity, old)).isTrue();
        assertThat(accepted(identity, fresh)).isTrue();
        assertThat(fresh.leaf().getIssuerX500Principal())
                .isNotEqualTo(old.leaf().getIssuerX500Principal());
        assertThatThrownBy(() -> identity.retire(1, false)).hasMessageContaining("may be valid until");
        assertThatThrownBy(() -> identity.retire(next, true)).hasMessageContaining("the one that signs");
    }

    @Test
    void retiring_a_key_by_force_revokes_what_it_signed_and_the_node_renews_itself() {
        EmbeddedIdentity identity = identity();
        X509Svid stolen = identity.issue(WEB, Optional.empty());
        identity.activate(identity.prepare(), true);
        identity.retire(1, true);
        identity.tick();

        assertThat(accepted(identity, stolen)).isFalse();
        assertThat(identity.svid())
                .hasValueSatisfying(svid -> assertThat(accepted(identity, svid)).isTrue());
    }

    @Test
    void the_authority_rotates_by_itself_and_at_every_moment_its_svids_are_accepted() {
        EmbeddedIdentity identity = identity();
        for (int day = 0; day < 400; day++) {
            now = Pki.NOW.plus(Duration.ofDays(day));
            for (int step = 0; step < 3; step++) identity.tick();
            assertThat(identity.svid())
                    .as("day " + day)
                    .hasValueSatisfying(
                            svid -> assertThat(accepted(identity, svid)).isTrue());
            assertThat(identity.keys().size()).isLessThanOrEqualTo(3);
        }
        assertThat(identity.keys().getLast().number()).isGreaterThan(3);
        assertThat(identity.keys().stream().filter(key -> key.state() == Authority.State.ACTIVE))
                .hasSize(1);
    }

    @Test
    void a_bundle_that_one_node_publishes_is_believed_by_another_until_its_file_goes_away() throws Exception {
        X509Svid foreign;
        String document;
        try (Other other = new Other("other.org")) {
            foreign = other.identity.issue(SpiffeId.parse("spiffe://other.org/web"), Optional.empty());
            document = BundleDocument.write(
                    other.identity.bundle(new TrustDomain("other.org")).orElseThrow());
        }
        EmbeddedIdentity identity = identity();
        assertThat(accepted(identity, foreign)).isFalse();

        Path file = folder.resolve("other.org.json");
        Files.writeString(file, document);
        identity.tick();
        assertThat(identity.trouble()).isEmpty();
        assertThat(accepted(identity, foreign)).isTrue();

        Files.writeString(file, "{\"keys\":");
        identity.tick();
        assertThat(identity.trouble())
                .hasValueSatisfying(trouble -> assertThat(trouble)
                        .contains("other.org.json is not used", "the one read before stays in force"));
        assertThat(accepted(identity, foreign)).isTrue();

        Files.delete(file);
        identity.tick();
        assertThat(identity.trouble()).isEmpty();
        assertThat(accepted(identity, foreign)).isFalse();
    }

    @Test
    void a_bundle_that_was_fetched_is_in_force_at_once_and_after_a_restart_and_listeners_are_told() throws Exception {
        TrustDomain domain = new TrustDomain("other.org");
        try (Other other = new Other("other.org")) {
            X509Svid foreign = other.identity.issue(SpiffeId.parse("spiffe://other.org/web"), Optional.empty());
            byte[] old = document(other, domain);
            other.identity.prepare();
            byte[] latest = document(other, domain);
            EmbeddedIdentity identity = identity();
            AtomicInteger told = new AtomicInteger();
            identity.onBundleChange(told::incrementAndGet);

            assertThat(identity.take(domain, latest)).isInstanceOfSatisfying(Outcome.Taken.class, taken -> {
                assertThat(taken.changed()).isTrue();
                assertThat(taken.bundle())
                        .isEqualTo(other.identity.bundle(domain).orElseThrow());
            });
            assertThat(identity.take(domain, latest))
                    .isInstanceOfSatisfying(
                            Outcome.Taken.class,
                            taken -> assertThat(taken.changed()).isFalse());
            assertThat(told).hasValue(1);
            assertThat(accepted(identity, foreign)).isTrue();
            assertThat(Files.list(folder)).containsExactly(folder.resolve("other.org.json"));

            EmbeddedIdentity again = identity();
            assertThat(accepted(again, foreign)).isTrue();
            assertThat(again.take(domain, old))
                    .isInstanceOfSatisfying(
                            Outcome.Refused.class,
                            refused -> assertThat(refused.why()).contains("goes back from"));
            assertThat(folder.resolve("other.org.json")).hasBinaryContent(latest);
        }
    }

    @Test
    void what_was_fetched_and_is_not_what_it_should_be_is_refused_and_leaves_no_file() throws Exception {
        EmbeddedIdentity identity = identity();
        byte[] own = BundleDocument.write(identity.bundle(Pki.DOMAIN).orElseThrow())
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        assertThat(refusal(identity, Pki.DOMAIN, own)).contains("own trust domain");
        assertThat(refusal(identity, new TrustDomain("other.org"), own))
                .contains("it is not that of other.org: it has the authority spiffe://" + Pki.DOMAIN);
        assertThat(refusal(identity, new TrustDomain("other.org"), new byte[ForeignBundles.LIMIT + 1]))
                .contains("at most");
        assertThat(refusal(identity, new TrustDomain("a".repeat(255)), "{\"keys\":[]}".getBytes()))
                .as("a name too long for a file")
                .isNotEmpty();
        assertThat(Files.list(folder)).isEmpty();
    }

    private static String refusal(EmbeddedIdentity by, TrustDomain domain, byte[] document) {
        return by.take(domain, document) instanceof Outcome.Refused refused ? refused.why() : "";
    }

    private static byte[] document(Other from, TrustDomain domain) {
        return BundleDocument.write(from.identity.bundle(domain).orElseThrow())
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    /** A node of another trust domain. */
    private final class Other implements AutoCloseable {
        private final EmbeddedIdentity identity;

        Other(String domain) {
            identity = new EmbeddedIdentity(
                    settings(SpiffeId.parse("spiffe://" + domain + "/node"), Algorithm.ML_DSA_65), folder, () -> now);
            identity.bindKeys(0, new MemoryKeys());
            identity.tick();
        }

        @Override
        public void close() {
            identity.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_bundle_is_read_as_it_was_written(Algorithm algorithm) {
        TrustBundle bundle = identity(NODE, algorithm).bundle(Pki.DOMAIN).orElseThrow();
        TrustBundle read = BundleReader.read(
                Pki.DOMAIN, BundleDocument.write(bundle).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(read).isEqualTo(bundle);
    }
}
