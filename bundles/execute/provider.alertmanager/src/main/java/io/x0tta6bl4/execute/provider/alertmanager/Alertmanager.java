package io.x0tta6bl4.execute.provider.alertmanager;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The HTTP API v2 of an Alertmanager. The whole answer counts against the time-out; at most 64 KiB of it are read. */
final class Alertmanager implements AutoCloseable {
    static final String SETTING = "X0_ALERTMANAGER_URL";
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]", "::1");
    private static final int ANSWER_LIMIT = 64 << 10;
    private static final int QUOTED = 200;

    private final URI base;
    private final Duration limit;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    Alertmanager(URI base, Duration limit) {
        this.base = base;
        this.limit = limit;
    }

    /** @throws IllegalArgumentException when it is no address, or one that would be reached over the net without encryption */
    static URI address(String text) {
        URI uri;
        try {
            uri = URI.create(text.strip().replaceAll("/+$", ""));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(SETTING + " is '" + text + "', and that is no address", e);
        }
        boolean known = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (uri.getHost() == null || !known)
            throw new IllegalArgumentException(
                    SETTING + " is '" + text + "'; an address looks like https://alerts.example:9093");
        if ("http".equals(uri.getScheme()) && !LOOPBACK.contains(uri.getHost()))
            throw new IllegalArgumentException(SETTING + " is '" + text
                    + "': incidents leave this machine encrypted only; use https, or an Alertmanager on 127.0.0.1");
        return uri;
    }

    /** @throws IOException with words why the alerts were not taken */
    void post(String alerts) throws IOException {
        String answer = send(HttpRequest.newBuilder(URI.create(base + "/api/v2/alerts"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(alerts)));
        if (!answer.isBlank())
            throw new IOException("what answered is no Alertmanager, which says nothing to alerts: " + quoted(answer));
    }

    /** The version that it says it is. */
    String version() throws IOException {
        String answer = send(HttpRequest.newBuilder(URI.create(base + "/api/v2/status")));
        try (JsonReader reader = Json.createReader(new StringReader(answer))) {
            return reader.readObject().getJsonObject("versionInfo").getString("version");
        } catch (JsonException | ClassCastException | NullPointerException e) {
            throw new IOException("what answered is no Alertmanager: " + quoted(answer), e);
        }
    }

    private String send(HttpRequest.Builder request) throws IOException {
        CompletableFuture<HttpResponse<String>> call = client.sendAsync(
                request.timeout(limit).build(), BodyHandlers.limiting(BodyHandlers.ofString(), ANSWER_LIMIT));
        try {
            HttpResponse<String> response = call.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            if (response.statusCode() == 200) return response.body();
            throw new IOException(
                    base + " answered with status " + response.statusCode() + ": " + quoted(response.body()));
        } catch (TimeoutException e) {
            throw late(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("stopped", e);
        } catch (ExecutionException e) {
            // The client's own clock may come first.
            if (e.getCause() instanceof HttpTimeoutException) throw late(e);
            throw new IOException(base + " cannot be told: " + e.getCause(), e);
        } finally {
            call.cancel(true);
        }
    }

    private IOException late(Exception e) {
        return new IOException(base + " did not answer within " + limit.toMillis() + " ms", e);
    }

    private static String quoted(String answer) {
        String cut = answer.length() <= QUOTED ? answer : answer.substring(0, QUOTED) + "…";
        return "'" + cut.replaceAll("\\p{Cntrl}+", " ").strip() + "'";
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
