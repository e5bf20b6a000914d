package io.x0tta6bl4.feature.provider.maven;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** A repository of files with one artifact whose checksum fits and one whose does not. */
record TrialRepository(Path directory) implements AutoCloseable {
    private static final byte[] CONTENT = "self-test".getBytes(StandardCharsets.UTF_8);

    static TrialRepository create() throws IOException {
        TrialRepository trial = new TrialRepository(Files.createTempDirectory("x0-maven-self-test"));
        trial.put("right", sha1(CONTENT));
        trial.put("wrong", "0".repeat(40));
        return trial;
    }

    private void put(String name, String checksum) throws IOException {
        Path folder = Files.createDirectories(directory.resolve("repository/self/" + name + "/1"));
        Files.write(folder.resolve(name + "-1.txt"), CONTENT);
        Files.writeString(folder.resolve(name + "-1.txt.sha1"), checksum);
    }

    private static String sha1(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    String check(Limits limits) throws IOException {
        var repository = directory.resolve("repository").toUri();
        try (Resolver resolver = new Resolver(List.of(repository), directory.resolve("cache"), limits)) {
            Optional<Path> right = resolver.resolve(MavenCoordinates.artifact("self:right:txt:1"), false);
            if (right.isEmpty()) throw new IllegalStateException("an artifact that is there was not found");
            refused(resolver);
            return "fetched and refused as wanted";
        }
    }

    private static void refused(Resolver resolver) throws IOException {
        Optional<Path> wrong;
        try {
            wrong = resolver.resolve(MavenCoordinates.artifact("self:wrong:txt:1"), false);
        } catch (IOException expected) {
            return;
        }
        throw new IllegalStateException("an artifact with a wrong checksum was taken: " + wrong);
    }

    @Override
    public void close() throws IOException {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
