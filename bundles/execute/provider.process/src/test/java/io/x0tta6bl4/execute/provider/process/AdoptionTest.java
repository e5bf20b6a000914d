package io.x0tta6bl4.execute.provider.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.execute.api.Effect;
import io.x0tta6bl4.knowledge.api.action.Command;
import io.x0tta6bl4.knowledge.api.store.ProcessLedger;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdoptionTest {
    private static final String SCRIPT = "sleep 59 & exec sleep 60";

    @TempDir
    Path directory;

    private Lab lab;

    @BeforeEach
    void open() throws Exception {
        lab = new Lab(directory);
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private Process node(String mode, String action) throws Exception {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LabNode.class.getName(),
                        directory.toString(),
                        mode,
                        action,
                        SCRIPT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private void startAndKillNode() throws Exception {
        Process node = node("lives", "a-1");
        var out = new BufferedReader(new InputStreamReader(node.getInputStream()));
        assertThat(out.readLine()).startsWith("Done[").contains("started as pid");
        node.destroyForcibly();
        assertThat(node.waitFor(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_process_survives_kill_9_of_the_node_and_is_adopted() throws Exception {
        startAndKillNode();
        OsProcess process = lab.process();
        assertThat(process.here()).isTrue();

        Effect start = lab.start("a-2", lab.element(SCRIPT));

        assertThat(start.detail()).isEqualTo("already running as pid " + process.pid());
        assertThat(lab.recorded().action()).isEqualTo("a-1");
    }

    @Test
    void an_adopted_process_is_ended_and_seen_gone_though_it_is_nobodys_child_here() throws Exception {
        startAndKillNode();
        OsProcess process = lab.process();
        long begun = System.nanoTime();
        assertThat(lab.effector().apply(Lab.order("a-2", new Command.RestartProcess(), lab.element(SCRIPT))))
                .isInstanceOf(Effect.Done.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
        assertThat(process.here()).isFalse();
        assertThat(lab.process()).isNotEqualTo(process).matches(OsProcess::here);
    }

    @Test
    void a_node_killed_between_the_start_and_the_ledger_does_not_lead_to_a_second_process() throws Exception {
        Process node = node("dies-before-writing", "a-1");
        assertThat(node.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(node.exitValue()).isEqualTo(137);
        assertThat(lab.ledger.all()).isEmpty();
        var orphans = lab.markers.find(Lab.STORE);
        assertThat(orphans).isNotEmpty();

        lab.effector();

        assertThat(lab.process()).isEqualTo(orphans.getFirst().process());
        assertThat(lab.recorded().action()).isEqualTo("a-1");
        assertThat(lab.start("a-1", lab.element(SCRIPT)).detail()).startsWith("already running as pid");
        assertThat(lab.markers.find(Lab.STORE).stream().filter(Markers.Marked::leader))
                .hasSize(1);
    }

    @Test
    void an_entry_whose_number_now_belongs_to_another_process_is_not_adopted() {
        lab.start("a-1", lab.element("exec sleep 60"));
        var own = lab.recorded();
        lab.ledger.put(
                Lab.STORE,
                new ProcessLedger.Started(
                        new ProcessLedger.Identity(own.pid(), own.started().minusMillis(10), "long-ago")));
        assertThat(lab.process().here()).isFalse();
        lab.process().kill();
        assertThat(OsProcess.of(own).here()).isTrue();
    }

    @Test
    void processes_of_another_data_directory_are_not_touched() throws Exception {
        try (Lab other = new Lab(java.nio.file.Files.createTempDirectory("x0-other"))) {
            other.start("a-1", other.element("exec sleep 60"));
            lab.start("a-1", lab.element("exec sleep 60"));
            lab.effector().apply(Lab.order("a-2", new Command.StopProcess(), lab.element("unused")));
            assertThat(other.process().here()).isTrue();
            assertThat(lab.markers.find()).isEmpty();
        }
    }
}
