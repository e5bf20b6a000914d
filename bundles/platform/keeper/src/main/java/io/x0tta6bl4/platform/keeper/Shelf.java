package io.x0tta6bl4.platform.keeper;

import io.x0tta6bl4.platform.api.BundleContent;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The last content of each bundle that worked, in files of its own: one jar named by its digest, and one file that says
 * which jar counts, so that a kill at any moment leaves the old or the new one. It survives the node.
 */
final class Shelf {
    private static final int DIGEST_IN_NAME = 16;

    private final Path directory;
    private final Map<String, Optional<Kept>> known = new HashMap<>();

    Shelf(Path directory) {
        this.directory = directory;
    }

    /** What is kept of a bundle; a note that cannot be read counts as none. */
    Optional<Kept> of(String symbolicName) {
        return known.computeIfAbsent(symbolicName, this::read);
    }

    private Optional<Kept> read(String symbolicName) {
        try {
            Properties note = new Properties();
            note.load(new StringReader(Files.readString(note(symbolicName))));
            String services = note.getProperty("services", "");
            return Optional.of(new Kept(
                    required(note, "version"),
                    required(note, "digest"),
                    services.isEmpty() ? Set.of() : Set.of(services.split(","))));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String required(Properties note, String key) throws IOException {
        String value = note.getProperty(key);
        if (value == null || value.length() < (key.equals("digest") ? DIGEST_IN_NAME : 1))
            throw new IOException("no " + key);
        return value;
    }

    /** The content itself; refused when it is not what was kept. */
    BundleContent content(String symbolicName, Kept kept) throws IOException {
        BundleContent content = new BundleContent(Files.readAllBytes(jar(symbolicName, kept.digest())));
        if (!content.digest().equals(kept.digest()))
            throw new IOException("the kept content of " + symbolicName + " was changed on the disk");
        return content;
    }

    void keep(String symbolicName, Kept kept, BundleContent content) throws IOException {
        Files.createDirectories(directory);
        write(jar(symbolicName, kept.digest()), content.jar());
        Properties note = new Properties();
        note.setProperty("version", kept.version());
        note.setProperty("digest", kept.digest());
        note.setProperty("services", String.join(",", kept.services()));
        StringWriter text = new StringWriter();
        note.store(text, null);
        write(note(symbolicName), text.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        known.put(symbolicName, Optional.of(kept));
        forgetOthers(symbolicName, kept);
    }

    private void forgetOthers(String symbolicName, Kept kept) throws IOException {
        Path counts = jar(symbolicName, kept.digest());
        List<Path> others;
        try (Stream<Path> files = Files.list(directory)) {
            others = files.filter(
                            file -> file.getFileName().toString().matches(name(symbolicName) + "-[0-9a-f]+\\.jar"))
                    .filter(file -> !file.equals(counts))
                    .toList();
        }
        for (Path other : others) Files.deleteIfExists(other);
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.write(fresh, bytes);
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String name(String symbolicName) {
        return symbolicName.replaceAll("[^A-Za-z0-9._-]", "_");
    }

    private Path note(String symbolicName) {
        return directory.resolve(name(symbolicName) + ".properties");
    }

    private Path jar(String symbolicName, String digest) {
        return directory.resolve(name(symbolicName) + "-" + digest.substring(0, DIGEST_IN_NAME) + ".jar");
    }
}
