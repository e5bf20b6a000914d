package io.x0tta6bl4.runtime.launcher;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Makes the ahead-of-time cache of a distribution: runs a node once, asks it what people ask, stops it, and has the
 * JVM write what it has learnt. A distribution without the cache works as well, only slower: a failure here is said,
 * and is none of the build.
 */
public final class AotTraining {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration WRITE_LIMIT = Duration.ofSeconds(180);

    private final Path home;
    private final Path data;

    private AotTraining(Path home, Path data) {
        this.home = home;
        this.data = data;
    }

    /** {@code DIR}. Always ends with 0. */
    public static void main(String[] words) throws IOException, InterruptedException {
        Path home = Path.of(words[0]).toAbsolutePath();
        Path work = Files.createTempDirectory("x0-aot");
        try {
            long begun = System.nanoTime();
            String failure = new AotTraining(home, work.resolve("node")).train();
            if (failure.isEmpty()) {
                System.out.println("AOT cache: " + (Files.size(cache(home)) >> 20) + " MB in "
                        + Duration.ofNanos(System.nanoTime() - begun).toSeconds() + " s");
            } else {
                Files.deleteIfExists(cache(home));
                Files.deleteIfExists(home.resolve("lib/x0.aot.sums"));
                System.err.println("AOT cache: not made, " + failure + ". The node starts without it, only slower.");
            }
        } finally {
            delete(work);
        }
    }

    private static Path cache(Path home) {
        return home.resolve("lib/x0.aot");
    }

    /** Empty, or why there is no cache. */
    private String train() throws IOException, InterruptedException {
        Files.deleteIfExists(cache(home));
        Path output = Files.createTempFile(data.getParent(), "node", ".out");
        ProcessBuilder builder = new ProcessBuilder(
                x0(), "run", "--data", data.toString(), "--http", "0", "--no-console", "--name", "training");
        builder.environment().put("X0_JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("X0_AOT_OUTPUT", cache(home).toString());
        Process node = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        String health = health(node, output);
        if (!health.isEmpty()) {
            visit(health);
            exec("lb");
            exec("readiness:show");
        }
        node.destroy();
        if (!node.waitFor(WRITE_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            node.destroyForcibly();
            return "the node did not end within " + WRITE_LIMIT.toSeconds() + " s";
        }
        if (health.isEmpty()) {
            return "the node did not start: " + Files.readString(output).strip();
        }
        return Files.exists(cache(home))
                ? ""
                : "the JVM wrote none: " + Files.readString(output).strip();
    }

    private String x0() {
        return home.resolve("bin/x0").toString();
    }

    /** The address of the health checks as the node printed it; empty when it did not start. */
    private static String health(Process node, Path output) throws IOException, InterruptedException {
        long limit = System.nanoTime() + START_LIMIT.toNanos();
        while (node.isAlive() && System.nanoTime() < limit) {
            List<String> lines = Files.readAllLines(output);
            boolean started = lines.stream().anyMatch(line -> line.startsWith("speak"));
            for (String line : lines) {
                if (started && line.startsWith("health")) {
                    return line.substring("health".length()).strip();
                }
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return "";
    }

    /** As an orchestrator does: some times, whatever the answer. */
    private static void visit(String health) throws InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(health))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            for (int visit = 0; visit < 10; visit++) {
                client.send(request, HttpResponse.BodyHandlers.discarding());
                TimeUnit.MILLISECONDS.sleep(200);
            }
        } catch (IOException e) {
            System.err.println("AOT cache: the health checks did not answer, " + Words.of(e));
        }
    }

    private void exec(String command) throws IOException, InterruptedException {
        Process exec = new ProcessBuilder(x0(), "exec", "--data", data.toString(), command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!exec.waitFor(20, TimeUnit.SECONDS)) {
            exec.destroyForcibly();
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
