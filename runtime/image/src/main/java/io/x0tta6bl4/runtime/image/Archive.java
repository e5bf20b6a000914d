package io.x0tta6bl4.runtime.image;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * An image as its archive has it, every digest on the way recomputed.
 *
 * @param digest of the manifest, by which a registry would name the image
 * @param configuration who runs what
 * @param files by absolute path
 */
record Archive(String digest, JsonObject configuration, Map<String, Entry> files) {
    private static final int ARCHIVE_LIMIT = 512 << 20;

    /** A file or directory; the digest is empty for what is no plain file. */
    record Entry(long size, int mode, String owner, boolean directory, String sha256) {}

    static Archive read(Path file) throws IOException, Refused {
        if (!Files.isRegularFile(file)) throw new Refused("there is no image " + file);
        if (Files.size(file) > ARCHIVE_LIMIT) throw new Refused(file + " is larger than any image of ours");
        Map<String, byte[]> blobs = new HashMap<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(Files.newInputStream(file))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry())
                if (!entry.isDirectory()) blobs.put(entry.getName(), tar.readAllBytes());
        }
        JsonObject index = json(blobs.get("index.json"), file + " has no index.json, so it is no OCI archive");
        String digest = index.getJsonArray("manifests").getJsonObject(0).getString("digest");
        JsonObject manifest = json(blob(blobs, digest), "the manifest is no JSON");
        JsonObject configuration =
                json(blob(blobs, manifest.getJsonObject("config").getString("digest")), "the configuration is no JSON");
        Map<String, Entry> files = new TreeMap<>();
        for (JsonValue layer : manifest.getJsonArray("layers"))
            layer(blob(blobs, layer.asJsonObject().getString("digest")), files);
        return new Archive(digest, configuration, files);
    }

    private static byte[] blob(Map<String, byte[]> blobs, String digest) throws Refused {
        byte[] blob = blobs.get("blobs/" + digest.replace(':', '/'));
        if (blob == null) throw new Refused("the archive has no " + digest);
        String found = "sha256:" + HexFormat.of().formatHex(sha256().digest(blob));
        if (!found.equals(digest)) throw new Refused("what is kept as " + digest + " is " + found);
        return blob;
    }

    private static void layer(byte[] blob, Map<String, Entry> files) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(blob)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                String name = "/" + entry.getName().replaceFirst("^/", "").replaceFirst("/$", "");
                String digest = entry.isFile() ? digest(tar) : "";
                files.put(
                        name,
                        new Entry(
                                entry.getSize(),
                                entry.getMode() & 07777,
                                entry.getLongUserId() + ":" + entry.getLongGroupId(),
                                entry.isDirectory(),
                                digest));
            }
        }
    }

    static String digest(InputStream content) throws IOException {
        try (DigestInputStream digests = new DigestInputStream(new Unclosed(content), sha256())) {
            digests.transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digests.getMessageDigest().digest());
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static JsonObject json(byte[] text, String otherwise) throws Refused {
        if (text == null) throw new Refused(otherwise);
        try (var reader = Json.createReader(new ByteArrayInputStream(text))) {
            return reader.readObject();
        } catch (jakarta.json.JsonException e) {
            throw new Refused(
                    otherwise + ": " + new String(text, 0, Math.min(80, text.length), StandardCharsets.UTF_8));
        }
    }

    /** The words of {@code config} under a name: user, entry point, volumes. */
    String setting(String name) {
        JsonValue value = configuration.getJsonObject("config").get(name);
        if (value == null) return "";
        return value instanceof JsonString text ? text.getString() : value.toString();
    }

    /** What all files take when they are unpacked, in bytes. */
    long size() {
        return files.values().stream().mapToLong(Entry::size).sum();
    }

    private static final class Unclosed extends java.io.FilterInputStream {
        Unclosed(InputStream in) {
            super(in);
        }

        @Override
        public void close() {
            // the archive goes on after this entry
        }
    }
}
