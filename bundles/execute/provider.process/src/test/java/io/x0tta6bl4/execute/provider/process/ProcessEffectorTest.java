package io.x0tta6bl4.execute.provider.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.x0tta6bl4.execute.api.Effect;
import io.x0tta6bl4.knowledge.api.action.Command;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.store.ProcessLedger;
import io.x0tta6bl4.telemetry.api.Propagation;
import io.x0tta6bl4.telemetry.api.TraceContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessEffectorTest {
    private static final String STUBBORN = "trap '' TERM; echo ready; while :; do sleep 0.02; done";

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

    private Effect apply(String id, Command command, String script) {
        return lab.effector().apply(Lab.order(id, command, lab.element(script)));
    }

    private String log() throws Exception {
        return Files.readString(directory.resolve("logs/store.log"));
    }

    @Test
    void a_started_process_has_its_environment_its_log_no_input_and_its_own_session() throws Exception {
        assertThat(lab.start(
                        "a-1",
                        lab.element("echo $GREETING $X0_ELEMENT $X0_ACTION; echo error >&2; cat; exec sleep 60")))
                .isInstanceOf(Effect.Done.class);
        await().untilAsserted(() -> assertThat(log()).isEqualTo("hello lab/store a-1\nerror\n"));
        assertThat(lab.process().here()).isTrue();
        assertThat(ProcStat.read(lab.recorded().pid()).orElseThrow().session())
                .isEqualTo(lab.recorded().pid());
        assertThat(lab.recorded().action()).isEqualTo("a-1");
    }

    @Test
    void a_process_started_for_an_incident_finds_its_place_in_the_trace_in_its_environment() throws Exception {
        var place = new TraceContext("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true);
        Element element = lab.element("echo \"[$TRACEPARENT]\"; exec sleep 60");
        Propagation.within(Optional.of(place), () -> lab.start("a-1", element));
        String told = "[00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01]\n";
        await().untilAsserted(() -> assertThat(log()).isEqualTo(told));
        lab.effector().apply(Lab.order("a-2", new Command.RestartProcess(), element));
        await().untilAsserted(() -> assertThat(log()).isEqualTo(told + "[]\n"));
    }

    @Test
    void the_trace_in_which_the_node_was_started_is_not_that_of_its_processes() {
        Map<String, String> environment = new HashMap<>(
                Map.of("TRACEPARENT", "00-1-2-01", "TRACESTATE", "other=1", "BAGGAGE", "user=1", "PATH", "/bin"));
        Launch.place(environment);
        assertThat(environment).containsOnly(Map.entry("PATH", "/bin"));
    }

    @Test
    void a_process_that_runs_is_not_started_twice() {
        lab.start("a-1", lab.element("exec sleep 60"));
        long pid = lab.recorded().pid();
        assertThat(lab.start("a-2", lab.element("exec sleep 60")).detail()).isEqualTo("already running as pid " + pid);
        assertThat(lab.markers.find(Lab.STORE)).hasSize(1);
    }

    @Test
    void the_same_restart_again_in_a_new_node_does_not_restart_twice() {
        apply("a-1", new Command.RestartProcess(), "exec sleep 60");
        long pid = lab.recorded().pid();
        assertThat(apply("a-1", new Command.RestartProcess(), "exec sleep 60").detail())
                .contains("already restarted");
        assertThat(lab.recorded().pid()).isEqualTo(pid);
        apply("a-2", new Command.RestartProcess(), "exec sleep 60");
        assertThat(lab.recorded().pid()).isNotEqualTo(pid);
    }

    /** Before, it was not in the ledger, so it had never been started, and after its start limit it "could not be started". */
    @Test
    void a_job_that_ends_at_once_is_written_down_with_its_ending() {
        for (int run = 0; run < 5; run++) {
            Element job = lab.element(
                    List.of("sh", "-c", "exit 0"), lab.data, Duration.ofSeconds(2), Subject.Restart.ON_FAILURE);
            assertThat(lab.start("a-" + run, job)).isInstanceOf(Effect.Done.class);
            assertThat(lab.recorded().ending()).contains("exit code 0");
            assertThat(lab.process().here()).isFalse();
        }
    }

    @Test
    void a_process_that_writes_without_end_does_not_fill_the_disk() throws Exception {
        lab.start("a-1", lab.element("while :; do head -c 3000000 /dev/zero | tr '\\0' x; echo; sleep 0.05; done"));
        Path log = directory.resolve("logs/store.log");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(log.resolveSibling("store.log.2")).exists());
        assertThat(Files.size(log.resolveSibling("store.log.2"))).isEqualTo(ProcessLog.LIMIT_BYTES);
        assertThat(lab.process().here()).as("it writes on").isTrue();
        Path beyond = log.resolveSibling("store.log." + (ProcessLog.KEPT + 1));
        assertThat(beyond).doesNotExist();
    }

    @Test
    void a_crash_at_start_is_failed_with_its_exit_code_and_last_words() {
        Effect effect = lab.start("a-1", lab.element("echo port 18083 is taken; exit 7"));
        assertThat(effect).isInstanceOf(Effect.Failed.class);
        assertThat(effect.detail()).contains("exit code 7").contains("port 18083 is taken");
    }

    @Test
    void a_job_that_is_not_to_run_again_may_end_at_once() {
        var job = lab.element(List.of("true"), directory, Duration.ofSeconds(1), Subject.Restart.NEVER);
        assertThat(lab.start("a-1", job)).isInstanceOf(Effect.Done.class);
    }

    @Test
    void a_missing_program_a_missing_directory_and_a_plain_file_are_named() throws Exception {
        Duration limit = Duration.ofSeconds(1);
        var missing = lab.element(List.of("no-such-program"), directory, limit, Subject.Restart.ALWAYS);
        assertThat(lab.start("a-1", missing).detail()).contains("no program no-such-program on the PATH");
        var nowhere = lab.element(List.of("sh"), directory.resolve("nowhere"), limit, Subject.Restart.ALWAYS);
        assertThat(lab.start("a-2", nowhere).detail()).contains("nowhere is not there");
        Files.createFile(directory.resolve("plain"));
        var plain = lab.element(List.of("./plain"), directory, limit, Subject.Restart.ALWAYS);
        assertThat(lab.start("a-3", plain)).isInstanceOf(Effect.Failed.class);
        assertThat(lab.start("a-3", plain).detail()).contains("chmod +x");
        assertThat(lab.ledger.all()).isEmpty();
    }

    @Test
    void a_polite_process_ends_by_itself_and_its_children_are_not_left_behind() throws Exception {
        lab.start("a-1", lab.element("trap 'echo bye; exit 0' TERM; sleep 60 & sleep 61 & echo ready; wait"));
        await().until(() ->
                log().contains("ready") && lab.markers.find(Lab.STORE).size() == 3);
        Effect effect = apply("a-2", new Command.StopProcess(), "unused");
        assertThat(effect).isInstanceOf(Effect.Done.class);
        assertThat(log()).contains("bye");
        assertThat(lab.markers.find(Lab.STORE)).isEmpty();
        assertThat(lab.ledger.find(Lab.STORE)).isEmpty();
    }

    @Test
    void a_stubborn_process_is_killed_after_its_stop_limit() throws Exception {
        var stubborn =
                lab.element(List.of("sh", "-c", STUBBORN), directory, Duration.ofMillis(300), Subject.Restart.ALWAYS);
        lab.start("a-1", stubborn);
        await().until(() -> log().contains("ready"));
        OsProcess before = lab.process();
        long begun = System.nanoTime();
        assertThat(lab.effector().apply(Lab.order("a-2", new Command.RestartProcess(), stubborn)))
                .isInstanceOf(Effect.Done.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(300));
        assertThat(before.here()).isFalse();
        assertThat(lab.process()).isNotEqualTo(before).matches(OsProcess::here);
    }

    @Test
    void a_deadline_shorter_than_the_stop_limit_is_kept() throws Exception {
        var stubborn =
                lab.element(List.of("sh", "-c", STUBBORN), directory, Duration.ofMinutes(5), Subject.Restart.ALWAYS);
        lab.start("a-1", stubborn);
        await().until(() -> log().contains("ready"));
        long begun = System.nanoTime();
        var order = Lab.order("a-2", new Command.StopProcess(), stubborn, Duration.ofSeconds(1));
        assertThat(lab.effector().apply(order)).isInstanceOf(Effect.Done.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void a_suspended_process_is_killed_without_waiting_for_politeness() throws Exception {
        lab.start("a-1", lab.element("exec sleep 60"));
        OsProcess before = lab.process();
        new ProcessBuilder("kill", "-STOP", Long.toString(before.pid())).start().waitFor();
        await().until(before::suspended);
        long begun = System.nanoTime();
        apply("a-2", new Command.KillAndRestartProcess(), "exec sleep 60");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
        assertThat(before.here()).isFalse();
        assertThat(lab.process().here()).isTrue();
    }

    @Test
    void what_a_killed_process_left_behind_is_gone_before_the_next_start() throws Exception {
        lab.start("a-1", lab.element("sleep 61 & echo ready; wait"));
        await().until(() -> lab.markers.find(Lab.STORE).size() == 2);
        lab.process().kill();
        assertThat(lab.process().awaitGone(Deadline.in(Duration.ofSeconds(5)))).isTrue();
        assertThat(lab.markers.find(Lab.STORE)).hasSize(1);
        assertThat(lab.start("a-2", lab.element("exec sleep 60"))).isInstanceOf(Effect.Done.class);
        assertThat(lab.markers.find(Lab.STORE))
                .singleElement()
                .matches(marked -> marked.action().equals("a-2"));
    }

    @Test
    void what_a_person_stopped_stays_stopped_until_a_person_starts_it() {
        lab.start("a-1", lab.element("exec sleep 60"));
        assertThat(apply("operator-1", new Command.StopProcess(), "unused")).isInstanceOf(Effect.Done.class);
        assertThat(lab.ledger.find(Lab.STORE)).containsInstanceOf(ProcessLedger.StoppedByOperator.class);
        for (Command command : List.of(
                new Command.StartProcess(), new Command.RestartProcess(), new Command.KillAndRestartProcess())) {
            Effect effect = apply("a-" + command.name(), command, "exec sleep 60");
            assertThat(effect).isInstanceOf(Effect.Refused.class);
            assertThat(effect.detail()).contains("stopped by a person");
        }
        assertThat(apply("operator-2", new Command.StartProcess(), "exec sleep 60"))
                .isInstanceOf(Effect.Done.class);
        assertThat(lab.process().here()).isTrue();
    }

    @Test
    void a_large_log_is_set_aside_at_start_and_three_are_kept() throws Exception {
        Path logs = Files.createDirectories(directory.resolve("logs"));
        for (int i = 0; i < 5; i++) {
            Files.write(logs.resolve("store.log"), new byte[(int) ProcessLog.LIMIT_BYTES + 1]);
            lab.start("a-" + i, lab.element("exit 1"));
        }
        try (var files = Files.list(logs)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("store.log", "store.log.1", "store.log.2", "store.log.3");
        }
    }

    @Test
    void a_log_that_cannot_be_written_does_not_keep_the_process_from_running() throws Exception {
        Files.createFile(directory.resolve("logs"));
        Effect effect = lab.start("a-1", lab.element("exec sleep 60"));
        assertThat(effect).isInstanceOf(Effect.Done.class);
        assertThat(effect.detail()).contains("output is discarded");
    }
}
