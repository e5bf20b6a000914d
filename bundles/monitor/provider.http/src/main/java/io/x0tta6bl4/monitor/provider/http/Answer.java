package io.x0tta6bl4.monitor.provider.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * An answer of HTTP/1.1 to one GET on a connection of its own.
 *
 * @param status code
 * @param body the first 64 KiB of it, read as UTF-8; the rest is not waited for
 */
record Answer(int status, String body) {
    static final int BODY_BYTES = 64 * 1024;
    private static final int LINE_BYTES = 8 * 1024;
    private static final int HEADERS = 100;
    private static final int INTERIM = 5;
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] [1-5][0-9][0-9]( .*)?");
    private static final Pattern BLANKS = Pattern.compile("[\\p{Cntrl}\\s]+");

    /** The server closed the connection before it said anything. */
    static final class Nothing extends IOException {
        private static final long serialVersionUID = 1;

        Nothing() {
            super("the connection was closed without an answer");
        }
    }

    /** Reads an answer, without interim ones. */
    static Answer read(InputStream in, Deadline deadline) throws IOException {
        for (int i = 0; i < INTERIM; i++) {
            deadline.begin("waiting for the answer");
            int status = status(line(in, true));
            Map<String, String> headers = headers(in);
            if (status >= 200 || status == 101) {
                deadline.begin("reading the body");
                return new Answer(status, body(in, status, headers));
            }
        }
        throw new ProtocolException("more than " + INTERIM + " interim answers");
    }

    private static int status(String line) throws ProtocolException {
        if (!STATUS_LINE.matcher(line).matches())
            throw new ProtocolException("not an answer of HTTP/1.1: " + excerpt(line));
        return Integer.parseInt(line.substring(9, 12));
    }

    private static Map<String, String> headers(InputStream in) throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (int i = 0; i < HEADERS; i++) {
            String line = line(in, false);
            if (line.isEmpty()) return headers;
            int colon = line.indexOf(':');
            if (colon < 1) throw new ProtocolException("not a header: " + excerpt(line));
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).trim());
        }
        throw new ProtocolException("more than " + HEADERS + " headers");
    }

    private static String body(InputStream in, int status, Map<String, String> headers) throws IOException {
        if (status == 101 || status == 204 || status == 304) return "";
        byte[] bytes;
        if (headers.getOrDefault("transfer-encoding", "")
                .toLowerCase(Locale.ROOT)
                .endsWith("chunked")) {
            bytes = chunks(in);
        } else if (headers.containsKey("content-length")) {
            bytes = exactly(in, length(headers.get("content-length"), 10), BODY_BYTES);
        } else {
            bytes = in.readNBytes(BODY_BYTES);
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (all.size() < BODY_BYTES) {
            long size = length(line(in, false).split(";", 2)[0].trim(), 16);
            if (size == 0) return all.toByteArray();
            byte[] chunk = exactly(in, size, BODY_BYTES - all.size());
            all.writeBytes(chunk);
            if (chunk.length == size) line(in, false);
        }
        return all.toByteArray();
    }

    private static byte[] exactly(InputStream in, long length, int most) throws IOException {
        int wanted = (int) Math.min(length, most);
        byte[] bytes = in.readNBytes(wanted);
        if (bytes.length < wanted)
            throw new ProtocolException("the body ended after " + bytes.length + " of " + length + " bytes");
        return bytes;
    }

    private static long length(String text, int radix) throws ProtocolException {
        try {
            long length = Long.parseLong(text, radix);
            if (length >= 0) return length;
        } catch (NumberFormatException e) {
            throw new ProtocolException("not a length: " + excerpt(text));
        }
        throw new ProtocolException("not a length: " + excerpt(text));
    }

    private static String line(InputStream in, boolean first) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0 && first && line.size() == 0) throw new Nothing();
            if (b < 0) throw new EOFException("the connection was closed within the answer");
            if (line.size() == LINE_BYTES)
                throw new ProtocolException("a line is longer than " + LINE_BYTES + " bytes");
            line.write(b);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    /** Up to 200 characters, on one line. */
    static String excerpt(String text) {
        String flat = BLANKS.matcher(text.strip()).replaceAll(" ");
        return flat.length() <= 200 ? flat : flat.substring(0, 200);
    }
}
