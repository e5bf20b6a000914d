package io.x0tta6bl4.monitor.provider.prometheus;

import io.x0tta6bl4.knowledge.api.element.TelemetryWatch.Query;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks a Prometheus over its HTTP API; the whole answer counts against the time-out, and at most 1 MiB of it is read. */
final class Prometheus implements AutoCloseable {
    static final int ANSWER_LIMIT = 1 << 20;

    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("x0-prometheus-", 0).factory());
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .executor(threads)
            .build();

    /** Never throws but for a bug; blocks until there is an answer or the time is over. */
    Answer ask(Query query, Duration limit) {
        CompletableFuture<HttpResponse<String>> call =
                client.sendAsync(request(query, limit), answer -> new Limited(ANSWER_LIMIT));
        try {
            HttpResponse<String> response = call.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            boolean told = response.body().startsWith("{\"status\"");
            if (response.statusCode() != 200 && !told)
                return new Answer.None("Prometheus answers with status " + response.statusCode());
            return Answer.read(response.body());
        } catch (TimeoutException e) {
            return late(limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer.None("the question was stopped");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            // The client's own limit may be noticed first.
            if (cause instanceof HttpTimeoutException) return late(limit);
            return new Answer.None("Prometheus cannot be asked: " + Words.of(reason(cause)));
        } finally {
            call.cancel(true);
        }
    }

    private static Answer late(Duration limit) {
        return new Answer.None("Prometheus did not answer within " + limit.toMillis() + " ms");
    }

    private static String reason(Throwable cause) {
        boolean plain = cause instanceof IOException && cause.getMessage() != null;
        return plain ? cause.getMessage() : cause.toString();
    }

    private static HttpRequest request(Query query, Duration limit) {
        String base = query.server().toString().replaceFirst("/+$", "");
        String form = "query=" + URLEncoder.encode(query.query(), StandardCharsets.UTF_8) + "&timeout="
                + limit.toMillis() + "ms";
        return HttpRequest.newBuilder(URI.create(base + "/api/v1/query"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .timeout(limit)
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
    }

    @Override
    public void close() {
        client.shutdownNow();
        threads.shutdownNow();
    }
}
