package io.x0tta6bl4.feature.provider.maven;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** A repository over HTTP that can be told to misbehave. */
final class Server implements AutoCloseable {

    /** What it does with a request for an artifact; checksums are always served as they are. */
    enum Manner {
        SERVES,
        HANGS,
        BREAKS_OFF,
        DRIPS,
        FAILS
    }

    final List<String> asked = new CopyOnWriteArrayList<>();
    private final Path root;
    private final HttpServer server;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Manner manner = Manner.SERVES;

    Server(Path root) throws IOException {
        this.root = root;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(
                Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory()));
        server.createContext("/", this::answer);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/maven2");
    }

    void manner(Manner now) {
        manner = now;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().replaceFirst("^/maven2/", "");
        asked.add(path);
        Path file = root.resolve(path);
        try (exchange) {
            if (!Files.isRegularFile(file)) exchange.sendResponseHeaders(404, -1);
            else answer(exchange, Files.readAllBytes(file), path.endsWith(".sha1") ? Manner.SERVES : manner);
        }
    }

    private void answer(HttpExchange exchange, byte[] content, Manner how) throws IOException {
        if (how == Manner.HANGS) await();
        if (how == Manner.FAILS) {
            exchange.sendResponseHeaders(500, -1);
            return;
        }
        exchange.sendResponseHeaders(200, content.length);
        int whole = how == Manner.SERVES ? content.length : content.length / 2;
        exchange.getResponseBody().write(content, 0, whole);
        exchange.getResponseBody().flush();
        if (how == Manner.DRIPS) drip(exchange, content[whole]);
    }

    /** A byte now and then keeps the connection from ever being silent for long. */
    private void drip(HttpExchange exchange, byte one) throws IOException {
        try {
            while (!closed.await(50, java.util.concurrent.TimeUnit.MILLISECONDS)) {
                exchange.getResponseBody().write(one);
                exchange.getResponseBody().flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void await() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(e));
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
