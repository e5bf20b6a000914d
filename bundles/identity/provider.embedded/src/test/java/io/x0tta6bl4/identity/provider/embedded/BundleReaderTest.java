package io.x0tta6bl4.identity.provider.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.x0tta6bl4.identity.api.TrustBundle;
import io.x0tta6bl4.identity.provider.embedded.Pki.Ca;
import io.x0tta6bl4.identity.provider.embedded.Pki.Draft;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
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
                                + "{\"kty\":\"EC\",\"use\":\"X509-SVID\",\"x5c\":[\"" + der + "\"]},"
                                + "{\"kty\":\"EC\",\"use\":\"enc\"}]}")
                        .x509Authorities())
                .isEmpty();
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
                "{\"keys\":[],\"spiffe_refresh_hint\":\"5\"}",
                "{\"keys\":[{\"kty\":\"EC\",\"use\":\"x509-svid\",\"x5c\":[\"AAAA\"]}]}",
                "{\"keys\":[{\"kty\":\"EC\",\"use\":\"jwt-svid\",\"crv\":\"P-256\",\"x\":\"AQ\",\"y\":\"AQ\"}]}",
                "{\"keys\":[{\"kty\":\"EC\",\"use\":\"jwt-svid\",\"kid\":\"a\",\"crv\":\"P-256\",\"x\":\"AQ\",\"y\":\"AQ\"}]}",
                "{\"keys\":[{\"kty\":\"AKP\",\"use\":\"jwt-svid\",\"kid\":\"a\",\"alg\":\"ML-DSA-65\",\"pub\":\"AQ\"}]}"
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
