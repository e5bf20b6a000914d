package io.x0tta6bl4.itests.scenarios.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecSocketTest {
    @TempDir
    Path directory;

    /** Answers one request; what the other side asked is in the future. */
    private CompletableFuture<String> serve(ServerSocketChannel server, boolean answers) {
        return CompletableFuture.supplyAsync(() -> {
            try (var channel = server.accept()) {
                var in = new DataInputStream(Channels.newInputStream(channel));
                String request = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
                if (!answers) in.read();
                var out = new DataOutputStream(Channels.newOutputStream(channel));
                frame(out, 'o', "half ".getBytes(StandardCharsets.UTF_8));
                frame(out, 'e', "oh".getBytes(StandardCharsets.UTF_8));
                frame(out, 'o', "and half".getBytes(StandardCharsets.UTF_8));
                frame(out, 'x', new byte[] {0, 0, 0, 3});
                return request;
            } catch (IOException e) {
                return e.toString();
            }
        });
    }

    private static void frame(DataOutputStream out, char type, byte[] payload) throws IOException {
        out.writeByte(type);
        out.writeInt(payload.length);
        out.write(payload);
        out.flush();
    }

    private ServerSocketChannel listen(Path socket) throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
    }

    @Test
    void a_command_goes_out_and_its_streams_and_exit_code_come_back() throws Exception {
        Path socket = directory.resolve("exec.sock");
        try (var server = listen(socket)) {
            var request = serve(server, true);
            Answer answer = new ExecSocket(socket, Duration.ofSeconds(5)).run("loop:status --json");
            assertThat(answer).isEqualTo(new Answer(3, "half and half", "oh"));
            assertThat(request.join())
                    .contains("\"command\":\"loop:status --json\"")
                    .contains("\"color\":false");
        }
    }

    @Test
    void a_node_that_does_not_answer_is_waited_for_only_so_long() throws Exception {
        Path socket = directory.resolve("exec.sock");
        try (var server = listen(socket)) {
            serve(server, false);
            assertThatThrownBy(() -> new ExecSocket(socket, Duration.ofMillis(100)).run("lb"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("no answer to 'lb'");
        }
    }
}
