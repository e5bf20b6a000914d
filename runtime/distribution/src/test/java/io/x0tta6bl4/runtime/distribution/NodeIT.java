package io.x0tta6bl4.runtime.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The distribution as people run it: real processes, their words and their exit codes. */
class NodeIT {

    private static final Path HOME = Path.of(System.getProperty("x0.dist"));
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @TempDir
    Path directory;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void nothing_is_left_running() {
        started.forEach(Process::destroyForcibly);
    }

    private Process x0(String output, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(HOME.resolve("bin/x0").toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("X0_JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(directory.resolve(output).toFile())
                .start();
        started.add(process);
        return process;
    }

    /** A node of these features; only the framework when the feature file names no bundle. */
    private Process node(String output, String... more) throws IOException {
        List<String> words = new ArrayList<>(
                List.of("run", "--data", directory.resolve("node").toString(), "--http", "0", "--no-console"));
        words.addAll(List.of(more));
        return x0(output, words.toArray(String[]::new));
    }

    private String said(String output) {
        try {
            return Files.readString(directory.resolve(output));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void untilSaid(String output, String words) {
        await().atMost(LIMIT).until(() -> said(output).contains(words));
    }

    private static int exitCode(Process process) throws InterruptedException {
        assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private String feature(String name, String... bundles) throws IOException {
        String list = bundles.length == 0 ? "" : "\"" + String.join("\", \"", bundles) + "\"";
        Path file = directory.resolve(name + ".json");
        return Files.writeString(
                        file,
                        "{\"feature-resource-version\": \"1.0\", \"id\": \"t:" + name + ":1\", \"bundles\": [" + list
                                + "]}")
                .toString();
    }

    private void bundle(String name, String requirement) throws IOException {
        Path file = directory.resolve("repository/t/" + name + "/1/" + name + "-1.jar");
        Files.createDirectories(file.getParent());
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", name);
        main.putValue("Require-Capability", requirement);
        try (OutputStream out = Files.newOutputStream(file)) {
            new JarOutputStream(out, manifest).close();
        }
    }

    @Test
    void a_node_becomes_ready_answers_commands_and_stops_in_order_on_sigterm() throws Exception {
        Process node = node("out");
        untilSaid("out", "speak");
        String data = directory.resolve("node").toString();
        await().atMost(LIMIT).until(() -> exitCode(x0("ready", "readiness", "--data", data)) == 0);
        assertThat(said("ready")).contains("READY");
        assertThat(exitCode(x0("exec", "exec", "--data=" + data, "lb -s"))).isZero();
        assertThat(said("exec")).contains("org.apache.felix.scr");
        node.destroy();

        assertThat(exitCode(node)).isZero();
        assertThat(exitCode(x0("gone", "readiness", "--data", data))).isEqualTo(1);
        assertThat(said("gone")).contains("No node runs in " + data);
        assertThat(said("out"))
                .contains("node (production, pid " + node.pid() + ")")
                .contains("all started");
        assertThat(said("out")).doesNotContain("Exception");
    }

    @Test
    void a_changed_policy_holds_for_the_next_command_of_whatever_bundle_and_way() throws Exception {
        Process node = node("out");
        untilSaid("out", "speak");
        Path data = directory.resolve("node");
        await().atMost(LIMIT).until(() -> exitCode(x0("list", "exec", "--data=" + data, "keystore:list")) == 0);
        String me = "p, spiffe://x0.local/user/*, ";
        Files.writeString(
                data.resolve("policy.csv"),
                me + "connect, console:exec, allow\n" + me + "run, command:felix:lb, allow\n" + me
                        + "run, command:gogo:*, allow\n");
        for (String line : List.of(
                "keystore:list",
                "stop 5",
                "loop:status",
                "lb | keystore:list",
                "eval keystore:list",
                "policy:reload",
                "eval '(bundle 0) stop'",
                "tac x",
                "new java.io.FileOutputStream x",
                "addcommand x y",
                "osgi:removecommand lb",
                "osgi:eval '(\"a\" getClass) getName'",
                "KEYSTORE:list"))
            assertThat(said(line, data)).as(line).contains("Refused: ").contains("policy.csv allows it");
        for (String line : List.of("$.context bundles", "x = [a b]; $x getClass", "each [1] { keystore:list }"))
            assertThat(said(line, data)).as(line).contains("Refused: script on console:exec");
        assertThat(said("lb -s", data)).contains("org.apache.felix.scr");
        Files.delete(data.resolve("policy.csv"));
        assertThat(said("keystore:list", data)).contains("Refused: ");
        Files.writeString(
                data.resolve("policy.csv"), me + "connect, console:exec, allow\n" + me + "run, command:*, allow\n");
        assertThat(exitCode(x0("again", "exec", "--data=" + data, "keystore:list")))
                .isZero();
        node.destroy();
        assertThat(exitCode(node)).isZero();
    }

    private String said(String command, Path data) throws Exception {
        exitCode(x0("command", "exec", "--data=" + data, command));
        return said("command");
    }

    @Test
    void a_second_node_on_the_same_data_is_refused_and_one_after_a_kill_is_not() throws Exception {
        String feature = feature("empty");
        Process first = node("first", "--features", feature);
        untilSaid("first", "speak");

        Process second = node("second", "--features", feature);
        assertThat(exitCode(second)).isEqualTo(1);
        assertThat(said("second")).contains("belongs to a node that is running (pid " + first.pid() + ")");

        first.destroyForcibly().waitFor();
        Process third = node("third", "--features", feature);
        untilSaid("third", "speak");
        third.destroy();
        assertThat(exitCode(third)).isZero();
    }

    @Test
    void a_stub_does_not_resolve_on_a_production_node_and_the_node_says_so() throws Exception {
        bundle("t.stub", "x0.profile;filter:=\"(name=lab)\"");
        String[] more = {
            "--features",
            feature("stub", "t:t.stub:1"),
            "--repository",
            directory.resolve("repository").toString()
        };
        Process production = node("production", more);
        untilSaid("production", "t.stub is a stub; it needs the profile 'lab' and this node runs 'production'.");
        production.destroy();
        assertThat(exitCode(production)).isZero();

        String[] lab =
                List.of(more[0], more[1], more[2], more[3], "--profile", "lab").toArray(String[]::new);
        Process node = node("lab", lab);
        untilSaid("lab", "speak");
        assertThat(said("lab")).contains("1, all started").doesNotContain("is a stub");
        node.destroy();
        assertThat(exitCode(node)).isZero();
    }

    @Test
    void what_a_bundle_lacks_is_named_and_the_node_runs_on() throws Exception {
        bundle("t.first", "t.thing;filter:=\"(colour=blue)\"");
        bundle("t.second", "osgi.identity;filter:=\"(osgi.identity=t.first)\"");
        Process node = node(
                "out",
                "--features",
                feature("lacking", "t:t.first:1", "t:t.second:1"),
                "--repository",
                directory.resolve("repository").toString());
        untilSaid("out", "t.second waits for t.first, which does not resolve.");

        assertThat(said("out")).contains("t.first needs t.thing (colour=blue), which no bundle of this node offers.");
        assertThat(node.isAlive()).isTrue();
    }

    @Test
    void a_missing_bundle_refuses_the_start_and_is_named() throws Exception {
        Process node = node("out", "--features", feature("holey", "t:nowhere:1"));

        assertThat(exitCode(node)).isEqualTo(1);
        assertThat(said("out")).contains("The bundle t:nowhere:1 of the feature t:holey:1 is missing");
    }

    @Test
    void a_wrong_watch_file_refuses_the_start_with_its_line_and_nothing_else() throws Exception {
        Path wrong = directory.resolve("wrong.yaml");
        Files.writeString(wrong, "elements:\n  shop:\n    proces: {}\n");

        assertThat(exitCode(node("wrong", "--watch", wrong.toString()))).isEqualTo(2);
        assertThat(said("wrong"))
                .contains("wrong.yaml:3:5: unknown key 'proces'")
                .doesNotContain("Exception");
    }

    @Test
    void words_that_are_not_understood_end_with_2() throws Exception {
        assertThat(exitCode(x0("verb", "dance"))).isEqualTo(2);
        assertThat(said("verb")).contains("There is no verb 'dance'");
        assertThat(exitCode(x0("option", "run", "--colour"))).isEqualTo(2);
        assertThat(said("option")).contains("'run' does not know '--colour'");
    }

    @Test
    void a_java_that_is_none_is_named() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(HOME.resolve("bin/x0").toString(), "run");
        builder.environment().put("X0_JAVA_HOME", directory.toString());
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(directory.resolve("out").toFile())
                .start();

        assertThat(exitCode(process)).isEqualTo(1);
        assertThat(said("out")).contains("X0_JAVA_HOME is " + directory + ", and that is no JDK 25");
    }
}
