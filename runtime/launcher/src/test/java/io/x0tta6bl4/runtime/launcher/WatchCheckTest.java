package io.x0tta6bl4.runtime.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchCheckTest {

    @Test
    void a_node_whose_bundles_read_no_watch_files_finds_nothing_wrong_with_one() {
        assertThat(WatchCheck.findings(Path.of("nothing.yaml"), List.of(Path.of("other-1.0.jar"))))
                .isEmpty();
    }
}
