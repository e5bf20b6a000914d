package io.x0tta6bl4.itests.scenarios.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EvidenceTest {
    @Test
    void evidence_says_how_to_get_it_again_and_where_it_was_made() {
        var json = new Evidence("demo", "./x0 demo").with("passed", "yes").json();
        assertThat(json.getString("command")).isEqualTo("./x0 demo");
        assertThat(json.getJsonObject("environment")).containsKeys("os", "processors", "java");
        assertThat(json.containsKey("commit") || json.containsKey("commit_absent"))
                .isTrue();
        assertThat(json.getString("passed")).isEqualTo("yes");
    }
}
