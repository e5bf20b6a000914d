package io.x0tta6bl4.itests.scenarios.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PidsTest {
    @Test
    void a_process_is_found_by_its_argument_and_seen_to_end() throws Exception {
        String mark = UUID.randomUUID().toString();
        Process process = new ProcessBuilder("/bin/sh", "-c", "sleep 60; exit 0", mark).start();
        try {
            await().until(() -> Pids.withArgument(mark).contains(process.pid()));
            assertThat(Pids.mentioning(mark.substring(5))).contains(process.pid());
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            Instant last = Pids.awaitEnd(process.toHandle(), Duration.ofSeconds(5));
            assertThat(last).isBeforeOrEqualTo(Instant.now());
            await().until(() -> Pids.withArgument(mark).isEmpty());
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void a_signal_reaches_the_process() throws Exception {
        Process process = new ProcessBuilder("sleep", "60").start();
        try {
            Pids.signal("TERM", process.pid());
            assertThat(process.waitFor(5, java.util.concurrent.TimeUnit.SECONDS))
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
    }
}
