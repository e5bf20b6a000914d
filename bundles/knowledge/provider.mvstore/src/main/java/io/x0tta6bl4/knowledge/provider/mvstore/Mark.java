package io.x0tta6bl4.knowledge.provider.mvstore;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The last entry that was acknowledged, in a file of its own beside the store.
 *
 * <p>It is written after the store was forced to the disk and is never ahead of it, unless the store lost its tail: that is
 * what it is for. It is not forced itself: a kill cannot lose what was handed to the operating system, and after a power
 * failure it is only behind, which is harmless. Always the same {@value #LENGTH} bytes, so that a full disk cannot stop it.
 */
final class Mark {
    private static final int LENGTH = 128;

    private final Path file;

    /** An acknowledged entry. */
    record Acknowledged(long sequence, String hash) {}

    Mark(Path file) {
        this.file = file;
    }

    Path file() {
        return file;
    }

    /** What it says; empty when it is not there or not whole. */
    Optional<Acknowledged> read() throws IOException {
        if (!Files.exists(file)) return Optional.empty();
        String[] words =
                Files.readString(file, StandardCharsets.ISO_8859_1).strip().split(" ");
        if (words.length != 3 || !words[2].equals(check(words[0] + ' ' + words[1]))) return Optional.empty();
        return Optional.of(new Acknowledged(Long.parseLong(words[0]), words[1]));
    }

    void write(Acknowledged last) throws IOException {
        String body = last.sequence() + " " + last.hash();
        String line = body + ' ' + check(body);
        String padded = line + " ".repeat(LENGTH - 1 - line.length()) + '\n';
        Files.write(
                file,
                padded.getBytes(StandardCharsets.ISO_8859_1),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
    }

    private static String check(String body) {
        CRC32 crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.ISO_8859_1));
        return Long.toHexString(crc.getValue());
    }
}
