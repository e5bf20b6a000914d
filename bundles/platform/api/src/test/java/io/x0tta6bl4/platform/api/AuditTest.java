package io.x0tta6bl4.platform.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class AuditTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final List<String> written = new ArrayList<>();
    private final Audit audit = new Audit(now::get, written::add);

    @Test
    void a_flood_of_refusals_is_written_in_part_and_counted_as_a_whole() {
        for (int i = 0; i < Audit.PER_SECOND + 7; i++) audit.refused("refused " + i);
        assertThat(written).hasSize(Audit.PER_SECOND);
        now.set(Instant.EPOCH.plusSeconds(1));
        audit.refused("refused again");
        audit.refused("and again");
        assertThat(written)
                .hasSize(Audit.PER_SECOND + 2)
                .endsWith("refused again (7 more refusals before were not written)", "and again");
    }
}
