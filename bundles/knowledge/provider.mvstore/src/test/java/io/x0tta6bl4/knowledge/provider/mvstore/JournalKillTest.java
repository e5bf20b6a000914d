package io.x0tta6bl4.knowledge.provider.mvstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A quick run of the {@link JournalKillCheck}; {@code -Dkills=200} makes it the long one, {@code -Dseed=…} repeats one. */
class JournalKillTest {
    @TempDir
    Path directory;

    @Test
    void acknowledged_entries_survive_a_kill_at_any_moment() throws Exception {
        int kills = Integer.getInteger("kills", 5);
        JournalKillCheck.Result result =
                JournalKillCheck.run(directory, kills, Long.getLong("seed", System.nanoTime()));
        System.out.println(result);
        assertThat(result.kills()).isEqualTo(kills);
        assertThat(result.acknowledgedAppends()).isPositive();
    }
}
