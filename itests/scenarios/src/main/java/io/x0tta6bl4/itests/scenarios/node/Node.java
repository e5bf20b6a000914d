package io.x0tta6bl4.itests.scenarios.node;

import io.x0tta6bl4.itests.scenarios.sample.HttpProbe;
import io.x0tta6bl4.itests.scenarios.sample.Ports;
import io.x0tta6bl4.itests.scenarios.sample.Waiting;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A node of the product, run as its own process from the distribution. */
public final class Node implements AutoCloseable {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
    private final Process process;
    private final Path data;
    private final Path output;
    private final int http;
    private final Console console;

    private Node(Process process, Path data, Path output, int http) {
        this.process = process;
        this.data = data;
        this.output = output;
        this.http = http;
        this.console = new Console(new ExecSocket(data.resolve("exec.sock"), Duration.ofSeconds(10)));
    }

    /** Starts {@code bin/x0 run} on a data directory, production profile, without a console on the terminal. */
    public static Node start(Distribution distribution, Path watch, Path data) throws IOException {
        return start(distribution, watch, data, Map.of(), List.of());
    }

    /** The same with more variables of the environment and more options. */
    public static Node start(
            Distribution distribution, Path watch, Path data, Map<String, String> environment, List<String> options)
            throws IOException {
        int http = Ports.free();
        Path output = data.resolveSibling(data.getFileName() + "." + http + ".out");
        List<String> command = new ArrayList<>(distribution.x0("run", "--watch", watch.toString()));
        command.addAll(List.of("--data", data.toString(), "--http", String.valueOf(http), "--no-console"));
        command.addAll(options);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                .redirectOutput(output.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        return new Node(builder.start(), data, output, http);
    }

    public Path data() {
        return data;
    }

    public Console console() {
        return console;
    }

    public URI health(String which) {
        return URI.create("http://127.0.0.1:" + http + "/health/" + which);
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** Its exit code, once it has ended within the limit. */
    public int awaitExit(Duration limit) throws InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS))
            throw new IllegalStateException("the node did not end within " + limit.toSeconds() + " s");
        return process.exitValue();
    }

    /** Everything it printed. */
    public String output() throws IOException {
        return Files.readString(output);
    }

    /** Waits until its readiness probe answers 200. */
    public void awaitReady(Duration limit) throws IOException {
        var probe = new HttpProbe(health("ready"), Duration.ofSeconds(1));
        if (!Waiting.until(() -> !alive() || probe.ask().ok(), limit, Duration.ofMillis(20)) || !alive())
            throw new IllegalStateException("the node is not ready: "
                    + (alive() ? NodeJson.unready(probe.ask().body()) : "it ended") + "; it said:\n"
                    + output().lines().limit(20).reduce("", (a, b) -> a + "  " + b + "\n"));
    }

    /** Kills the node itself at once, like a crash; what it supervises is not touched. */
    public void crash() throws InterruptedException {
        launched().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.waitFor();
    }

    /** Asks it to end and kills it when it does not. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) crash();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** The process ids of the node itself: the script and, if it did not become it, the JVM. */
    public List<Long> pids() {
        List<Long> all = new ArrayList<>(List.of(process.pid()));
        launched().forEach(child -> all.add(child.pid()));
        return all;
    }

    private List<ProcessHandle> launched() {
        String ours = data.toString();
        return process.children()
                .filter(child ->
                        List.of(child.info().arguments().orElse(new String[0])).contains(ours))
                .toList();
    }
}
