package io.x0tta6bl4.monitor.provider.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;

/** What one look at a file found. */
sealed interface Fingerprint {

    /** A baseline is at most this long, so no longer file can be compared. */
    long MOST_BYTES = 64L * 1024 * 1024;

    /** Within this a file can change twice without a new time of change. */
    Duration TICK = Duration.ofSeconds(2);

    /**
     * Its content.
     *
     * @param digest SHA-256 in hexadecimal
     * @param stamp size, time of change and number of the file when it was read
     * @param settled whether an equal stamp later means an equal content
     */
    record Content(String digest, String stamp, boolean settled) implements Fingerprint {}

    /** It cannot be read, and why. */
    record Unreadable(String why) implements Fingerprint {}

    /** It is too long to be compared. */
    record TooLong(long bytes) implements Fingerprint {}

    /** Reads the file, unless {@code before} was read from the same, settled state of it. */
    static Fingerprint of(Path file, Fingerprint before) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) return new Unreadable("not a regular file");
            if (attributes.size() > MOST_BYTES) return new TooLong(attributes.size());
            Instant changed = attributes.lastModifiedTime().toInstant();
            String stamp = attributes.size() + " " + changed + " " + attributes.fileKey();
            if (before instanceof Content content
                    && content.settled()
                    && content.stamp().equals(stamp)) return content;
            // file times are of the wall clock, so they are compared with it
            boolean settled = Duration.between(changed, Instant.now()).compareTo(TICK) > 0;
            return new Content(digest(file), stamp, settled);
        } catch (IOException e) {
            return new Unreadable(
                    e instanceof java.nio.file.NoSuchFileException ? "missing" : "not readable: " + e.getMessage());
        }
    }

    private static String digest(Path file) throws IOException {
        MessageDigest sha256;
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha256)) {
            byte[] buffer = new byte[16 * 1024];
            long left = MOST_BYTES;
            for (int n = in.read(buffer); n >= 0 && left > 0; n = in.read(buffer)) left -= n;
        }
        return HexFormat.of().formatHex(sha256.digest());
    }
}
