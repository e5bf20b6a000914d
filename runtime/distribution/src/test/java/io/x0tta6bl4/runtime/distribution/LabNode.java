package io.x0tta6bl4.runtime.distribution;

import static org.awaitility.Awaitility.await;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A node of the distribution in a process of its own, asked through its console; a lab node unless told otherwise. */
final class LabNode implements AutoCloseable {
    static final Path HOME = Path.of(System.getProperty("x0.dist"));

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");

    private final Path directory;
    private final String features;
    private final String javaOptions;
    private final Path home;
    private final List<String> options;
    private final Map<String, String> environment = new HashMap<>();
    private @Nullable Process process;

    /** @param features of the node; empty for those of the distribution */
    LabNode(Path directory, String features, String javaOptions) {
        this(HOME, directory, features, javaOptions, "--profile", "lab");
    }

    /** @param options further ones of {@code x0 run} */
    LabNode(Path home, Path directory, String features, String javaOptions, String... options) {
        this.home = home;
        this.options = List.of(options);
        this.directory = directory;
        this.features = features;
        this.javaOptions = javaOptions;
    }

    LabNode with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    void start() throws IOException {
        List<String> words = new ArrayList<>(List.of(home.resolve("bin/x0").toString(), "run", "--data"));
        words.addAll(List.of(directory.resolve("node").toString(), "--http", "0", "--no-console"));
        words.addAll(options);
        if (!features.isEmpty()) words.addAll(List.of("--features", features));
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().put("X0_JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("X0_JAVA_OPTS", javaOptions);
        builder.environment().putAll(environment);
        Path said = directory.resolve("out");
        process =
                builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
        await("the node to start, it said: " + said)
                .atMost(LIMIT)
                .until(() -> Files.readString(said).contains("speak"));
        await("the node to answer")
                .atMost(LIMIT)
                .ignoreExceptions()
                .until(() -> command("feature:list").contains("base"));
    }

    /** What the node answers; what a kill cut off is empty. */
    String command(String line) {
        Path socket = directory.resolve("node/exec.sock");
        StringBuilder answer = new StringBuilder();
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            byte[] request = ("{\"command\": \"" + line + "\", \"columns\": 0, \"color\": false}")
                    .getBytes(StandardCharsets.UTF_8);
            channel.write(ByteBuffer.allocate(4 + request.length)
                    .putInt(request.length)
                    .put(request)
                    .flip());
            DataInputStream in = new DataInputStream(Channels.newInputStream(channel));
            for (int type = in.readUnsignedByte(); type != 'x'; type = in.readUnsignedByte())
                answer.append(new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8));
        } catch (IOException e) {
            return answer.toString();
        }
        return answer.toString();
    }

    /** Where it speaks HTTP, without a slash at the end. */
    String address() throws IOException {
        Matcher address = ADDRESS.matcher(Files.readString(directory.resolve("out")));
        if (!address.find()) throw new IllegalStateException("it did not say where it speaks HTTP");
        return address.group();
    }

    void kill() throws InterruptedException {
        if (process != null) process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        if (process != null) process.destroyForcibly();
    }
}
