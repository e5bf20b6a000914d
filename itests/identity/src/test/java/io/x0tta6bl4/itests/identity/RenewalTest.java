package io.x0tta6bl4.itests.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.execute.api.Effect;
import io.x0tta6bl4.execute.api.Effector;
import io.x0tta6bl4.execute.api.EffectorContract;
import io.x0tta6bl4.execute.api.Order;
import io.x0tta6bl4.execute.provider.identity.IdentityEffector;
import io.x0tta6bl4.execute.provider.identity.Renewing;
import io.x0tta6bl4.identity.api.SpiffeId;
import io.x0tta6bl4.identity.api.X509Svid;
import io.x0tta6bl4.identity.provider.embedded.Embedded;
import io.x0tta6bl4.identity.provider.embedded.EmbeddedIdentity;
import io.x0tta6bl4.keystore.api.KeyStoreException;
import io.x0tta6bl4.knowledge.api.action.Command;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.element.Subject.Identity.Part;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import io.x0tta6bl4.monitor.provider.identity.IdentitySensor;
import io.x0tta6bl4.monitor.provider.identity.Watching;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The sensor and the effector for identities with the real authority, whose own timer does not run: nobody else renews. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RenewalTest implements EffectorContract {
    private static final SpiffeId NODE = SpiffeId.parse("spiffe://example.org/node");
    private static final Instant BEGIN = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @TempDir
    private Path folder;

    private final Parts.Keys keys = new Parts.Keys();
    private final Parts.Notes journal = new Parts.Notes();
    private volatile Instant now = BEGIN;
    private EmbeddedIdentity identity;
    private IdentitySensor sensor;
    private IdentityEffector effector;
    private X509Svid first;

    @BeforeEach
    void begin() {
        identity = Embedded.of(NODE, folder.resolve("bundles"), keys, Duration.ofHours(1), () -> now);
        Embedded.journal(identity, journal);
        sensor = Watching.of(identity, keys, () -> now);
        effector = Renewing.of(identity);
        first = identity.svid().orElseThrow();
    }

    @AfterEach
    void end() {
        Watching.close(sensor);
        Renewing.close(effector);
        Embedded.close(identity);
    }

    private static Element part(Part part) {
        return Element.discovered(new ElementId("identity/" + part), new Subject.Identity(part), "identity", Set.of());
    }

    private Element file(String svid) {
        return Element.discovered(
                new ElementId("shop"),
                new Subject.Certificate(folder.resolve("shop/svid.pem"), svid),
                "certificate",
                Set.of());
    }

    @Override
    public Effector effector() {
        return effector;
    }

    @Override
    public Command command() {
        return new Command.RenewIdentity();
    }

    @Override
    public Element target() {
        return part(Part.SVID);
    }

    @Override
    public long effects() {
        return identity.issued().size() - 1;
    }

    private Reading.State seen(Element element, String signal) {
        return (Reading.State) sensor.look(element).stream()
                .filter(o -> o.signal().equals(signal))
                .map(Observation::reading)
                .findFirst()
                .orElseThrow();
    }

    private String svid() {
        return seen(part(Part.SVID), Signals.IDENTITY_STATE).value();
    }

    private Effect renew(Element element) {
        Order order = order("renew");
        return effector.apply(new Order(order.action(), element, order.policy(), order.grant(), true));
    }

    @Test
    void an_svid_that_nobody_renews_is_seen_before_it_expires_and_renewed_with_its_whole_life_before_it() {
        assertThat(svid()).isEqualTo("valid");
        now = BEGIN.plus(Duration.ofMinutes(45));
        assertThat(svid()).isEqualTo("expiring");

        assertThat(renew(part(Part.SVID))).isInstanceOf(Effect.Done.class);

        assertThat(svid()).isEqualTo("valid");
        X509Svid next = identity.svid().orElseThrow();
        assertThat(next.leaf()).isNotEqualTo(first.leaf());
        assertThat(next.expires()).isEqualTo(now.plus(Duration.ofHours(1)));
    }

    @Test
    void an_svid_that_expired_and_one_that_the_clock_is_behind_are_told_apart() {
        now = BEGIN.minusSeconds(60);
        assertThat(svid()).isEqualTo("not-yet-valid");
        now = BEGIN.plus(Duration.ofMinutes(61));
        assertThat(svid()).isEqualTo("missing");
    }

    @Test
    void an_authority_that_cannot_rotate_is_seen_before_its_key_expires_and_keeps_no_svid_from_being_renewed() {
        keys.broken = true;
        now = BEGIN.plus(Duration.ofDays(84));
        Embedded.tick(identity);
        assertThat(seen(part(Part.AUTHORITY), Signals.AUTHORITY_STATE)).satisfies(state -> {
            assertThat(state.value()).isEqualTo("expiring");
            assertThat(state.detail()).contains("could not");
        });
        assertThat(svid()).isEqualTo("valid");
    }

    @Test
    void a_key_store_that_cannot_be_read_says_why() {
        assertThat(seen(part(Part.KEY_STORE), Signals.KEYSTORE_STATE).value()).isEqualTo("readable");
        keys.broken = true;
        assertThat(seen(part(Part.KEY_STORE), Signals.KEYSTORE_STATE)).satisfies(state -> {
            assertThat(state.value()).isEqualTo("unreadable");
            assertThat(state.detail()).contains(KeyStoreException.Reason.DAMAGED.name());
        });
    }

    @Test
    void a_trust_bundle_that_cannot_be_read_is_seen_and_a_pipe_in_its_place_holds_nobody_up() throws Exception {
        assertThat(seen(part(Part.BUNDLES), Signals.BUNDLES_STATE).value()).isEqualTo("current");
        Path bundles = Files.createDirectories(folder.resolve("bundles"));
        assertThat(new ProcessBuilder(
                                "mkfifo", bundles.resolve("other.example.json").toString())
                        .start()
                        .waitFor())
                .isZero();
        Embedded.tick(identity);
        assertThat(seen(part(Part.BUNDLES), Signals.BUNDLES_STATE).detail()).contains("no regular file");
    }

    @Test
    void a_certificate_in_a_file_is_missing_then_issued_then_expiring_then_renewed_with_a_new_key() throws Exception {
        Element shop = file("/shop");
        assertThat(seen(shop, Signals.IDENTITY_STATE).value()).isEqualTo("missing");
        assertThat(renew(shop)).isInstanceOf(Effect.Done.class);
        assertThat(seen(shop, Signals.IDENTITY_STATE).value()).isEqualTo("valid");
        String key = Files.readString(folder.resolve("shop/key.pem"));
        Files.setPosixFilePermissions(folder.resolve("shop/svid.pem"), PosixFilePermissions.fromString("rw-r-----"));

        now = BEGIN.plus(Duration.ofMinutes(50));
        assertThat(seen(shop, Signals.IDENTITY_STATE).value()).isEqualTo("expiring");
        Order again = order("renew-2");
        effector.apply(new Order(again.action(), shop, again.policy(), again.grant(), true));

        assertThat(seen(shop, Signals.IDENTITY_STATE).value()).isEqualTo("valid");
        assertThat(Files.readString(folder.resolve("shop/key.pem"))).isNotEqualTo(key);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("shop/key.pem"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("shop/svid.pem"))))
                .isEqualTo("rw-r-----");
    }

    @Test
    void a_certificate_of_somebody_else_is_only_looked_at() {
        assertThat(effector.possible(file(""), new Command.RenewIdentity())).isFalse();
        assertThat(renew(file(""))).isInstanceOf(Effect.Refused.class);
        assertThat(effector.possible(part(Part.KEY_STORE), new Command.RenewIdentity()))
                .isFalse();
    }

    @Test
    void an_authority_that_is_away_fails_the_renewal_with_its_reason_and_leaves_the_file_as_it_is() throws Exception {
        Element shop = file("/shop");
        renew(shop);
        byte[] before = Files.readAllBytes(folder.resolve("shop/svid.pem"));
        now = BEGIN.plus(Duration.ofDays(91));
        Order again = order("renew-3");
        Effect effect = effector.apply(new Order(again.action(), shop, again.policy(), again.grant(), true));
        assertThat(effect).isInstanceOf(Effect.Failed.class);
        assertThat(effect.detail()).contains("the authority's key 1");
        assertThat(Files.readAllBytes(folder.resolve("shop/svid.pem"))).isEqualTo(before);
    }

    @Test
    void a_refused_token_is_in_the_journal_with_its_reason_and_never_with_itself() {
        String token = identity.jwtSvid(Set.of("reports")).token();
        identity.validate(token, "billing");
        identity.validateOnce(token, "reports");
        identity.validateOnce(token, "reports");
        identity.validate("no.token", "a\nb");
        assertThat(journal.texts).hasSize(3).noneMatch(text -> text.contains(token) || text.contains("\n"));
        assertThat(journal.texts.get(0)).contains("billing", "WRONG_AUDIENCE");
        assertThat(journal.texts.get(1)).contains("REPLAYED");
        assertThat(journal.texts.get(2)).contains("MALFORMED");
        assertThat(identity.selfTest().passed()).isTrue();
        assertThat(journal.texts).hasSize(3);
    }
}
