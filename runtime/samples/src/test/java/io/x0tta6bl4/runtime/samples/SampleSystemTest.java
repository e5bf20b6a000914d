package io.x0tta6bl4.runtime.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sample system as real processes. */
class SampleSystemTest {
    @TempDir
    Path directory;

    private final List<Process> started = new ArrayList<>();
    private Path configuration;

    @BeforeEach
    void configure() throws IOException {
        configuration = Files.writeString(directory.resolve("sample.properties"), "label = sample\nworkers = 4\n");
    }

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
    }

    private Process java(Class<?> main, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-cp",
                Path.of("target", "classes").toAbsolutePath().toString(),
                main.getName()));
        command.addAll(List.of(args));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        started.add(process);
        return process;
    }

    private Process service(String name, int port, String... more) throws IOException {
        List<String> args = new ArrayList<>(
                List.of("--name", name, "--port", "" + port, "--configuration", configuration.toString()));
        args.addAll(List.of(more));
        return java(SampleService.class, args.toArray(String[]::new));
    }

    private static Http.Answer get(int port, String path) {
        return Http.get(URI.create("http://127.0.0.1:" + port + path), 500);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void a_call_goes_through_the_whole_chain_and_all_callers_fail_with_the_leaf() throws Exception {
        int web = freePort();
        int orders = freePort();
        int store = freePort();
        service("web", web, "--calls", "http://127.0.0.1:" + orders, "--health", "deep");
        service("orders", orders, "--calls", "http://127.0.0.1:" + store, "--health", "deep");
        Process leaf = service("store", store);
        await().untilAsserted(() -> assertThat(get(web, "/health")).isEqualTo(new Http.Answer(200, "ok")));
        assertThat(get(web, "/").body()).isEqualTo("web>orders>store:1");
        assertThat(get(web, "/").body()).isEqualTo("web>orders>store:2");

        leaf.destroyForcibly().waitFor(5, TimeUnit.SECONDS);

        assertThat(get(web, "/health").status()).isEqualTo(503);
        assertThat(get(orders, "/health").status()).isEqualTo(503);
        assertThat(get(web, "/").status()).isEqualTo(502);
        service("store", store);
        await().untilAsserted(() -> assertThat(get(web, "/health").good()).isTrue());
    }

    @Test
    void shallow_health_does_not_look_below() throws Exception {
        int port = freePort();
        service("orders", port, "--calls", "http://127.0.0.1:" + freePort());
        await().untilAsserted(() -> assertThat(get(port, "/health").good()).isTrue());
        assertThat(get(port, "/").status()).isEqualTo(502);
    }

    @Test
    void a_wrong_configuration_keeps_it_from_starting_with_words() throws Exception {
        for (var wrong : List.of(
                List.of("label = x\n", "required key workers is missing"),
                List.of("label = x\nworkers = many\n", "found 'many', need a whole number from 1 to 64"),
                List.of("workers = 4\n", "required key label is missing"))) {
            Files.writeString(configuration, wrong.get(0));
            Process process = service("store", freePort());
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(3);
            assertThat(new String(process.getInputStream().readAllBytes())).contains(wrong.get(1));
        }
    }

    @Test
    void wrong_arguments_and_a_taken_port_end_it_with_words() throws Exception {
        Process process = java(SampleService.class, "--nmae", "x");
        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(new String(process.getInputStream().readAllBytes())).contains("unknown argument --nmae");
        try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getByName("127.0.0.1"))) {
            assertThat(service("store", taken.getLocalPort()).waitFor()).isEqualTo(4);
        }
    }

    @Test
    void it_stops_gracefully_on_sigterm() throws Exception {
        int port = freePort();
        Process process = service("store", port);
        await().untilAsserted(() -> assertThat(get(port, "/").good()).isTrue());
        process.toHandle().destroy();
        assertThat(process.waitFor(3, TimeUnit.SECONDS)).isTrue();
        assertThat(new String(process.getInputStream().readAllBytes())).contains("store stopped");
    }

    @Test
    void the_unhealable_answers_500_or_ends_as_often_as_it_was_told() throws Exception {
        int port = freePort();
        Process broken = java(Unhealable.class, "--port", "" + port);
        await().untilAsserted(() -> assertThat(get(port, "/health").status()).isEqualTo(500));
        broken.destroyForcibly().waitFor();
        String count = directory.resolve("count").toString();
        String[] args = {"--port", "" + port, "--mode", "exits", "--times", "2", "--count-file", count};
        assertThat(java(Unhealable.class, args).waitFor()).isEqualTo(1);
        assertThat(java(Unhealable.class, args).waitFor()).isEqualTo(1);
        java(Unhealable.class, args);
        await().untilAsserted(() -> assertThat(get(port, "/").good()).isTrue());
    }

    @Test
    void the_load_keeps_its_rate_and_counts_what_failed() throws Exception {
        int port = freePort();
        Process leaf = service("store", port);
        await().untilAsserted(() -> assertThat(get(port, "/").good()).isTrue());
        Path out = directory.resolve("load.json");
        String url = "http://127.0.0.1:" + port + "/";
        Process load = java(Load.class, "--url", url, "--rate", "100", "--seconds", "1", "--out", out.toString());
        assertThat(load.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(out))
                .contains("\"okTotal\":100,\"failedTotal\":0")
                .contains("\"p99\":");
        leaf.destroyForcibly().waitFor();
        java(Load.class, "--url", url, "--rate", "100", "--seconds", "1", "--out", out.toString())
                .waitFor();
        assertThat(Files.readString(out))
                .contains("\"okTotal\":0,\"failedTotal\":100")
                .contains("\"latencyMicros\":null");
    }
}
