package io.x0tta6bl4.monitor.provider.prometheus;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** Answers as a Prometheus does, in every way that one can go wrong; the query says which. */
final class OddPrometheus implements AutoCloseable {
    private final HttpServer server;
    private final CountDownLatch end = new CountDownLatch(1);

    OddPrometheus() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/api/v1/query", this::answer);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private void answer(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String query = form.replaceAll("query=|&.*", "");
        switch (query) {
            case "hang" -> hang();
            case "trickle" -> {
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write("{\"status\":".getBytes(StandardCharsets.UTF_8));
                exchange.getResponseBody().flush();
                hang();
            }
            case "broken" -> send(exchange, 500, "oh");
            case "refused" -> send(exchange, 400, "{\"status\":\"error\",\"error\":\"parse error\"}");
            case "garbage" -> send(exchange, 200, "<html>");
            case "halfjson" -> send(exchange, 200, "{\"status\":\"success\",\"data\":7}");
            case "huge" -> send(exchange, 200, " ".repeat(Prometheus.ANSWER_LIMIT) + value(Instant.now(), "1"));
            case "empty" -> send(exchange, 200, vector(""));
            case "many" -> send(exchange, 200, vector(sample(Instant.now(), "1") + "," + sample(Instant.now(), "2")));
            case "future" -> send(exchange, 200, value(Instant.now().plusSeconds(3600), "1"));
            case "past" -> send(exchange, 200, value(Instant.now().minusSeconds(3600), "1"));
            case "notime" -> send(exchange, 200, vector("{\"value\":[1e300,\"1\"]}"));
            case "matrix" -> send(exchange, 200, value(Instant.now(), "1").replace("vector", "matrix"));
            default -> send(exchange, 200, value(Instant.now(), query.replace("%2B", "+")));
        }
    }

    private void hang() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String value(Instant at, String value) {
        return vector(sample(at, value));
    }

    private static String sample(Instant at, String value) {
        return "{\"metric\":{},\"value\":[" + at.toEpochMilli() / 1e3 + ",\"" + value + "\"]}";
    }

    private static String vector(String series) {
        return "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[" + series + "]}}";
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] octets = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, octets.length);
        exchange.getResponseBody().write(octets);
        exchange.close();
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
    }
}
