package io.x0tta6bl4.execute.provider.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class OsProcessTest {
    private static final String LINE = "4242 (a ) b) S 1 4242 4242 0 -1 4194304 1 0 0 0 0 0 0 0 20 0 7 0 123456 1 2 3";

    @Test
    void a_program_name_with_brackets_and_spaces_does_not_shift_the_fields() {
        assertThat(ProcStat.parse(LINE)).isEqualTo(new ProcStat('S', 1, 4242, 7, 123456));
    }

    @Test
    void the_start_is_counted_from_boot_and_so_knows_nothing_of_the_wall_clock() {
        assertThat(ProcStat.parse(LINE).started()).isEqualTo(Instant.EPOCH.plusMillis(1_234_560));
    }

    @Test
    void the_identity_of_a_running_process_is_the_same_at_every_look() {
        assumeTrue(ProcStat.AVAILABLE);
        long self = ProcessHandle.current().pid();
        OsProcess first = OsProcess.find(self).orElseThrow();
        assertThat(first.here()).isTrue();
        assertThat(first.started()).isBefore(Instant.now().minusSeconds(365L * 24 * 3600));
        assertThat(OsProcess.find(self)).contains(first);
    }

    @Test
    void a_zombie_is_gone_only_when_its_threads_are() {
        assertThat(ProcStat.parse(LINE.replace(" S ", " Z ")).gone()).isFalse();
        assertThat(ProcStat.parse(LINE.replace(" S ", " Z ").replace(" 7 0 123456", " 1 0 123456"))
                        .gone())
                .isTrue();
    }
}
