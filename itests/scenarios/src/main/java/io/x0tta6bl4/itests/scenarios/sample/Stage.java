package io.x0tta6bl4.itests.scenarios.sample;

import io.x0tta6bl4.itests.scenarios.node.Console;
import io.x0tta6bl4.itests.scenarios.node.Distribution;
import io.x0tta6bl4.itests.scenarios.node.ElementView;
import io.x0tta6bl4.itests.scenarios.node.Node;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A temporary directory with a sample system, a watch file and a node in it. Closing ends every process it started, also
 * when the JVM is told to end (Ctrl-C), and removes the directory unless it was to be kept.
 */
public final class Stage implements AutoCloseable {
    private static final Duration READY_LIMIT = Duration.ofSeconds(30);
    private final Distribution distribution;
    private final Path directory;
    private final SampleSystem system;
    private final WatchFile watch;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Thread hook = new Thread(this::end, "stage-clean-up");
    private final Map<String, String> environment = new TreeMap<>();
    private List<String> features = List.of();
    private volatile boolean keep;
    private Node node;

    private Stage(Distribution distribution, Path directory) throws IOException {
        this.distribution = distribution;
        this.directory = directory;
        this.system = new SampleSystem(Files.createDirectory(directory.resolve("system")));
        this.watch = new WatchFile().pages(directory.resolve("pages.jsonl"));
        system.services().forEach(service -> watch.element(system.watched(service.name())));
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** A stage in a new directory of its own. */
    public static Stage open(Distribution distribution, String name) throws IOException {
        return new Stage(
                distribution, Files.createTempDirectory("x0-" + name + "-").toRealPath());
    }

    public Distribution distribution() {
        return distribution;
    }

    public Path directory() {
        return directory;
    }

    public SampleSystem system() {
        return system;
    }

    /** The watch file to be; write it with {@link #writeWatch}. */
    public WatchFile watch() {
        return watch;
    }

    public Path watchFile() {
        return directory.resolve("watch.yaml");
    }

    public Path data() {
        return directory.resolve("data");
    }

    public void writeWatch() throws IOException {
        watch.write(watchFile());
    }

    /** A variable of the environment of nodes that are started from now on. */
    public void environment(String name, String value) {
        environment.put(name, value);
    }

    /** More or fewer features of nodes that are started from now on, as {@code x0 run --features} takes them. */
    public void features(String change) {
        features = List.of("--features", change);
    }

    /** Starts the node and waits until it is ready and the front door serves. */
    public Node startNode() throws IOException {
        writeWatch();
        return restartNode();
    }

    /** Starts a node on the same data directory and the watch file as it is. */
    public Node restartNode() throws IOException {
        node = Node.start(distribution, watchFile(), data(), environment, features);
        closeLater(node);
        node.awaitReady(READY_LIMIT);
        return node;
    }

    public Node node() {
        return node;
    }

    public Console console() {
        return node.console();
    }

    /** Waits until the front door and billing serve and every element that was configured is healthy. */
    public void awaitHealthy(Duration limit) throws IOException {
        boolean serving =
                Waiting.until(() -> system.frontDoor().ask().ok() && allHealthy(), limit, Duration.ofMillis(50));
        if (!serving)
            throw new IllegalStateException("the sample system did not become healthy within " + limit.toSeconds()
                    + " s; front door: " + system.frontDoor().ask().words() + "; not healthy: " + unwell());
    }

    /** Waits until the node knows a service's configuration as one that works, so that it could put it back. */
    public void awaitBaseline(String service, Duration limit) throws IOException {
        boolean known = Waiting.until(
                () -> console().say("element:show " + service + " --json").contains("\"value\":\"baseline\""),
                limit,
                Duration.ofMillis(100));
        if (!known)
            throw new IllegalStateException(
                    "the configuration of " + service + " did not become a known good one within " + limit.toSeconds()
                            + " s: " + console().say("element:show " + service));
    }

    private List<ElementView> unwell() throws IOException {
        return console().elements().stream()
                .filter(e -> !e.state().equals("HEALTHY"))
                .toList();
    }

    private boolean allHealthy() throws IOException {
        List<String> names = system.services().stream().map(Service::name).toList();
        return console().elements().stream()
                .filter(e -> names.contains(e.id()))
                .allMatch(e -> e.state().equals("HEALTHY"));
    }

    /** The lines of the page file so far. */
    public List<String> pages() throws IOException {
        Path file = directory.resolve("pages.jsonl");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    /** Something to close with the stage, before what was given earlier. */
    public synchronized <T extends AutoCloseable> T closeLater(T closeable) {
        open.push(closeable);
        return closeable;
    }

    /** Keeps the directory for a person to look into. */
    public void keep() {
        keep = true;
    }

    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the JVM is ending and the hook runs or ran
        }
    }

    private synchronized void end() {
        while (!open.isEmpty()) closeQuietly(open.pop());
        system.endAll();
        if (!keep) delete();
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            System.err.println("clean-up: " + e.getMessage());
        }
    }

    private void delete() {
        try {
            delete(directory);
        } catch (IOException e) {
            System.err.println("clean-up: could not remove " + directory + ": " + e.getMessage());
        }
    }

    /** Removes a directory with all that is in it. */
    public static void delete(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path entered, IOException failure) throws IOException {
                Files.deleteIfExists(entered);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
