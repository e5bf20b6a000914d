package io.x0tta6bl4.runtime.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecClientTest {

    @TempDir
    Path data;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /** What a node does: reads one request, writes frames. */
    private interface Node {
        void answer(DataOutputStream out) throws Exception;
    }

    private CompletableFuture<JsonObject> node(Node node) throws Exception {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(data.resolve("exec.sock")));
        CompletableFuture<JsonObject> request = new CompletableFuture<>();
        Thread.ofPlatform().daemon().start(() -> {
            try (server;
                    SocketChannel client = server.accept()) {
                DataInputStream in = new DataInputStream(Channels.newInputStream(client));
                String json = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
                request.complete(Json.createReader(new StringReader(json)).readObject());
                node.answer(new DataOutputStream(Channels.newOutputStream(client)));
            } catch (Exception e) {
                request.completeExceptionally(e);
            }
        });
        return request;
    }

    private int run(String... words) throws Refusal {
        return ExecClient.run(List.of(words), new PrintStream(out, true), new PrintStream(err, true));
    }

    private static void frame(DataOutputStream out, char type, byte[] payload) throws Exception {
        out.writeByte(type);
        out.writeInt(payload.length);
        out.write(payload);
    }

    @Test
    void output_goes_where_the_node_says_and_the_exit_code_is_that_of_the_command() throws Exception {
        CompletableFuture<JsonObject> request = node(channel -> {
            frame(channel, 'o', "grün\n".getBytes(StandardCharsets.UTF_8));
            frame(channel, 'e', "oh\n".getBytes(StandardCharsets.UTF_8));
            frame(channel, 'x', new byte[] {0, 0, 0, 3});
        });

        assertThat(run("exec", "--data", data.toString(), "echo \"a\\b\"\u0001"))
                .isEqualTo(3);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("grün\n");
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("oh\n");
        assertThat(request.get(5, TimeUnit.SECONDS).getString("command")).isEqualTo("echo \"a\\b\"\u0001");
    }

    @Test
    void a_backup_that_only_the_node_can_see_is_no_success() throws Exception {
        Path seen = Files.createFile(data.resolve("seen.backup"));
        node(channel -> frame(channel, 'x', new byte[4]));
        assertThat(run("backup", "--data", data.toString(), seen.toString())).isZero();

        Files.delete(data.resolve("exec.sock"));
        node(channel -> frame(channel, 'x', new byte[4]));
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> run(
                        "backup",
                        "--data",
                        data.toString(),
                        data.resolve("elsewhere.backup").toString()))
                .withMessageContaining("where only it sees it");
    }

    @Test
    void verbs_are_commands_of_the_console() throws Refusal {
        assertThat(ExecClient.command("readiness", List.of("--json"))).isEqualTo("readiness:show --json");
        assertThat(ExecClient.command("status", List.of())).isEqualTo("loop:status");
        assertThat(ExecClient.command("incidents", List.of())).isEqualTo("incident:list");
        assertThat(ExecClient.command("exec", List.of("lb", "-s"))).isEqualTo("lb -s");
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> ExecClient.command("exec", List.of()))
                .satisfies(refusal -> assertThat(refusal.exitCode()).isEqualTo(Refusal.USAGE));
    }

    @Test
    void no_node_is_said_with_the_directory_that_was_tried() {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> run("exec", "--data=" + data, "lb"))
                .withMessageContaining("No node runs in " + data);
    }

    @Test
    void the_socket_of_a_node_that_was_killed_is_no_node() throws Exception {
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(data.resolve("exec.sock")));
        }

        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> run("exec", "--data", data.toString(), "lb"))
                .withMessageContaining("nobody answers");
    }

    @Test
    void an_answer_that_breaks_off_is_no_success() throws Exception {
        node(channel -> frame(channel, 'o', new byte[] {'a'}));

        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> run("exec", "--data", data.toString(), "lb"))
                .withMessageContaining("ended the connection before the command had ended");
    }
}
