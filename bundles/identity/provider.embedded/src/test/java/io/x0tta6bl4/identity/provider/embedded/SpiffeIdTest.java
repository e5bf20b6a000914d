package io.x0tta6bl4.identity.provider.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.x0tta6bl4.identity.api.SpiffeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every MUST of SPIFFE-ID. */
class SpiffeIdTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spiffe://example.org",
                "spiffe://example.org/web",
                "spiffe://1.2.3.4/a/b-c_d.E",
                "spiffe://a_b/...",
                "spiffe://x/9eebccd2-12bf-40a6-b262-65fe0487d453"
            })
    void what_is_a_name_is_read_and_written_the_same(String text) {
        assertThat(SpiffeId.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "spiffe://",
                "spiffe:///web",
                "spiffe:/example.org/web",
                "SPIFFE://example.org/web",
                "https://example.org/web",
                "spiffe://Example.org/web",
                "spiffe://example.org:80/web",
                "spiffe://example.org:/web",
                "spiffe://user@example.org/web",
                "spiffe://@example.org/web",
                "spiffe://example.org/web?x=1",
                "spiffe://example.org?x",
                "spiffe://example.org/web#x",
                "spiffe://example.org/",
                "spiffe://example.org/web/",
                "spiffe://example.org//web",
                "spiffe://example.org/./web",
                "spiffe://example.org/../web",
                "spiffe://example.org/web/.",
                "spiffe://example.org/web/..",
                "spiffe://example.org/web~",
                "spiffe://example.org/web:80",
                "spiffe://example.org\\web",
                "spiffe://exam~ple.org/web",
                "spiffe://example.org/w%65b",
                "spiffe://ex%61mple.org/web",
                "spiffe://example.org/wéb",
                "spiffe://exаmple.org/web",
                "spiffe://example.org/we b",
                "spiffe://example.org/web\u0000",
                " spiffe://example.org/web",
                "spiffe://[::1]/web"
            })
    void what_is_none_is_refused(String text) {
        assertThatThrownBy(() -> SpiffeId.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void two_thousand_and_forty_eight_octets_are_read_and_one_more_is_not() {
        String longest = "spiffe://example.org/" + "a".repeat(2048 - 21);
        assertThat(SpiffeId.parse(longest)).hasToString(longest);
        assertThatThrownBy(() -> SpiffeId.parse(longest + "a")).hasMessageContaining("2048");
        assertThatThrownBy(() -> SpiffeId.parse("spiffe://" + "a".repeat(256) + "/b"))
                .hasMessageContaining("255");
    }

    @Test
    void paths_are_case_sensitive() {
        assertThat(SpiffeId.parse("spiffe://example.org/web")).isNotEqualTo(SpiffeId.parse("spiffe://example.org/Web"));
    }

    @Test
    void what_a_stranger_wrote_is_shown_so_that_it_can_be_logged() {
        assertThatThrownBy(() -> SpiffeId.parse("spiffe://example.org/a\n\u001b[31mroot" + "x".repeat(1000)))
                .hasMessageContaining("\\u000a\\u001b")
                .satisfies(thrown -> assertThat(thrown.getMessage().length()).isLessThan(300));
    }
}
