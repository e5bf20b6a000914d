package io.x0tta6bl4.identity.provider.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.x0tta6bl4.identity.api.JwtVerdict;
import io.x0tta6bl4.identity.api.Refusal;
import io.x0tta6bl4.identity.api.TrustBundle;
import io.x0tta6bl4.identity.api.X509Validator;
import io.x0tta6bl4.identity.api.X509Verdict;
import io.x0tta6bl4.identity.provider.embedded.Pki.Ca;
import io.x0tta6bl4.identity.provider.embedded.Pki.Draft;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every MUST of SPIFFE Trust Domain and Bundle about reading. */
class BundleReaderTest {
    private static TrustBundle read(String document) {
        return BundleReader.read(Pki.DOMAIN, document.getBytes(StandardCharsets.UTF_8));
    }

    private static String root() throws Exception {
        return Base64.getEncoder()
                .encodeToString(
                        Ca.root(Draft.authority("CN=root")).certificate().getEncoded());
    }

    @Test
    void section_4_1_3_keys_must_be_there() {
        assertThatThrownBy(() -> read("{}")).hasMessageContaining("no list 'keys'");
        assertThat(read("{\"keys\":[]}").x509Authorities()).isEmpty();
    }

    @Test
    void section_4_1_unknown_parameters_are_ignored_and_none_is_required() {
        TrustBundle bundle = read("{\"keys\":[],\"colour\":{\"a\":1}}");
        assertThat(bundle.sequence()).isEmpty();
        assertThat(bundle.refreshHint()).isEmpty();
    }

    @Test
    void section_4_2_elements_of_unknown_type_or_use_are_ignored() throws Exception {
        String der = root();
        assertThat(read("{\"keys\":[{\"kty\":\"XX\",\"use\":\"x509-svid\",\"x5c\":[\"" + der + "\"]},"
                                + "{\"use\":\"x509-svid\",\"x5c\":[\"" + der + "\"]},"
                                + "{\"kty\":\"EC\",\"x5c\":[\"" + der + "\"]},"
                                + "{\"kty\":\"EC\",\"use\":\"X509-SVID\",\"x5c\":[\"" + der + "\"]},"
                                + "{\"kty\":\"EC\",\"use\":\"enc\"}]}")
                        .x509Authorities())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"kty\":\"AKP\",\"use\":\"jwt-svid\",\"kid\":\"b\",\"alg\":\"ML-DSA-65\",\"pub\":\"AQ\"}",
                "{\"kty\":\"OKP\",\"use\":\"jwt-svid\",\"kid\":\"b\",\"crv\":\"Ed25519\",\"x\":\"AQ\"}",
                "{\"kty\":\"oct\",\"use\":\"jwt-svid\",\"kid\":\"b\",\"k\":\"AQ\"}",
                "{\"kty\":\"EC\",\"use\":\"jwt-svid\",\"kid\":\"b\",\"crv\":\"secp256k1\",\"x\":\"AQ\",\"y\":\"AQ\"}",
                "{\"kty\":\"EC\",\"use\":\"wit-svid\",\"kid\":\"b\"}"
            })
    void section_4_2_1_a_key_of_a_type_that_jwt_svid_does_not_know_takes_no_other_key_with_it(String unknown)
            throws Exception {
        TrustBundle bundle = read("{\"keys\":[" + unknown + "," + tokenKey()
                + ",{\"kty\":\"EC\",\"use\":\"x509-svid\",\"x5c\":[\"" + root() + "\"]}]}");
        assertThat(bundle.jwtAuthorities()).containsOnlyKeys("a");
        assertThat(bundle.x509Authorities()).hasSize(1);
    }

    private static String tokenKey() throws Exception {
        return "{\"kty\":\"RSA\",\"use\":\"jwt-svid\",\"kid\":\"a\",\"n\":\""
                + Base64.getUrlEncoder()
                        .encodeToString(BigInteger.TWO.pow(2047).setBit(0).toByteArray())
                + "\",\"e\":\"AQAB\"}";
    }

    @Test
    void section_4_1_3_of_a_bundle_without_usable_keys_nobody_is_believed() throws Exception {
        Ca root = Ca.root(Draft.authority("CN=root"));
        String token = "e30.eyJzdWIiOiJzcGlmZmU6Ly9leGFtcGxlLm9yZy93ZWIifQ.AA".replace("e30", "eyJhbGciOiJFUzI1NiJ9");
        for (String keys : List.of("", "{\"kty\":\"XX\",\"use\":\"jwt-svid\",\"kid\":\"k\"}", "{\"kty\":\"EC\"}")) {
            Optional<TrustBundle> bundle = Optional.of(read("{\"keys\":[" + keys + "]}"));
            assertThat(X509Validator.validate(List.of(root.leaf(new Draft())), domain -> bundle, Pki.NOW))
                    .isEqualTo(new X509Verdict.Refused(
                            Refusal.UNKNOWN_ISSUER, "the bundle of example.org has no authority"));
            assertThat(JwtValidator.validate(token, "reports", domain -> bundle, Pki.NOW))
                    .isEqualTo(new JwtVerdict.Refused(
                            Refusal.UNKNOWN_ISSUER, "the bundle of example.org has no key for tokens"));
        }
    }

    @Test
    void jwt_section_6_2_a_key_serves_only_the_svids_of_its_use() throws Exception {
        TrustBundle tokens = read("{\"keys\":[" + tokenKey().replace("}", ",\"x5c\":[\"" + root() + "\"]}") + "]}");
        assertThat(tokens.x509Authorities()).isEmpty();
        TrustBundle certificates = read("{\"keys\":["
                + tokenKey().replace("jwt-svid", "x509-svid").replace("}", ",\"x5c\":[\"" + root() + "\"]}") + "]}");
        assertThat(certificates.jwtAuthorities()).isEmpty();
    }

    @Test
    void what_is_no_utf_8_is_refused() {
        byte[] document = "{\"keys\":[],\"x\":\"?\"}".getBytes(StandardCharsets.US_ASCII);
        assertThat(BundleReader.read(Pki.DOMAIN, document).x509Authorities()).isEmpty();
        document[document.length - 3] = (byte) 0xff;
        assertThatThrownBy(() -> BundleReader.read(Pki.DOMAIN, document)).hasMessageContaining("UTF-8");
    }

    @Test
    void x509_section_6_2_without_x5c_an_element_is_ignored_and_of_several_the_first_is_used() throws Exception {
        String first = root();
        TrustBundle bundle = read("{\"keys\":[{\"kty\":\"EC\",\"use\":\"x509-svid\"},"
                + "{\"kty\":\"EC\",\"use\":\"x509-svid\",\"x5c\":[]},"
                + "{\"kty\":\"EC\",\"use\":\"x509-svid\",\"x5c\":[\"" + first + "\",\"nonsense\"]}]}");
        assertThat(bundle.x509Authorities()).hasSize(1);
    }

    @Test
    void a_sequence_has_sixty_four_bits() {
        assertThat(read("{\"keys\":[],\"spiffe_sequence\":9223372036854775807}").sequence())
                .hasValue(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"keys\":[]} x",
                "{\"keys\":{}}",
                "{\"keys\":[7]}",
                "{\"keys\":[],\"keys\":[]}",
                "{\"keys\":[],\"spiffe_sequence\":-1}",
                "{\"keys\":[],\"spiffe_sequence\":1e99999999}",
                "{\"keys\":[],\"spiffe_sequence\":1.5}",
                "{\"keys\":[],\"spiffe_refresh_hint\":\"5\"}",
                "{\"keys\":[],\"spiffe_refresh_hint\":0.5}",
                "{\"keys\":[{\"kty\":\"EC\",\"use\":\"x509-svid\",\"x5c\":[\"AAAA\"]}]}",
                "{\"keys\":[{\"kty\":\"EC\",\"use\":\"jwt-svid\",\"crv\":\"P-256\",\"x\":\"AQ\",\"y\":\"AQ\"}]}",
                "{\"keys\":[{\"kty\":\"EC\",\"use\":\"jwt-svid\",\"kid\":\"a\",\"crv\":\"P-256\",\"x\":\"AQ\",\"y\":\"AQ\"}]}"
            })
    void what_is_no_bundle_is_refused(String document) {
        assertThatThrownBy(() -> read(document)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nesting_and_size_have_a_limit() {
        assertThatThrownBy(() -> read("{\"keys\":" + "[".repeat(100_000))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> BundleReader.read(Pki.DOMAIN, new byte[BundleReader.LIMIT + 1]))
                .hasMessageContaining("at most");
    }
}
