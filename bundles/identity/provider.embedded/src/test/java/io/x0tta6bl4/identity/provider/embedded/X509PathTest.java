package io.x0tta6bl4.identity.provider.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.identity.api.Refusal;
import io.x0tta6bl4.identity.api.TrustBundle;
import io.x0tta6bl4.identity.api.TrustDomain;
import io.x0tta6bl4.identity.api.X509Validator;
import io.x0tta6bl4.identity.api.X509Verdict;
import io.x0tta6bl4.identity.provider.embedded.Pki.Ca;
import io.x0tta6bl4.identity.provider.embedded.Pki.Draft;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The MUSTs of X509-SVID about what stands above a leaf, and those of SPIFFE-ID about the name in one. */
class X509PathTest {
    private static Ca root;

    @BeforeAll
    static void authority() throws Exception {
        root = Ca.root(Draft.authority("CN=root"));
    }

    private static X509Verdict judged(X509Certificate... chain) {
        return X509Validator.validate(List.of(chain), X509PathTest::bundle, Pki.NOW);
    }

    private static Optional<TrustBundle> bundle(TrustDomain domain) {
        return Optional.of(
                new TrustBundle(domain, List.of(root.certificate()), Map.of(), OptionalLong.empty(), Optional.empty()));
    }

    /** A leaf below a signing certificate with a fault, or with what is none. */
    private static X509Verdict below(Consumer<Draft> what) throws Exception {
        Draft draft = Draft.authority("CN=between");
        what.accept(draft);
        Ca between = root.under(draft);
        return judged(between.leaf(new Draft()), between.certificate());
    }

    private static X509Verdict leaf(Consumer<Draft> what) throws Exception {
        Draft draft = new Draft();
        what.accept(draft);
        return judged(root.leaf(draft));
    }

    private static void refused(X509Verdict verdict, Refusal reason) {
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        X509Verdict.Refused.class,
                        refused -> assertThat(refused.reason())
                                .as(refused.detail())
                                .isEqualTo(reason));
    }

    private static void accepted(X509Verdict verdict) {
        assertThat(verdict).isInstanceOf(X509Verdict.Accepted.class);
    }

    private static void within(Draft draft, String domain) {
        GeneralSubtree[] permitted = {new GeneralSubtree(new GeneralName(GeneralName.uniformResourceIdentifier, domain))
        };
        draft.critical.put(Extension.nameConstraints, new NameConstraints(permitted, null));
    }

    @Test
    void section_2_a_signing_certificate_with_two_uris_is_refused() throws Exception {
        refused(below(draft -> draft.uris.add("spiffe://other.org")), Refusal.SEVERAL_URI_SANS);
        refused(below(draft -> draft.uris.add("https://example.org/")), Refusal.SEVERAL_URI_SANS);
    }

    @Test
    void section_3_2_a_signing_certificate_need_not_be_an_svid() throws Exception {
        accepted(below(draft -> draft.uris.clear()));
        accepted(below(draft -> {
            draft.uris = List.of("https://example.org/a", "https://example.org/b");
            draft.usageCritical = false;
        }));
    }

    @Test
    void section_4_2_names_outside_the_constraints_of_a_signing_certificate_are_refused() throws Exception {
        accepted(below(draft -> within(draft, "example.org")));
        refused(below(draft -> within(draft, "other.org")), Refusal.INVALID_PATH);
    }

    @Test
    void section_4_2_nor_does_a_name_that_is_none_of_dns_get_round_them() throws Exception {
        Draft constrained = Draft.authority("CN=between");
        within(constrained, "other.org");
        Ca between = root.under(constrained);
        Draft leaf = new Draft();
        leaf.uris.set(0, "spiffe://a_b/web");
        refused(judged(between.leaf(leaf), between.certificate()), Refusal.INVALID_PATH);
    }

    @Test
    void section_4_3_a_signing_certificate_says_so_in_a_critical_key_usage() throws Exception {
        refused(below(draft -> draft.usage = 0), Refusal.INVALID_PATH);
        refused(below(draft -> draft.usageCritical = false), Refusal.INVALID_PATH);
        refused(
                below(draft -> {
                    draft.uris.clear();
                    draft.usage = 0;
                }),
                Refusal.INVALID_PATH);
    }

    @Test
    void section_4_4_an_extended_key_usage_may_be_critical() throws Exception {
        accepted(leaf(draft -> draft.purposesCritical = true));
    }

    @Test
    void section_5_1_a_critical_extension_that_nobody_knows_is_refused() throws Exception {
        ASN1ObjectIdentifier unknown = new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1");
        refused(leaf(draft -> draft.critical.put(unknown, DERNull.INSTANCE)), Refusal.INVALID_PATH);
        refused(below(draft -> draft.critical.put(unknown, DERNull.INSTANCE)), Refusal.INVALID_PATH);
    }

    @Test
    void section_5_1_every_certificate_of_the_path_is_valid_now() throws Exception {
        refused(below(draft -> draft.to = Pki.NOW.minusSeconds(1)), Refusal.EXPIRED);
        refused(below(draft -> draft.from = Pki.NOW.plusSeconds(1)), Refusal.NOT_YET_VALID);
    }

    @Test
    void section_5_1_the_certificates_of_a_path_sign_one_another() throws Exception {
        Ca between = root.under(Draft.authority("CN=between"));
        Ca namesake = root.under(Draft.authority("CN=between"));
        refused(judged(between.leaf(new Draft()), namesake.certificate()), Refusal.FORGED_SIGNATURE);
        refused(judged(between.leaf(new Draft())), Refusal.UNKNOWN_ISSUER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a_b", "1.2.3.4", "x", "-", "a..b", "256.256.256.256"})
    void spiffe_id_2_1_a_trust_domain_need_not_be_a_name_of_dns(String domain) throws Exception {
        String name = "spiffe://" + domain + "/web";
        assertThat(leaf(draft -> draft.uris.set(0, name)))
                .isInstanceOfSatisfying(
                        X509Verdict.Accepted.class,
                        accepted -> assertThat(accepted.id()).hasToString(name));
    }

    @Test
    void spiffe_id_2_3_a_certificate_with_a_name_of_2048_octets_is_accepted() throws Exception {
        String head = "spiffe://example.org/";
        accepted(leaf(draft -> draft.uris.set(0, head + "a".repeat(2048 - head.length()))));
        refused(leaf(draft -> draft.uris.set(0, head + "a".repeat(2049 - head.length()))), Refusal.NOT_A_SPIFFE_ID);
    }
}
