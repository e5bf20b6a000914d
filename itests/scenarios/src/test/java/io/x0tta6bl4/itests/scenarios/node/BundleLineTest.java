package io.x0tta6bl4.itests.scenarios.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BundleLineTest {
    @Test
    void the_table_of_felix_is_read_line_by_line() {
        var bundles = BundleLine.table("""
            START LEVEL 10
               ID|State      |Level|Symbolic name
                0|Active     |    0|org.apache.felix.framework (7.0.5)|7.0.5
               12|Installed  |    5|io.x0tta6bl4.execute.provider.http (99.0.0)|99.0.0
            """);
        assertThat(bundles).hasSize(2);
        assertThat(bundles.getLast())
                .isEqualTo(new BundleLine(12, "Installed", "io.x0tta6bl4.execute.provider.http", "99.0.0"));
    }
}
