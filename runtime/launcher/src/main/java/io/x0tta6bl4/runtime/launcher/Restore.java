package io.x0tta6bl4.runtime.launcher;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Brings back what {@code x0 backup} wrote, into a data directory that no node uses. Everything is unpacked and compared with
 * its digest beside the data directory first; one rename then makes it the data directory, so a refusal or a kill leaves what
 * was there.
 */
final class Restore {
    private static final String FORMAT = "x0-backup-1";
    private static final String MANIFEST = "x0-backup.json";
    private static final int ENTRY_LIMIT = 1_000_000;
    private static final int MANIFEST_LIMIT = 64 << 20;

    private final Path file;
    private final Path data;
    private final boolean replace;

    private Restore(Path file, Path data, boolean replace) {
        this.file = file;
        this.data = data;
        this.replace = replace;
    }

    /** {@code FILE [--data DIR] [--replace]}; what was done, in words. */
    static String with(List<String> words) throws Refusal {
        Path file = null;
        Path data = DefaultData.directory();
        boolean replace = false;
        OptionReader options = new OptionReader(words);
        while (options.next()) {
            switch (options.name()) {
                case "--data" ->
                    data = Path.of(options.value("DIR")).toAbsolutePath().normalize();
                case "--replace" -> replace = options.flag(true);
                default -> {
                    if (options.name().startsWith("-") || file != null)
                        throw Refusal.usage("'restore' does not know '" + options.name()
                                + "': x0 restore FILE [--data DIR] [--replace].");
                    file = Path.of(options.name()).toAbsolutePath().normalize();
                }
            }
        }
        if (file == null)
            throw Refusal.usage("'restore' needs the file of a backup: x0 restore FILE [--data DIR] [--replace].");
        return new Restore(file, data, replace).run();
    }

    private String run() throws Refusal {
        if (!Files.isRegularFile(file)) throw Refusal.failure("There is no file " + file + ".");
        try (ZipFile zip = new ZipFile(file.toFile())) {
            JsonObject manifest = manifest(zip);
            requireNotNewer(manifest.getString("version"));
            boolean occupied = requireFree();
            Path stage = Files.createTempDirectory(
                    Files.createDirectories(data.getParent()),
                    data.getFileName() + ".restoring-",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            try {
                unpack(zip, digests(manifest), stage);
                return moved(stage, occupied, manifest);
            } finally {
                delete(stage);
            }
        } catch (ZipException | JsonException | ClassCastException | NullPointerException e) {
            throw Refusal.failure(file + " is no backup of a node, or was damaged: " + e.getMessage() + ".");
        } catch (IOException e) {
            throw Refusal.failure("Nothing was restored: " + Words.of(e) + ".");
        }
    }

    private JsonObject manifest(ZipFile zip) throws IOException, Refusal {
        ZipEntry entry = zip.getEntry(MANIFEST);
        if (entry == null || entry.getSize() > MANIFEST_LIMIT || zip.size() > ENTRY_LIMIT)
            throw Refusal.failure(file + " is no backup of a node: it has no usable " + MANIFEST + ".");
        try (var reader = Json.createReader(zip.getInputStream(entry))) {
            JsonObject manifest = reader.readObject();
            String format = manifest.getString("format", "");
            if (!format.equals(FORMAT))
                throw Refusal.failure(file + " is a backup in the format '" + format + "'; this version reads " + FORMAT
                        + ". Restore it with the version that made it.");
            return manifest;
        }
    }

    private void requireNotNewer(String made) throws Refusal {
        String id = FeatureFile.read(new Distribution(Run.home(), List.of()).featureFile("platform"))
                .id()
                .toString();
        String own = id.substring(id.lastIndexOf(':') + 1).replaceFirst("-.*", "");
        if (Arrays.compare(numbers(made), numbers(own)) > 0)
            throw Refusal.failure(file + " was made by version " + made + ", and this is " + own
                    + ": what it holds may mean nothing here. Restore it with version " + made + " or later.");
    }

    private static int[] numbers(String version) throws Refusal {
        if (!version.matches("\\d{1,9}(\\.\\d{1,9})*")) throw Refusal.failure("'" + version + "' is no version.");
        return Arrays.stream(version.split("\\.")).mapToInt(Integer::parseInt).toArray();
    }

    /** Whether there is something that has to give way. */
    private boolean requireFree() throws IOException, Refusal {
        if (!Files.exists(data)) return false;
        try (var children = Files.list(data)) {
            if (children.findAny().isEmpty()) return false;
        }
        DataDirectory.open(data).close();
        if (!replace)
            throw Refusal.failure(
                    "The data directory " + data + " is not empty. Restore into a new one with --data DIR,"
                            + " or say --replace: what is there is then moved aside and kept.");
        return true;
    }

    private static Map<String, String> digests(JsonObject manifest) throws Refusal {
        Map<String, String> digests = new TreeMap<>();
        for (var entry : manifest.getJsonObject("sha256").entrySet()) {
            Path name = Path.of(entry.getKey());
            if (name.isAbsolute() || !name.normalize().equals(name) || name.startsWith(".."))
                throw Refusal.failure("The backup names '" + entry.getKey() + "', which would lie elsewhere.");
            digests.put(entry.getKey(), ((JsonString) entry.getValue()).getString());
        }
        return digests;
    }

    private void unpack(ZipFile zip, Map<String, String> digests, Path stage) throws IOException, Refusal {
        if (zip.size() != digests.size() + 1)
            throw Refusal.failure(file + " has " + (zip.size() - 1) + " files and names " + digests.size() + ".");
        for (Map.Entry<String, String> one : digests.entrySet()) {
            ZipEntry entry = zip.getEntry(one.getKey());
            if (entry == null) throw Refusal.failure(file + " lacks " + one.getKey() + ", which it names.");
            Path target = stage.resolve(one.getKey());
            Files.createDirectories(
                    target.getParent(),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Files.createFile(
                    target, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            String found = copy(zip.getInputStream(entry), target);
            if (!found.equals(one.getValue()))
                throw Refusal.failure("The file " + one.getKey() + " in " + file + " is damaged: its SHA-256 is "
                        + found + ", and the backup names " + one.getValue() + ". Nothing was restored.");
        }
    }

    private static String copy(InputStream from, Path to) throws IOException {
        try (DigestInputStream in = new DigestInputStream(from, MessageDigest.getInstance("SHA-256"));
                OutputStream out = Files.newOutputStream(to)) {
            in.transferTo(out);
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private String moved(Path stage, boolean occupied, JsonObject manifest) throws IOException {
        Files.createFile(stage.resolve("lock"));
        String aside = "";
        if (occupied) {
            Path kept = data.resolveSibling(
                    data.getFileName() + ".before-" + Instant.now().toString().replaceAll("[^0-9TZ]", ""));
            Files.move(data, kept);
            aside = "\nwhat was there is kept in " + kept;
        }
        Files.deleteIfExists(data);
        Files.move(stage, data);
        return "restored " + manifest.getJsonObject("sha256").size() + " files of node "
                + manifest.getString("node") + " as of " + manifest.getString("at") + " into " + data + "\n"
                + String.join("; ", manifest.getJsonArray("contents").getValuesAs(JsonString::getString))
                + aside
                + (Files.exists(data.resolve("watch-file.yaml"))
                        ? "\nits watch file was " + data.resolve("watch-file.yaml")
                        : "");
    }

    private static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) return;
        try (var files = Files.walk(tree)) {
            for (Path one : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(one);
        }
    }
}
