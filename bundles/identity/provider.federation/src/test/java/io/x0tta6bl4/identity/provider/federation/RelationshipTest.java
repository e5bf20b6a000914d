package io.x0tta6bl4.identity.provider.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.x0tta6bl4.identity.api.SpiffeId;
import io.x0tta6bl4.identity.provider.federation.Relationship.Profile;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelationshipTest {
    private static final String WEB = "other.org https_web ";
    private static final String SPIFFE = "other.org https_spiffe https://host/bundle ";

    @Test
    void section_5_1_a_relationship_names_the_trust_domain_the_profile_and_the_address() {
        Relationship one = Relationship.parse("prod.example.com  https_web https://example.com/production/bundle.json");
        assertThat(one.domain()).hasToString("prod.example.com");
        assertThat(one.url()).hasToString("https://example.com/production/bundle.json");
        assertThat(one.profile()).isEqualTo(new Profile.Web());
        for (String less : new String[] {"", "other.org", "other.org https://host/", "https_web https://host/", WEB})
            assertThatThrownBy(() -> Relationship.parse(less)).hasMessageContaining("write 'DOMAIN https_web URL'");
    }

    @Test
    void section_5_2_2_2_https_spiffe_also_names_the_endpoint_and_may_name_the_first_bundle() {
        SpiffeId endpoint = SpiffeId.parse("spiffe://other.org/bundles");
        assertThat(Relationship.parse(SPIFFE + endpoint).profile())
                .isEqualTo(new Profile.Spiffe(endpoint, Optional.empty()));
        assertThat(Relationship.parse(SPIFFE + endpoint + " /some where/first.json")
                        .profile())
                .isEqualTo(new Profile.Spiffe(endpoint, Optional.of(Path.of("/some where/first.json"))));
        for (String wrong : new String[] {"", "spiffe://other.org", "https://other.org/x"})
            assertThatThrownBy(() -> Relationship.parse(SPIFFE + wrong)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void section_5_2_2_2_the_first_bundle_is_for_an_endpoint_of_the_same_trust_domain() {
        assertThatThrownBy(() -> Relationship.parse(SPIFFE + "spiffe://third.org/bundles first.json"))
                .hasMessageContaining("name an endpoint of third.org too");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://host/bundle",
                "ftp://host/bundle",
                "//host/bundle",
                "https:bundle",
                "https:///bundle",
                "https://user@host/bundle",
                "https://user:word@host/bundle",
                "https://@host/bundle",
                "https://ho st/bundle"
            })
    void sections_5_2_1_1_and_5_2_2_1_an_address_is_https_and_names_no_user(String url) {
        assertThatThrownBy(() -> Relationship.parse(WEB + url)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Relationship.parse("other.org https_spiffe " + url + " spiffe://other.org/x"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://host", "HTTPS://host:8443/a/b?c=d", "https://[::1]:8443/", "https://127.0.0.1/"})
    void sections_5_2_1_1_and_5_2_2_1_the_other_parts_of_an_address_are_free(String url) {
        assertThat(Relationship.parse(WEB + url).url()).hasToString(url);
    }

    @Test
    void section_5_2_1_2_https_web_takes_nothing_more() {
        assertThatThrownBy(() -> Relationship.parse(WEB + "https://host/ spiffe://other.org/x"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_trust_domain_is_there_once_and_not_more_than_a_hundred_are() {
        assertThatThrownBy(() -> Relationship.all(WEB + "https://a/", WEB + "https://b/"))
                .hasMessageContaining("other.org is there twice");
        String[] many = IntStream.rangeClosed(1, Relationship.LIMIT + 1)
                .mapToObj(i -> "d" + i + " https_web https://host/")
                .toArray(String[]::new);
        assertThatThrownBy(() -> Relationship.all(many)).hasMessageContaining("at most 100");
        assertThat(Relationship.all()).isEmpty();
    }
}
