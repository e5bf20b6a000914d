package io.x0tta6bl4.rag.provider.openai;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** Speaks as servers of chat completions do when they are well, and as they do when they are not. No model is behind it. */
final class ChatServer implements AutoCloseable {
    /** How it behaves. */
    enum Manner {
        GOOD,
        STREAMED,
        STREAM_CUT,
        HANGS,
        DRIPS,
        STATUS_500,
        STATUS_401,
        REDIRECTS,
        GARBAGE,
        DEEP,
        EMPTY,
        NO_CHOICE,
        TOOL_CALL,
        HUGE
    }

    final List<String> asked = new CopyOnWriteArrayList<>();
    final List<String> keys = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Manner manner;
    private final String text;

    ChatServer(Manner manner, String text) throws IOException {
        this.manner = manner;
        this.text = text;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            if (exchange.getRequestURI().getPath().endsWith("/models")) {
                send(exchange, manner == Manner.STATUS_500 ? 500 : 200, "{\"data\": []}");
                return;
            }
            asked.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            switch (manner) {
                case GOOD -> send(exchange, 200, message(text));
                case STREAMED -> send(exchange, 200, stream() + "data: [DONE]\n\n");
                case STREAM_CUT -> send(exchange, 200, stream());
                case HANGS -> await();
                case DRIPS -> drip(exchange);
                case STATUS_500 -> send(exchange, 500, "out of memory");
                case STATUS_401 -> send(exchange, 401, "{\"error\": {\"message\": \"no key\"}}");
                case REDIRECTS -> {
                    exchange.getResponseHeaders().add("Location", "http://198.51.100.1/v1");
                    send(exchange, 307, "");
                }
                case GARBAGE -> send(exchange, 200, "<html>\u0000 not JSON \u001b[31m</html>");
                case DEEP -> send(exchange, 200, "[".repeat(200_000));
                case EMPTY -> send(exchange, 200, "");
                case NO_CHOICE -> send(exchange, 200, "{\"choices\": []}");
                case TOOL_CALL ->
                    send(
                            exchange,
                            200,
                            "{\"choices\": [{\"message\": {\"content\": null, \"tool_calls\": [{\"function\":"
                                    + " {\"name\": \"run\", \"arguments\": \"{}\"}}]}}]}");
                case HUGE -> huge(exchange);
            }
        }
    }

    private static String message(String content) {
        return Json.createObjectBuilder()
                .add(
                        "choices",
                        Json.createArrayBuilder()
                                .add(Json.createObjectBuilder()
                                        .add(
                                                "message",
                                                Json.createObjectBuilder()
                                                        .add("role", "assistant")
                                                        .add("content", content))))
                .build()
                .toString();
    }

    private String stream() {
        StringBuilder events = new StringBuilder(": keep-alive\n\n");
        for (int i = 0; i < text.length(); i += 7)
            events.append("data: ")
                    .append(Json.createObjectBuilder()
                            .add(
                                    "choices",
                                    Json.createArrayBuilder()
                                            .add(Json.createObjectBuilder()
                                                    .add(
                                                            "delta",
                                                            Json.createObjectBuilder()
                                                                    .add(
                                                                            "content",
                                                                            text.substring(
                                                                                    i,
                                                                                    Math.min(i + 7, text.length()))))))
                            .build())
                    .append("\n\n");
        return events.toString();
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) exchange.getResponseBody().write(bytes);
    }

    /** Head and some bytes at once, and never the rest. */
    private void drip(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        out.write("{\"choices\": [".getBytes(StandardCharsets.UTF_8));
        out.flush();
        await();
    }

    private static void huge(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        byte[] block = "a".repeat(1 << 16).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 64; i++) exchange.getResponseBody().write(block);
    }

    private void await() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        over.countDown();
        server.stop(0);
    }
}
