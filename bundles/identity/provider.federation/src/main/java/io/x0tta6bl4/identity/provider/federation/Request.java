package io.x0tta6bl4.identity.provider.federation;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** The head of a request (RFC 9112), as far as a bundle endpoint must know it. */
sealed interface Request {
    /** The most octets of a head. */
    int LIMIT = 8 * 1024;

    /** One that can be answered. */
    record Asked(String method, String path) implements Request {}

    /**
     * One that cannot.
     *
     * @param status of the answer
     */
    record Unreadable(int status) implements Request {}

    /** Reads up to the empty line and nothing behind it. */
    static Request read(InputStream in) throws IOException {
        byte[] head = new byte[LIMIT];
        for (int length = 0; length < LIMIT; length++) {
            int octet = in.read();
            if (octet < 0) return new Unreadable(400);
            head[length] = (byte) octet;
            if (ended(head, length)) return parse(new String(head, 0, length + 1, StandardCharsets.ISO_8859_1));
        }
        return new Unreadable(431);
    }

    private static boolean ended(byte[] head, int last) {
        return last >= 3
                && head[last] == '\n'
                && head[last - 1] == '\r'
                && head[last - 2] == '\n'
                && head[last - 3] == '\r';
    }

    /** Pure. */
    static Request parse(String head) {
        String[] lines = head.split("\r\n", -1);
        String[] words = lines[0].split(" ", -1);
        if (words.length != 3 || words[0].isEmpty()) return new Unreadable(400);
        if (!words[2].matches("HTTP/1\\.[01]")) return new Unreadable(words[2].startsWith("HTTP/") ? 505 : 400);
        long hosts = Arrays.stream(lines, 1, lines.length)
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("host:"))
                .count();
        if (hosts > 1 || hosts == 0 && words[2].endsWith("1")) return new Unreadable(400);
        try {
            String path = new URI(words[1]).getRawPath();
            return new Asked(words[0], path == null || path.isEmpty() ? "/" : path);
        } catch (URISyntaxException e) {
            return new Unreadable(400);
        }
    }
}
