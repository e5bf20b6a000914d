package io.x0tta6bl4.identity.provider.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.x0tta6bl4.identity.api.BundleDocument;
import io.x0tta6bl4.identity.api.IdentityException;
import io.x0tta6bl4.identity.api.SpiffeId;
import io.x0tta6bl4.identity.api.TrustBundle;
import io.x0tta6bl4.keystore.api.KeyStore;
import io.x0tta6bl4.platform.api.HotReference;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The MUSTs about what an authority issues and publishes, read from the documents themselves and not by our own validator. */
class IssuedTest {
    private static final SpiffeId WEB = SpiffeId.parse("spiffe://example.org/web");
    private static final int URI = 6;
    private static final String KEY_USAGE = "2.5.29.15";
    private static final String ALTERNATIVE_NAME = "2.5.29.17";
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int KEY_CERT_SIGN = 5;

    private volatile Instant now = Pki.NOW;
    private LocalAuthority authority;

    @BeforeEach
    void begin() {
        HotReference<KeyStore> keys = new HotReference<>("key store", Duration.ofSeconds(2));
        keys.bind(0, new MemoryKeys());
        Settings settings = new Settings(
                SpiffeId.parse("spiffe://example.org/node"),
                Algorithm.ECDSA_P256,
                Duration.ofHours(1),
                Duration.ofMinutes(5),
                Duration.ofDays(90),
                Duration.ofMinutes(25));
        authority = new LocalAuthority(settings, new AuthorityStore(keys), () -> now, () -> {});
    }

    private TrustBundle bundle() {
        return authority.state().bundle();
    }

    private JsonObject published() {
        return StrictJson.object(BundleDocument.write(bundle()).getBytes(StandardCharsets.UTF_8));
    }

    private List<JsonObject> entries(String use) {
        return published().getJsonArray("keys").getValuesAs(JsonObject.class).stream()
                .filter(key -> key.getString("use").equals(use))
                .toList();
    }

    private static List<Integer> set(boolean[] usage) {
        List<Integer> bits = new ArrayList<>();
        for (int i = 0; i < usage.length; i++) if (usage[i]) bits.add(i);
        return bits;
    }

    private JsonObject part(int number) {
        String token =
                authority.issueJwt(WEB, Set.of("reports"), Optional.empty()).token();
        return StrictJson.object(Base64.getUrlDecoder().decode(token.split("\\.")[number]));
    }

    @Test
    void x509_sections_2_and_3_1_a_leaf_has_one_uri_which_is_critical_and_no_subject() throws Exception {
        X509Certificate leaf = authority.issue(WEB, Optional.empty()).leaf();
        assertThat(leaf.getSubjectAlternativeNames()).containsExactly(List.of(URI, WEB.toString()));
        assertThat(leaf.getSubjectX500Principal().getName()).isEmpty();
        assertThat(leaf.getCriticalExtensionOIDs()).contains(ALTERNATIVE_NAME);
    }

    @Test
    void x509_sections_4_1_to_4_4_a_leaf_authenticates_and_does_nothing_else() throws Exception {
        X509Certificate leaf = authority.issue(WEB, Optional.empty()).leaf();
        assertThat(leaf.getBasicConstraints()).as("cA is false").isEqualTo(-1);
        assertThat(set(leaf.getKeyUsage())).containsExactly(DIGITAL_SIGNATURE);
        assertThat(leaf.getCriticalExtensionOIDs()).contains(KEY_USAGE);
        assertThat(leaf.getExtendedKeyUsage()).contains("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
    }

    @Test
    void spiffe_id_3_1_the_authority_has_an_svid_of_its_own_without_a_path() throws Exception {
        X509Certificate root = bundle().x509Authorities().getFirst();
        assertThat(root.getSubjectAlternativeNames()).containsExactly(List.of(URI, "spiffe://example.org"));
        root.verify(root.getPublicKey());
    }

    @Test
    void x509_sections_4_1_and_4_3_the_authority_signs_and_does_not_authenticate() {
        X509Certificate root = bundle().x509Authorities().getFirst();
        assertThat(root.getBasicConstraints()).as("cA is true").isNotNegative();
        assertThat(set(root.getKeyUsage())).contains(KEY_CERT_SIGN).doesNotContain(DIGITAL_SIGNATURE);
        assertThat(root.getCriticalExtensionOIDs()).contains(KEY_USAGE);
    }

    @Test
    void a_name_without_a_path_gets_neither_a_certificate_nor_a_token() {
        SpiffeId domain = Pki.DOMAIN.id();
        assertThatThrownBy(() -> authority.issue(domain, Optional.empty())).isInstanceOf(IdentityException.class);
        assertThatThrownBy(() -> authority.issueJwt(domain, Set.of("reports"), Optional.empty()))
                .isInstanceOf(IdentityException.class);
    }

    @Test
    void jwt_section_2_a_token_has_the_described_headers_alone() {
        JsonObject header = part(0);
        assertThat(header.keySet()).isSubsetOf("alg", "kid", "typ").contains("alg");
        assertThat(JwtAlgorithm.of(header.getString("alg"))).isPresent();
        assertThat(header.getString("typ", "JWT")).isIn("JWT", "JOSE");
    }

    @Test
    void jwt_section_3_a_token_has_its_subject_its_audience_and_its_end() {
        JsonObject claims = part(1);
        assertThat(claims.getString("sub")).isEqualTo(WEB.toString());
        assertThat(claims.getJsonArray("aud").getValuesAs(JsonString::getString))
                .containsExactly("reports");
        assertThat(claims.getJsonNumber("exp").longValueExact())
                .isEqualTo(Pki.NOW.plusSeconds(300).getEpochSecond());
        assertThatThrownBy(() -> authority.issueJwt(WEB, Set.of(), Optional.empty()))
                .isInstanceOf(IdentityException.class);
    }

    @Test
    void jwt_section_5_1_a_token_is_in_the_compact_serialization() {
        assertThat(authority.issueJwt(WEB, Set.of("reports"), Optional.empty()).token())
                .matches("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");
    }

    @Test
    void bundle_section_4_2_every_published_key_has_a_type_and_a_use() {
        authority.prepare();
        JsonArray keys = published().getJsonArray("keys");
        assertThat(keys).hasSize(4);
        for (JsonObject key : keys.getValuesAs(JsonObject.class)) {
            assertThat(key.getString("kty")).isIn("EC", "RSA", "OKP", "AKP");
            assertThat(key.getString("use")).isIn("x509-svid", "jwt-svid");
        }
    }

    @Test
    void x509_section_6_1_an_authority_is_published_as_one_certificate_without_a_key_id() throws Exception {
        List<JsonObject> entries = entries("x509-svid");
        assertThat(entries).hasSize(1);
        assertThat(entries.getFirst()).doesNotContainKey("kid");
        JsonArray chain = entries.getFirst().getJsonArray("x5c");
        assertThat(chain).hasSize(1);
        assertThat(Base64.getDecoder().decode(chain.getString(0)))
                .isEqualTo(bundle().x509Authorities().getFirst().getEncoded());
    }

    @Test
    void jwt_section_6_1_a_key_for_tokens_is_published_with_its_key_id() {
        List<JsonObject> entries = entries("jwt-svid");
        assertThat(entries).hasSize(1);
        assertThat(entries.getFirst().getString("kid"))
                .isEqualTo(part(0).getString("kid"))
                .isNotEmpty();
        assertThat(entries.getFirst()).doesNotContainKey("x5c");
    }

    @Test
    void bundle_section_4_1_1_the_sequence_rises_with_every_change_of_the_keys() {
        List<Long> sequences = new ArrayList<>(List.of(bundle().sequence().orElseThrow()));
        authority.activate(authority.prepare(), true);
        sequences.add(bundle().sequence().orElseThrow());
        authority.prepare();
        sequences.add(bundle().sequence().orElseThrow());
        authority.retire(1, true);
        sequences.add(bundle().sequence().orElseThrow());

        assertThat(sequences).isSorted().doesNotHaveDuplicates();
        assertThat(published().getJsonNumber("spiffe_sequence").longValueExact())
                .isEqualTo(sequences.getLast());
    }

    @Test
    void bundle_section_4_1_2_the_refresh_hint_is_a_whole_number_of_seconds() {
        assertThat(published().getJsonNumber("spiffe_refresh_hint").longValueExact())
                .isPositive();
    }

    @Test
    void federation_section_4_1_a_new_key_is_published_before_it_signs() {
        X509Certificate signing = bundle().x509Authorities().getFirst();
        int next = authority.prepare();
        assertThat(bundle().x509Authorities()).hasSize(2);
        assertThat(bundle().jwtAuthorities()).hasSize(2);
        assertThat(authority.issue(WEB, Optional.empty()).leaf().getIssuerX500Principal())
                .isEqualTo(signing.getSubjectX500Principal());
        assertThatThrownBy(() -> authority.activate(next, false)).hasMessageContaining("wait until");
        assertThatThrownBy(() -> authority.activate(next + 1, true)).isInstanceOf(IdentityException.class);
    }
}
