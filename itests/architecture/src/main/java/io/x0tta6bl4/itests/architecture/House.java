package io.x0tta6bl4.itests.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The tree of the project on disk. */
public record House(Path root) {
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
    private static final Set<String> NOT_OURS = Set.of("target", ".git", ".idea");

    /** What a node or a bench leaves in the directory it was started in; packages may have these names. */
    private static final Set<String> LEFT_AT_ROOT = Set.of("node", "evidence");

    /** One bundle of {@code bundles/}; {@code path} is for example {@code knowledge/provider.yaml}. */
    public record Bundle(String path, Path directory) {
        public String artifactId() {
            return "io.x0tta6bl4." + path.replace('/', '.');
        }

        public boolean isApi() {
            return path.endsWith("/api");
        }

        public boolean isStub() {
            return path.endsWith("/stub");
        }

        public Path classes() {
            return directory.resolve("target/classes");
        }

        public Path manifest() {
            return classes().resolve("META-INF/MANIFEST.MF");
        }
    }

    /** The house that the working directory is in. */
    public static House here() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent())
            if (Files.isDirectory(at.resolve(".mvn")) && Files.isDirectory(at.resolve("bundles"))) return new House(at);
        throw new IllegalStateException(
                "run this inside the project; " + Path.of("").toAbsolutePath() + " is not");
    }

    /** Every bundle that the build names, built or not. */
    public List<Bundle> bundles() {
        return MODULE.matcher(read(root.resolve("bundles/pom.xml")))
                .results()
                .map(found -> found.group(1))
                .map(path -> new Bundle(path, root.resolve("bundles").resolve(path)))
                .toList();
    }

    /** Wherever the project lies: the name of its own directory says nothing. */
    private boolean ours(Path directory) {
        if (directory.equals(root)) return true;
        String name = directory.getFileName().toString();
        return !NOT_OURS.contains(name) && !(directory.getParent().equals(root) && LEFT_AT_ROOT.contains(name));
    }

    /** Files of the project, without what the build makes, in a stable order. */
    public List<Path> files(Predicate<Path> wanted) {
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    return ours(directory) ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile() && wanted.test(file)) found.add(file);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found.stream().sorted().toList();
    }

    /** Files below a directory, if it is there. */
    static List<Path> below(Path directory, String ending) {
        if (Files.notExists(directory)) return List.of();
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(path -> path.toString().endsWith(ending)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How a file is called in a message. */
    public String name(Path file) {
        return root.relativize(file).toString();
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
