package io.x0tta6bl4.knowledge.provider.mvstore;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/**
 * One link of the hash chain as it is stored: {@code <hash> <time> <json>}.
 *
 * <p>The hash is SHA-256, in hexadecimal, over the UTF-8 text {@code <hash before>\n<sequence>\n<time>\n<json>}; before the
 * first entry stand 64 zeros. Anybody can recompute it with a shell.
 */
record Link(String hash, Instant at, String json) {
    static final String BEFORE_FIRST = "0".repeat(64);

    static Link after(String before, long sequence, Instant at, String json) {
        return new Link(hash(before, sequence, at, json), at, json);
    }

    private static String hash(String before, long sequence, Instant at, String json) {
        String text = before + '\n' + sequence + '\n' + at + '\n' + json;
        return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Reads the stored form; empty when it has not even that form. */
    static Optional<Link> parse(String text) {
        int first = text.indexOf(' ');
        int second = text.indexOf(' ', first + 1);
        if (first != BEFORE_FIRST.length() || second < 0) return Optional.empty();
        try {
            Instant at = Instant.parse(text.substring(first + 1, second));
            return Optional.of(new Link(text.substring(0, first), at, text.substring(second + 1)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    String text() {
        return hash + ' ' + at + ' ' + json;
    }

    /** Whether it is what was written as that entry after the entry with hash {@code before}. */
    boolean follows(String before, long sequence) {
        return hash.equals(hash(before, sequence, at, json));
    }
}
