package io.x0tta6bl4.execute.provider.http;

import io.x0tta6bl4.telemetry.api.Propagation;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One POST of a JSON text, bounded in time to the last byte of the answer and in how much of it is read. */
final class Hook {
    private static final int EXCERPT_BYTES = 200;

    /** What came back: status and the beginning of the body. */
    record Answer(int status, String excerpt) {
        boolean good() {
            return status >= 200 && status < 300;
        }
    }

    private Hook() {}

    /** Posts it; throws with words when no whole answer came within {@code limit}. Redirects are not followed. */
    static Answer post(URI url, String key, String json, Duration limit) throws IOException {
        if (!limit.isPositive()) throw new IOException("no time was left to call " + url);
        HttpRequest.Builder builder = HttpRequest.newBuilder(url)
                .timeout(limit)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(json));
        Propagation.here().ifPresent(place -> builder.header("traceparent", place.traceparent()));
        HttpRequest request = builder.build();
        // A client of its own for each call: calls are rare, and an idle client would keep threads awake.
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(limit)
                .build();
        FutureTask<Answer> exchange = new FutureTask<>(() -> exchange(client, request));
        Thread.ofVirtual().name("x0-hook").start(exchange);
        try {
            return exchange.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new IOException("no answer from " + url + " within " + limit.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw new IOException(url + " cannot be reached: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + url + " was called", e);
        } finally {
            exchange.cancel(true);
            client.shutdownNow();
        }
    }

    private static Answer exchange(HttpClient client, HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            String excerpt = new String(body.readNBytes(EXCERPT_BYTES), StandardCharsets.UTF_8);
            return new Answer(response.statusCode(), excerpt.strip());
        }
    }

    /** A string as JSON writes it. */
    static String quote(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (char c : text.toCharArray())
            if (c == '"' || c == '\\') out.append('\\').append(c);
            else if (c < ' ' || Character.isSurrogate(c)) out.append(String.format("\\u%04x", (int) c));
            else out.append(c);
        return out.append('"').toString();
    }
}
