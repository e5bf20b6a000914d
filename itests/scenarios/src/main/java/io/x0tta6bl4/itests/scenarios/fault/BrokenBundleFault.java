package io.x0tta6bl4.itests.scenarios.fault;

import io.x0tta6bl4.itests.scenarios.node.Answer;
import io.x0tta6bl4.itests.scenarios.node.BundleLine;
import io.x0tta6bl4.itests.scenarios.node.Node;
import io.x0tta6bl4.itests.scenarios.sample.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A bundle of the node itself is updated through the console to a version that cannot resolve. Over when the framework
 * holds the old content again, by the digest of what the jar in its cache holds, and Felix's own {@code lb} says it runs.
 */
public final class BrokenBundleFault implements Fault {
    private final Node node;
    private final String symbolicName;
    private final Path good;
    private final Path broken;
    private final long id;

    /** @param broken where the broken copy goes */
    public BrokenBundleFault(Node node, String symbolicName, Path good, Path broken) throws IOException {
        this.node = node;
        this.symbolicName = symbolicName;
        this.good = good;
        this.broken = broken;
        this.id = node.console().bundle(symbolicName).id();
        new BrokenJar(good).write(broken);
    }

    @Override
    public String target() {
        return "bundle/" + symbolicName;
    }

    @Override
    public String what() {
        return "update " + id + " of " + symbolicName + " to a version whose import nobody exports";
    }

    @Override
    public Instant inject() throws IOException {
        Instant before = Instant.now();
        Set<String> revisions = revisions();
        Answer answer = node.console().run("update " + id + " " + broken.toUri());
        // it may complain that the new version cannot resolve, which is the fault; but it must have been taken
        if (revisions().equals(revisions)) throw new IOException("the update was not taken: " + answer.words());
        return before;
    }

    @Override
    public boolean over() throws IOException {
        BundleLine line = node.console().bundle(symbolicName);
        return line.state().equals("Active") && !line.version().startsWith(BrokenJar.VERSION) && sameContent();
    }

    /** Whether the newest content in the framework's cache is the shipped one. */
    public boolean sameContent() throws IOException {
        Optional<Path> cached = cached();
        return cached.isPresent() && Digest.ofContent(cached.get()).equals(Digest.ofContent(good));
    }

    private Set<String> revisions() throws IOException {
        try (var files = Files.list(node.data().resolve("framework").resolve("bundle" + id))) {
            return files.map(f -> f.getFileName().toString()).collect(Collectors.toSet());
        }
    }

    private Optional<Path> cached() throws IOException {
        Path bundle = node.data().resolve("framework").resolve("bundle" + id);
        try (var files = Files.walk(bundle, 2)) {
            return files.filter(f -> f.getFileName().toString().equals("bundle.jar"))
                    .max(Comparator.comparingLong(BrokenBundleFault::revision));
        }
    }

    /** The cache counts revisions in the name of the directory: {@code version1.12}; the later the higher. */
    private static long revision(Path jar) {
        String[] numbers = jar.getParent()
                .getFileName()
                .toString()
                .replaceAll("[^0-9.]", "")
                .split("\\.");
        return Long.parseLong(numbers[0]) * 1_000_000 + Long.parseLong(numbers[1]);
    }
}
