package io.x0tta6bl4.kubernetes.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** The lines of a stream, each up to a limit; a line that was cut off by its end is not told. */
final class Lines {
    private final InputStream in;
    private final int limit;

    Lines(InputStream in, int limit) {
        this.in = in;
        this.limit = limit;
    }

    void each(Consumer<String> line) throws IOException {
        ByteArrayOutputStream part = new ByteArrayOutputStream();
        byte[] octets = new byte[8192];
        for (int n = in.read(octets); n >= 0; n = in.read(octets)) {
            int from = 0;
            for (int i = 0; i < n; i++) {
                if (octets[i] != '\n') continue;
                part.write(octets, from, i - from);
                from = i + 1;
                if (part.size() > 0) line.accept(part.toString(StandardCharsets.UTF_8));
                part.reset();
            }
            part.write(octets, from, n - from);
            if (part.size() > limit) throw new IOException("a line of the watch is longer than " + limit + " octets");
        }
    }
}
