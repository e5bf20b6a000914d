package io.x0tta6bl4.itests.scenarios.sample;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The independent eye: asks an address directly and believes nobody else. Every question opens a new connection.
 *
 * @param limit for the connection and for the answer, each
 */
public record HttpProbe(URI address, Duration limit) {
    /**
     * What came back.
     *
     * @param status the HTTP status, 0 when there was no answer
     * @param body the body, or why there was no answer
     */
    public record Seen(int status, String body) {
        public boolean ok() {
            return status >= 200 && status < 300;
        }

        public String words() {
            return status == 0 ? "no answer (" + body + ")" : status + " " + body.strip();
        }
    }

    /** Asks once. */
    public Seen ask() {
        HttpURLConnection connection = null;
        try {
            connection = (HttpURLConnection) address.toURL().openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout((int) limit.toMillis());
            connection.setReadTimeout((int) limit.toMillis());
            connection.setRequestProperty("Connection", "close");
            int status = connection.getResponseCode();
            try (var stream = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
                byte[] body = stream == null ? new byte[0] : stream.readNBytes(64 * 1024);
                return new Seen(status, new String(body, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            return new Seen(0, e.getClass().getSimpleName() + ": " + e.getMessage());
        } finally {
            if (connection != null) connection.disconnect();
        }
    }
}
