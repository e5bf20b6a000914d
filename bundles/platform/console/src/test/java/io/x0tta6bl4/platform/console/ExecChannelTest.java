package io.x0tta6bl4.platform.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.x0tta6bl4.policy.api.FixedAnswer;
import jakarta.json.Json;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.felix.gogo.jline.Posix;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;
import org.apache.felix.service.command.CommandSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over a real socket, with a real Gogo. */
class ExecChannelTest {
    @TempDir
    Path directory;

    /** One for the whole run, because it takes over the standard streams of the process. */
    private static final ThreadIOImpl STREAMS = new ThreadIOImpl();

    private final CommandProcessorImpl gogo = new CommandProcessorImpl(STREAMS);
    private final java.util.Set<String> forbidden = new java.util.HashSet<>();
    private final CountDownLatch release = new CountDownLatch(1);
    private final CountDownLatch waiting = new CountDownLatch(ExecChannel.CLIENT_LIMIT);
    private final FixedAnswer policy = new FixedAnswer(request -> !forbidden.contains(request.action()));
    private ExecChannel channel;

    /** Commands to call. */
    public final class Commands {
        public String greet(String name) {
            return "hello " + name;
        }

        public List<String> lines() {
            return List.of("alpha", "beta", "gamma");
        }

        public void fail() {
            throw new CommandFailed("the element is gone");
        }

        public String who(CommandSession session) {
            return Operators.of(session) + " " + Screen.of(session);
        }

        public void hang() throws InterruptedException {
            waiting.countDown();
            release.await();
        }

        public void flood() {
            while (!Thread.currentThread().isInterrupted()) System.out.println("x".repeat(1_000));
        }
    }

    record Answer(String out, String err, int exit) {}

    @BeforeAll
    static void divideTheStandardStreams() {
        STREAMS.start();
    }

    @BeforeEach
    void start() throws Exception {
        for (String name : List.of("greet", "lines", "fail", "who", "hang", "flood"))
            gogo.addCommand("t", new Commands(), name);
        for (String name : List.of("grep", "head")) gogo.addCommand("gogo", new Posix(gogo), name);
        open(ExecChannel.DEADLINE);
    }

    private void open(Duration deadline) throws IOException {
        channel = new ExecChannel(new ExecSocket(socket()), gogo, deadline).with(policy);
    }

    @AfterEach
    void stop() throws Exception {
        release.countDown();
        channel.close();
        gogo.stop();
    }

    private Path socket() {
        return directory.resolve("data/exec.sock");
    }

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(socket()));
    }

    private static void send(SocketChannel client, String command, boolean colour) throws IOException {
        send(
                client,
                Json.createObjectBuilder()
                        .add("command", command)
                        .add("columns", 100)
                        .add("color", colour)
                        .build()
                        .toString());
    }

    private static void send(SocketChannel client, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        client.write(ByteBuffer.allocate(4 + bytes.length)
                .putInt(bytes.length)
                .put(bytes)
                .flip());
    }

    private static Answer answer(SocketChannel client) throws IOException {
        DataInputStream in = new DataInputStream(Channels.newInputStream(client));
        StringBuilder out = new StringBuilder();
        StringBuilder err = new StringBuilder();
        while (true) {
            int type = in.read();
            if (type < 0) throw new EOFException("no exit frame");
            byte[] payload = in.readNBytes(in.readInt());
            String text = new String(payload, StandardCharsets.UTF_8);
            switch (type) {
                case 'o' -> out.append(text);
                case 'e' -> err.append(text);
                case 'x' -> {
                    assertThat(in.read()).isEqualTo(-1);
                    return new Answer(
                            out.toString(),
                            err.toString(),
                            ByteBuffer.wrap(payload).getInt());
                }
                default -> throw new IOException("frame of type " + type);
            }
        }
    }

    private Answer exec(String command) throws IOException {
        try (SocketChannel client = connect()) {
            send(client, command, false);
            return answer(client);
        }
    }

    @Test
    void a_command_is_run_and_its_result_printed_as_the_shell_would() throws Exception {
        assertThat(exec("t:greet world")).isEqualTo(new Answer("hello world\n", "", 0));
        assertThat(exec("greet 'two words'")).isEqualTo(new Answer("hello two words\n", "", 0));
    }

    @Test
    void pipes_work_and_carry_no_colours_for_a_client_without_any() throws Exception {
        assertThat(exec("t:lines | grep et")).isEqualTo(new Answer("beta\n", "", 0));
        assertThat(exec("t:lines | grep a | head -n 1").out()).isEqualTo("alpha\n");
    }

    @Test
    void a_client_with_colours_gets_them() throws Exception {
        try (SocketChannel client = connect()) {
            send(client, "t:lines | grep et", true);
            assertThat(answer(client).out()).contains("\u001b[");
        }
    }

    @Test
    void a_failed_command_says_why_and_exits_with_one() throws Exception {
        assertThat(exec("t:fail")).isEqualTo(new Answer("", "the element is gone\n", 1));
    }

    @Test
    void an_unknown_command_is_refused_with_near_names() throws Exception {
        Answer answer = exec("t:gret world");

        assertThat(answer.exit()).isEqualTo(1);
        assertThat(answer.err()).contains("There is no command 't:gret'").contains("t:greet");
    }

    @Test
    void a_line_that_is_no_command_is_refused() throws Exception {
        assertThat(exec("t:greet {").exit()).isEqualTo(1);
    }

    @Test
    void a_session_knows_the_user_the_width_and_the_colours_of_its_client() throws Exception {
        assertThat(exec("t:who").out())
                .isEqualTo(System.getProperty("user.name") + " Screen[colour=false, columns=100]\n");
    }

    @Test
    void the_socket_and_its_directory_belong_to_the_user_alone() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket().getParent())))
                .isEqualTo("rwx------");
        assertThat(Files.list(socket().getParent())).containsExactly(socket());
    }

    @Test
    void a_peer_of_another_user_is_refused_in_words() throws Exception {
        channel.close();
        ExecSocket socket = new ExecSocket(socket());
        var other = socket().getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
        channel = new ExecChannel(socket, other, gogo, ExecChannel.DEADLINE).with(policy);

        try (SocketChannel client = connect()) {
            Answer answer = answer(client);
            assertThat(answer.exit()).isEqualTo(1);
            assertThat(answer.err()).contains("belongs to user nobody").contains(System.getProperty("user.name"));
        }
    }

    @Test
    void a_socket_left_behind_is_replaced_and_the_own_one_removed() throws Exception {
        channel.close();
        assertThat(socket()).doesNotExist();
        try (var left = java.nio.channels.ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
            left.bind(UnixDomainSocketAddress.of(socket()));
        }
        assertThat(socket()).exists();

        open(ExecChannel.DEADLINE);

        assertThat(exec("t:greet again").out()).isEqualTo("hello again\n");
    }

    @Test
    void a_command_beyond_the_deadline_is_cut_off() throws Exception {
        channel.close();
        open(Duration.ofMillis(200));

        Answer answer = exec("t:hang");

        assertThat(answer.exit()).isEqualTo(124);
        assertThat(answer.err()).contains("did not end within 200 ms");
    }

    @Test
    void a_command_that_floods_a_client_that_does_not_read_is_cut_off_too() throws Exception {
        channel.close();
        open(Duration.ofMillis(300));
        try (SocketChannel client = connect()) {
            send(client, "t:flood", false);
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> Thread.getAllStackTraces().keySet().stream()
                            .noneMatch(t -> t.getName().equals("exec-client")));
        }
    }

    @Test
    void requests_that_are_none_are_refused_in_words() throws Exception {
        try (SocketChannel client = connect()) {
            client.write(
                    ByteBuffer.allocate(4).putInt(ExecRequest.SIZE_LIMIT + 1).flip());
            assertThat(answer(client).err()).contains("65536").contains("65537");
        }
        for (String wrong : List.of("[]", "{}", "{\"command\": 5}", "nonsense")) {
            try (SocketChannel client = connect()) {
                send(client, wrong);
                assertThat(answer(client).exit()).isEqualTo(1);
            }
        }
    }

    @Test
    void one_client_too_many_is_refused_and_served_again_when_another_has_ended() throws Exception {
        List<SocketChannel> busy = new ArrayList<>();
        for (int i = 0; i < ExecChannel.CLIENT_LIMIT; i++) {
            SocketChannel client = connect();
            busy.add(client);
            send(client, "t:hang", false);
        }
        assertThat(waiting.await(10, TimeUnit.SECONDS)).isTrue();

        try (SocketChannel client = connect()) {
            assertThat(answer(client).err()).contains("16 commands are running");
        }
        release.countDown();
        for (SocketChannel client : busy) {
            assertThat(answer(client).exit()).isZero();
            client.close();
        }
        await().until(() -> exec("t:greet again").exit() == 0);
    }

    @Test
    void a_path_too_long_for_a_socket_is_refused_in_words() {
        assertThatThrownBy(
                        () -> new ExecSocket(directory.resolve("x".repeat(120)).resolve("exec.sock")))
                .hasMessageContaining("choose a shorter data directory");
    }

    @Test
    void a_client_that_policy_does_not_let_connect_runs_nothing() throws Exception {
        forbidden.add("connect");
        try (SocketChannel client = connect()) {
            send(client, "t:greet you", false);
            Answer refused = answer(client);
            assertThat(refused.exit()).isEqualTo(1);
            assertThat(refused.out()).isEmpty();
            assertThat(refused.err()).contains("Refused: connect on console:exec by spiffe://x0.local/user/");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x = [a b]; $x getClass",
                "x=5",
                "t:greet $USER",
                "t:greet \"$USER\"",
                "(t:lines) get 0",
                "each [1 2] { t:greet $it }",
                "{ t:greet a }",
                "t:greet a > /tmp/x",
                "t:greet a \\; x",
                "$.context bundles",
                "t:greet 'a",
                "t:greet %(1 + 1)",
                "! t:fail"
            })
    void a_script_needs_a_right_of_its_own(String line) throws Exception {
        forbidden.add("script");
        try (SocketChannel client = connect()) {
            send(client, line, false);
            assertThat(answer(client).err()).contains("Refused: script on console:exec");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"t:greet you", "t:lines | grep 'al(pha)?'", "t:greet 'x = $y'", "t:greet a; t:greet b=c"})
    void commands_with_plain_words_are_no_script(String line) throws Exception {
        forbidden.add("script");
        try (SocketChannel client = connect()) {
            send(client, line, false);
            assertThat(answer(client).err()).doesNotContain("Refused");
        }
    }

    @Test
    void nobody_gives_an_order_under_another_name() throws Exception {
        try (SocketChannel client = connect()) {
            send(client, "x0.user = somebody; t:who", false);
            assertThat(answer(client).out()).doesNotContain("somebody at").doesNotStartWith("somebody ");
        }
    }
}
