package io.x0tta6bl4.itests.scenarios.sample;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** One number about an element that comes to a node by another way than its own sensors, and may be a lie. */
public abstract sealed class Measurements implements AutoCloseable {
    private static final String METRIC = "queue_depth";

    private volatile double value;

    private Measurements(double value) {
        this.value = value;
    }

    /** The signal that the number is. */
    public static String signal() {
        return "x-metric." + METRIC;
    }

    /** What it says from now on. */
    public void say(double now) {
        value = now;
    }

    double value() {
        return value;
    }

    @Override
    public abstract void close();

    /** As a Prometheus that answers every query with the number. */
    public static final class Asked extends Measurements {
        private final HttpServer server;

        public Asked(double value) throws IOException {
            super(value);
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
            server.createContext("/", this::answer);
            server.start();
        }

        public String address() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        private void answer(HttpExchange exchange) throws IOException {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                byte[] said = ("{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":["
                                + Instant.now().getEpochSecond() + ",\"" + value() + "\"]}}")
                        .getBytes(StandardCharsets.US_ASCII);
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, said.length);
                exchange.getResponseBody().write(said);
            }
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    /** By OpenTelemetry, in JSON over HTTP, twice a second. */
    public static final class Sent extends Measurements {
        private final HttpClient client = HttpClient.newHttpClient();
        private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("measurements").factory());
        private final URI receiver;
        private final String service;

        /** @param node any address of the node */
        public Sent(double value, URI node, String service) {
            super(value);
            this.receiver = node.resolve("/v1/metrics");
            this.service = service;
            timer.scheduleWithFixedDelay(this::send, 0, 500, TimeUnit.MILLISECONDS);
        }

        private void send() {
            Instant now = Instant.now();
            String text = """
                {"resourceMetrics": [{
                  "resource": {"attributes": [{"key": "service.name", "value": {"stringValue": "%s"}}]},
                  "scopeMetrics": [{"metrics": [{"name": "%s", "unit": "1",
                    "gauge": {"dataPoints": [{"timeUnixNano": "%d%09d", "asDouble": %s}]}}]}]}]}\
                """.formatted(service, METRIC, now.getEpochSecond(), now.getNano(), value());
            HttpRequest request = HttpRequest.newBuilder(receiver)
                    .timeout(Duration.ofSeconds(2))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(text))
                    .build();
            try {
                client.send(request, HttpResponse.BodyHandlers.discarding());
            } catch (IOException e) {
                // the node is away; the next one may reach it
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() {
            timer.shutdownNow();
            client.close();
        }
    }
}
