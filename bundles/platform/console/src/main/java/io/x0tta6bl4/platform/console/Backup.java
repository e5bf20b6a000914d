package io.x0tta6bl4.platform.console;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a node has to keep into one archive, while it runs: a ZIP whose first entry names version, time, and the SHA-256
 * of every other one. {@code x0 restore} reads it.
 */
final class Backup {
    static final String FORMAT = "x0-backup-1";
    static final String MANIFEST = "x0-backup.json";

    /** Made anew by every start, or logs, or contents that can be fetched again. */
    private static final Set<String> LEFT_OUT =
            Set.of("lock", "exec.sock", "framework", "log", "logs", "keeper", "maven", "tmp");

    private static final int TRIES = 20;
    private static final long PAUSE_NANOS = 200_000_000;

    private final Path data;
    private final String node;
    private final String version;

    Backup(Path data, String node, String version) {
        this.data = data;
        this.node = node;
        this.version = version;
    }

    /** What was written. */
    record Written(Path file, long bytes, int files, List<String> words) {}

    /** A service that copies its own state. */
    interface Owner {
        String copyTo(Path target) throws IOException;
    }

    Written write(Path file, Map<Set<String>, Owner> owners, Optional<Path> watch, Instant at) throws IOException {
        Path stage = Files.createTempDirectory(
                data,
                "tmp-backup-",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try {
            List<String> words = new java.util.ArrayList<>();
            Set<String> owned = new java.util.HashSet<>(LEFT_OUT);
            for (Map.Entry<Set<String>, Owner> owner : owners.entrySet()) {
                words.add(owner.getValue().copyTo(stage));
                owned.addAll(owner.getKey());
            }
            copyRest(stage, owned);
            if (watch.isPresent()) Files.copy(watch.get(), stage.resolve("watch-file.yaml"));
            Map<String, String> digests = digests(stage);
            archive(stage, file, manifest(digests, words, at), digests);
            return new Written(file, Files.size(file), digests.size(), words);
        } finally {
            delete(stage);
        }
    }

    /** Files of the rest are replaced as wholes; a tree that changed while it was copied is copied again. */
    private void copyRest(Path stage, Set<String> owned) throws IOException {
        try (var names = Files.list(data)) {
            for (Path one : names.sorted().toList()) {
                String name = one.getFileName().toString();
                if (owned.contains(name) || name.startsWith("tmp-backup-")) continue;
                copySteady(one, stage.resolve(name));
            }
        }
    }

    private static void copySteady(Path from, Path to) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            if (i > 0) LockSupport.parkNanos(PAUSE_NANOS);
            try {
                Map<String, String> before = look(from);
                delete(to);
                for (String name : before.keySet()) {
                    Path target = name.isEmpty() ? to : to.resolve(name);
                    Files.createDirectories(target.getParent());
                    Files.copy(name.isEmpty() ? from : from.resolve(name), target, StandardCopyOption.COPY_ATTRIBUTES);
                }
                if (look(from).equals(before)) return;
            } catch (NoSuchFileException | UncheckedIOException changed) {
                continue;
            }
        }
        throw new IOException(
                from + " changed " + TRIES + " times while it was copied; try again when the node is calmer");
    }

    /** Files with size and time, without those that are just being written under another name. */
    private static Map<String, String> look(Path tree) throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (var files = Files.walk(tree)) {
            for (Path file : files.filter(Files::isRegularFile).toList())
                if (!file.toString().endsWith(".new"))
                    found.put(
                            tree.relativize(file).toString(), Files.size(file) + " " + Files.getLastModifiedTime(file));
        }
        return found;
    }

    private static Map<String, String> digests(Path stage) throws IOException {
        Map<String, String> digests = new TreeMap<>();
        try (var files = Files.walk(stage)) {
            for (Path file : files.filter(Files::isRegularFile).toList())
                digests.put(stage.relativize(file).toString(), digest(file));
        }
        return digests;
    }

    private static String digest(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                DigestInputStream digests = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
            digests.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digests.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private JsonObject manifest(Map<String, String> digests, List<String> words, Instant at) {
        JsonArrayBuilder said = Json.createArrayBuilder(words);
        var files = Json.createObjectBuilder();
        digests.forEach(files::add);
        return Json.createObjectBuilder()
                .add("format", FORMAT)
                .add("version", version)
                .add("node", node)
                .add("at", at.toString())
                .add("contents", said)
                .add("sha256", files)
                .build();
    }

    /** Under another name, for its owner alone, forced, then renamed: a full disk leaves the archive before as it was. */
    private static void archive(Path stage, Path file, JsonObject manifest, Map<String, String> digests)
            throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".part");
        Files.deleteIfExists(next);
        Files.createFile(next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            try (FileOutputStream out = new FileOutputStream(next.toFile());
                    ZipOutputStream zip = new ZipOutputStream(out)) {
                zip.setLevel(Deflater.BEST_SPEED);
                zip.putNextEntry(new ZipEntry(MANIFEST));
                zip.write((manifest + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
                for (String name : digests.keySet()) {
                    zip.putNextEntry(new ZipEntry(name));
                    Files.copy(stage.resolve(name), zip);
                }
                zip.finish();
                out.getChannel().force(true);
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            force(file.getParent());
        } finally {
            Files.deleteIfExists(next);
        }
    }

    private static void force(@Nullable Path directory) throws IOException {
        if (directory == null) return;
        try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    private static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) return;
        try (var files = Files.walk(tree)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
