package io.x0tta6bl4.itests.scenarios.walk;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.x0tta6bl4.itests.scenarios.sample.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An endpoint that turns sick when told and recovers when its hook is called or its time is over. */
final class Flapper implements AutoCloseable {
    private final HttpServer server;
    private final AtomicInteger calls = new AtomicInteger();
    private volatile boolean sick;

    Flapper() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/health", exchange -> answer(exchange, sick ? 500 : 200));
        server.createContext("/heal", this::heal);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    private void heal(HttpExchange exchange) throws IOException {
        calls.incrementAndGet();
        sick = false;
        answer(exchange, 200);
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    URI health() {
        return address("/health");
    }

    URI hook() {
        return address("/heal");
    }

    private URI address(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    /** Sick until the hook is called, at most for a while, then healthy for a while. */
    void flap(Duration sickAtMost, Duration healthy) {
        sick = true;
        Waiting.until(() -> !sick, sickAtMost, Duration.ofMillis(10));
        sick = false;
        Waiting.through(healthy);
    }

    /** How often its hook was called. */
    int calls() {
        return calls.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
