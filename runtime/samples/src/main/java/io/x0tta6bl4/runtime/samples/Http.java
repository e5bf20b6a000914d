package io.x0tta6bl4.runtime.samples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;

/** HTTP with the least that starts fast. */
final class Http {
    /** Status and body of an answer; status 0 and words when there was none. */
    record Answer(int status, String body) {
        boolean good() {
            return status == 200;
        }
    }

    /** Answers one request. */
    interface Handler {
        Answer answer(String path);
    }

    private static final int BODY_LIMIT = 4096;

    private Http() {}

    /** Serves on the loopback address until it is stopped; every path goes to the handler. */
    static HttpServer serve(int port, ExecutorService workers, Handler handler) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
        server.setExecutor(workers);
        server.createContext("/", exchange -> answer(exchange, handler));
        server.start();
        return server;
    }

    private static void answer(HttpExchange exchange, Handler handler) throws IOException {
        try (exchange) {
            Answer answer = handler.answer(exchange.getRequestURI().getPath());
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** One GET; never throws. */
    static Answer get(URI url, int timeoutMillis) {
        try {
            HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
            connection.setConnectTimeout(timeoutMillis);
            connection.setReadTimeout(timeoutMillis);
            int status = connection.getResponseCode();
            try (InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
                String text = body == null ? "" : new String(body.readNBytes(BODY_LIMIT), StandardCharsets.UTF_8);
                return new Answer(status, text);
            }
        } catch (IOException e) {
            return new Answer(0, url + ": " + e);
        }
    }
}
