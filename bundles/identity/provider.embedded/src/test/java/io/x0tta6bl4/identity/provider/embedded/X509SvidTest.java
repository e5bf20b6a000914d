package io.x0tta6bl4.identity.provider.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.identity.api.Refusal;
import io.x0tta6bl4.identity.api.SpiffeId;
import io.x0tta6bl4.identity.api.TrustBundle;
import io.x0tta6bl4.identity.api.TrustDomain;
import io.x0tta6bl4.identity.api.X509Validator;
import io.x0tta6bl4.identity.api.X509Verdict;
import io.x0tta6bl4.identity.provider.embedded.Pki.Ca;
import io.x0tta6bl4.identity.provider.embedded.Pki.Draft;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every MUST of X509-SVID, and the refusals, against certificates that have exactly one fault. */
class X509SvidTest {
    private static Ca root;
    private static TrustBundle bundle;

    @BeforeAll
    static void authority() throws Exception {
        root = Ca.root(Draft.authority("CN=root"));
        bundle = Pki.bundle(root.certificate());
    }

    private static X509Verdict judged(X509Certificate... chain) {
        return X509Validator.validate(
                List.of(chain), domain -> domain.equals(Pki.DOMAIN) ? Optional.of(bundle) : Optional.empty(), Pki.NOW);
    }

    private static X509Verdict judged(Consumer<Draft> fault) throws Exception {
        Draft draft = new Draft();
        fault.accept(draft);
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

    private static void accepted(X509Verdict verdict, String id) {
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        X509Verdict.Accepted.class,
                        accepted -> assertThat(accepted.id()).hasToString(id));
    }

    @Test
    void a_leaf_of_an_authority_in_the_bundle_is_accepted() throws Exception {
        accepted(judged(draft -> {}), "spiffe://example.org/web");
    }

    @Test
    void section_2_other_names_beside_the_one_uri_are_no_fault() throws Exception {
        accepted(judged(draft -> draft.dns.add("web.example.org")), "spiffe://example.org/web");
    }

    @Test
    void section_2_two_uris_are_refused() throws Exception {
        refused(judged(draft -> draft.uris.add("spiffe://example.org/other")), Refusal.SEVERAL_URI_SANS);
        refused(judged(draft -> draft.uris.add("https://example.org/")), Refusal.SEVERAL_URI_SANS);
    }

    @Test
    void section_2_no_uri_is_refused() throws Exception {
        refused(
                judged(draft -> {
                    draft.uris.clear();
                    draft.subject = "CN=spiffe://example.org/web";
                }),
                Refusal.NO_URI_SAN);
        refused(
                judged(draft -> {
                    draft.uris.clear();
                    draft.dns.add("web.example.org");
                }),
                Refusal.NO_URI_SAN);
    }

    @Test
    void section_3_1_a_leaf_without_a_path_is_refused() throws Exception {
        refused(judged(draft -> draft.uris.set(0, "spiffe://example.org")), Refusal.NO_PATH);
    }

    @Test
    void section_3_1_without_a_subject_the_name_must_be_critical() throws Exception {
        Draft unmarked = new Draft();
        unmarked.sanCritical = false;
        refused(
                X509Validator.validateEncoded(
                        List.of(root.leafOctets(unmarked)), domain -> Optional.of(bundle), Pki.NOW),
                Refusal.MALFORMED);
        accepted(
                judged(draft -> {
                    draft.sanCritical = false;
                    draft.subject = "CN=web";
                }),
                "spiffe://example.org/web");
    }

    @Test
    void section_3_2_a_signing_certificate_must_not_authenticate() throws Exception {
        refused(judged(root.certificate()), Refusal.NO_PATH);
        Draft named = Draft.authority("CN=named");
        named.uris.set(0, "spiffe://example.org/web");
        refused(judged(root.under(named).certificate()), Refusal.CA_AS_LEAF);
    }

    @Test
    void section_3_2_the_name_of_a_signing_certificate_has_no_path() throws Exception {
        Draft named = Draft.authority("CN=between");
        named.uris.set(0, "spiffe://example.org/between");
        Ca between = root.under(named);
        refused(judged(between.leaf(new Draft()), between.certificate()), Refusal.INVALID_PATH);
    }

    @Test
    void section_3_2_authorities_may_be_chained() throws Exception {
        Ca between = root.under(Draft.authority("CN=between"));
        accepted(judged(between.leaf(new Draft()), between.certificate()), "spiffe://example.org/web");
    }

    @Test
    void section_4_1_a_leaf_says_that_it_is_no_authority() throws Exception {
        refused(judged(draft -> draft.constraints = Optional.of(new BasicConstraints(true))), Refusal.CA_AS_LEAF);
    }

    @Test
    void section_4_1_who_signs_says_that_it_is_an_authority() throws Exception {
        Draft none = Draft.authority("CN=between");
        none.constraints = Optional.of(new BasicConstraints(false));
        Ca between = root.under(none);
        refused(judged(between.leaf(new Draft()), between.certificate()), Refusal.INVALID_PATH);
    }

    @Test
    void section_4_1_the_length_of_the_path_is_kept() throws Exception {
        Draft shallow = Draft.authority("CN=shallow");
        shallow.constraints = Optional.of(new BasicConstraints(0));
        Ca between = root.under(shallow);
        Ca below = between.under(Draft.authority("CN=below"));
        refused(judged(below.leaf(new Draft()), below.certificate(), between.certificate()), Refusal.INVALID_PATH);
    }

    @Test
    void section_4_3_the_key_usage_is_there_and_critical() throws Exception {
        refused(judged(draft -> draft.usage = 0), Refusal.WRONG_KEY_USAGE);
        refused(judged(draft -> draft.usageCritical = false), Refusal.WRONG_KEY_USAGE);
    }

    @Test
    void section_4_3_a_leaf_has_digital_signature() throws Exception {
        refused(judged(draft -> draft.usage = KeyUsage.keyAgreement), Refusal.WRONG_KEY_USAGE);
        accepted(
                judged(draft -> draft.usage = KeyUsage.digitalSignature | KeyUsage.keyAgreement),
                "spiffe://example.org/web");
    }

    @Test
    void section_4_3_a_leaf_signs_neither_certificates_nor_revocations() throws Exception {
        refused(judged(draft -> draft.usage |= KeyUsage.keyCertSign), Refusal.WRONG_KEY_USAGE);
        refused(judged(draft -> draft.usage |= KeyUsage.cRLSign), Refusal.WRONG_KEY_USAGE);
    }

    @Test
    void section_4_3_who_signs_has_key_cert_sign() throws Exception {
        Draft weak = Draft.authority("CN=between");
        weak.usage = KeyUsage.cRLSign;
        Ca between = root.under(weak);
        refused(judged(between.leaf(new Draft()), between.certificate()), Refusal.INVALID_PATH);
    }

    @Test
    void section_4_4_an_extended_key_usage_names_server_and_client() throws Exception {
        refused(
                judged(draft -> draft.purposes = List.of(KeyPurposeId.id_kp_serverAuth)),
                Refusal.WRONG_EXTENDED_KEY_USAGE);
        refused(
                judged(draft -> draft.purposes = List.of(KeyPurposeId.id_kp_clientAuth)),
                Refusal.WRONG_EXTENDED_KEY_USAGE);
        accepted(judged(draft -> draft.purposes = List.of()), "spiffe://example.org/web");
    }

    @Test
    void section_5_2_the_scheme_is_spiffe() throws Exception {
        refused(judged(draft -> draft.uris.set(0, "https://example.org/web")), Refusal.NOT_A_SPIFFE_ID);
    }

    @Test
    void expired_and_not_yet_valid_are_told_apart() throws Exception {
        refused(judged(draft -> draft.to = Pki.NOW.minusSeconds(1)), Refusal.EXPIRED);
        refused(judged(draft -> draft.from = Pki.NOW.plusSeconds(1)), Refusal.NOT_YET_VALID);
    }

    @Test
    void an_authority_whose_time_is_over_vouches_for_nobody() throws Exception {
        Draft old = Draft.authority("CN=old");
        old.to = Pki.NOW.minusSeconds(1);
        Ca expired = Ca.root(old);
        refused(
                X509Validator.validate(
                        List.of(expired.leaf(new Draft())),
                        domain -> Optional.of(Pki.bundle(expired.certificate())),
                        Pki.NOW),
                Refusal.EXPIRED);
    }

    @Test
    void another_trust_domain_is_judged_by_its_own_bundle_alone() throws Exception {
        refused(judged(draft -> draft.uris.set(0, "spiffe://other.org/web")), Refusal.UNKNOWN_TRUST_DOMAIN);
        Ca other = Ca.root(Draft.authority("CN=other"));
        Draft stolen = new Draft();
        TrustBundle foreign = new TrustBundle(
                new TrustDomain("other.org"),
                List.of(other.certificate()),
                java.util.Map.of(),
                java.util.OptionalLong.empty(),
                Optional.empty());
        refused(
                X509Validator.validate(
                        List.of(other.leaf(stolen)),
                        domain -> Optional.of(domain.equals(Pki.DOMAIN) ? bundle : foreign),
                        Pki.NOW),
                Refusal.UNKNOWN_ISSUER);
    }

    @Test
    void a_name_that_only_begins_like_another_is_not_below_it() {
        SpiffeId node = SpiffeId.parse("spiffe://example.org/node");
        assertThat(SpiffeId.parse("spiffe://example.org/node/a").below(node)).isTrue();
        assertThat(SpiffeId.parse("spiffe://example.org/node-evil").below(node)).isFalse();
        assertThat(SpiffeId.parse("spiffe://example.org.evil/node/a").below(node))
                .isFalse();
        assertThat(node.below(node)).isFalse();
        assertThat(SpiffeId.parse("spiffe://example.org.evil/a").memberOf(Pki.DOMAIN))
                .isFalse();
    }

    @Test
    void an_empty_chain_is_refused() {
        refused(judged(), Refusal.EMPTY);
    }

    @Test
    void an_unknown_issuer_is_refused() throws Exception {
        refused(judged(Ca.root(Draft.authority("CN=stranger")).leaf(new Draft())), Refusal.UNKNOWN_ISSUER);
    }

    @Test
    void a_signature_by_another_key_under_the_name_of_the_authority_is_forged() throws Exception {
        refused(judged(Ca.root(Draft.authority("CN=root")).leaf(new Draft())), Refusal.FORGED_SIGNATURE);
    }

    @Test
    void a_turned_bit_of_the_signature_is_refused() throws Exception {
        X509Verdict verdict = X509Validator.validateEncoded(
                List.of(Pki.forged(root.leaf(new Draft()))), domain -> Optional.of(bundle), Pki.NOW);
        refused(verdict, Refusal.FORGED_SIGNATURE);
    }

    @Test
    void an_authority_that_left_the_bundle_is_unknown() throws Exception {
        X509Certificate leaf = root.leaf(new Draft());
        accepted(judged(leaf), "spiffe://example.org/web");
        refused(
                X509Validator.validate(List.of(leaf), domain -> Optional.of(Pki.bundle()), Pki.NOW),
                Refusal.UNKNOWN_ISSUER);
    }

    @Test
    void what_is_too_long_is_not_looked_at() throws Exception {
        X509Certificate leaf = root.leaf(new Draft());
        refused(
                judged(Collections.nCopies(X509Validator.CHAIN_LIMIT + 1, leaf).toArray(X509Certificate[]::new)),
                Refusal.TOO_LARGE);
        refused(
                X509Validator.validateEncoded(
                        List.of(new byte[X509Validator.CERTIFICATE_LIMIT + 1]), domain -> Optional.of(bundle), Pki.NOW),
                Refusal.TOO_LARGE);
    }

    @Test
    void what_is_no_certificate_is_malformed() throws Exception {
        byte[] der = root.leaf(new Draft()).getEncoded();
        byte[] longer = Arrays.copyOf(der, der.length + 1);
        byte[] shorter = Arrays.copyOf(der, der.length - 1);
        for (byte[] wrong : List.of(longer, shorter, new byte[0], new byte[] {0x30, 0}))
            refused(
                    X509Validator.validateEncoded(List.of(wrong), domain -> Optional.of(bundle), Pki.NOW),
                    Refusal.MALFORMED);
    }
}
