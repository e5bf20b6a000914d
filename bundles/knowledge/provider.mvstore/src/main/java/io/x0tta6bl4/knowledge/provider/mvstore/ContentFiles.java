package io.x0tta6bl4.knowledge.provider.mvstore;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Contents as files {@code <directory>/<element>/<digest>}, written whole and forced, checked whenever they are opened. */
final class ContentFiles {
    private final Path directory;

    ContentFiles(Path directory) {
        this.directory = directory;
    }

    static String digest(byte[] content) {
        return HexFormat.of().formatHex(Link.sha256().digest(content));
    }

    /** Where a content is or would be; every element has a directory of its own. */
    Path path(ElementId element, String digest) {
        return directory.resolve(safe(element.value())).resolve(digest);
    }

    /** The name with all but letters, digits, dots, hyphens and underscores as {@code %} and two hexadecimal digits. */
    private static String safe(String name) {
        StringBuilder safe = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c < 128 && (Character.isLetterOrDigit(c) || "._-".indexOf(c) >= 0)) safe.append(c);
            else safe.append(String.format("%%%02X", (int) c));
        }
        return safe.toString();
    }

    void write(ElementId element, String digest, byte[] content) throws IOException {
        Path file = path(element, digest);
        if (whole(file, digest)) return;
        Files.createDirectories(file.getParent());
        Path next = file.resolveSibling(digest + ".new");
        try (FileChannel channel = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            Channels.newOutputStream(channel).write(content);
            channel.force(true);
        }
        Rewrite.replace(next, file);
        Rewrite.force(directory);
    }

    /** Opens a content whose digest was just found right; the stream reads the same file even if its name is taken away. */
    InputStream open(ElementId element, String digest) throws IOException {
        FileChannel channel = FileChannel.open(path(element, digest), StandardOpenOption.READ);
        try {
            String found = digest(channel);
            if (!found.equals(digest))
                throw new IOException(path(element, digest) + " is damaged: its digest is now " + found);
            channel.position(0);
            return Channels.newInputStream(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    boolean whole(Path file, String digest) throws IOException {
        if (!Files.isRegularFile(file)) return false;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return digest(channel).equals(digest);
        }
    }

    private static String digest(FileChannel channel) throws IOException {
        MessageDigest digest = Link.sha256();
        Channels.newInputStream(channel).transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
        return HexFormat.of().formatHex(digest.digest());
    }

    void delete(ElementId element, String digest) throws IOException {
        Files.deleteIfExists(path(element, digest));
    }
}
