package io.x0tta6bl4.runtime.samples;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One service of a chain over HTTP: {@code web -> orders -> inventory -> store}. The last one, which calls nobody, counts.
 *
 * <p>{@code GET /} does the business call through the whole chain. {@code GET /health} answers 200 {@code ok} when the
 * service itself works ({@code --health shallow}, the default) or when the health of what it calls answers in time too
 * ({@code --health deep}): then all callers fail with the leaf, as they do in many real systems. Exit code 2: wrong
 * arguments; 3: wrong configuration; 4: the port is taken.
 */
public final class SampleService {
    private static final Set<String> KNOWN = Set.of("name", "port", "calls", "configuration", "health", "call-timeout");
    private static final int STOP_SECONDS = 2;

    private final String name;
    private final Settings settings;
    private final Optional<URI> calls;
    private final boolean deep;
    private final int timeoutMillis;
    private final AtomicLong counter = new AtomicLong();

    private SampleService(Arguments arguments, Settings settings) {
        this.name = arguments.require("name");
        this.settings = settings;
        this.calls = arguments.find("calls").map(URI::create);
        this.timeoutMillis = arguments.number("call-timeout", 1, 60_000, "200");
        String health = arguments.find("health").orElse("shallow");
        if (!Set.of("shallow", "deep").contains(health))
            throw new Arguments.Wrong("--health: found '" + health + "', need shallow or deep");
        this.deep = health.equals("deep");
    }

    public static void main(String[] args) {
        try {
            Arguments arguments = new Arguments(KNOWN, args);
            Settings settings = Settings.read(Path.of(arguments.require("configuration")));
            SampleService service = new SampleService(arguments, settings);
            service.serve(arguments.number("port", 1, 65_535, ""));
        } catch (Arguments.Wrong e) {
            exit(2, e.getMessage());
        } catch (IOException e) {
            exit(3, e.getMessage());
        }
    }

    private static void exit(int code, String words) {
        System.err.println(words);
        System.exit(code);
    }

    private void serve(int port) {
        ExecutorService workers = Executors.newFixedThreadPool(settings.workers());
        try {
            HttpServer server = Http.serve(port, workers, this::answer);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, workers)));
            System.out.println(name + " (" + settings.label() + ") serves on 127.0.0.1:" + port);
        } catch (IOException e) {
            exit(4, name + " cannot listen on 127.0.0.1:" + port + ": " + e.getMessage());
        }
    }

    /** Lets running answers end, takes no new ones. */
    private void stop(HttpServer server, ExecutorService workers) {
        workers.shutdown();
        try {
            workers.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.stop(0);
        System.out.println(name + " stopped");
    }

    private Http.Answer answer(String path) {
        return switch (path) {
            case "/health" -> health();
            case "/" -> business();
            default -> new Http.Answer(404, "only / and /health\n");
        };
    }

    private Http.Answer health() {
        if (!deep || calls.isEmpty()) return new Http.Answer(200, "ok");
        Http.Answer below = Http.get(calls.get().resolve("/health"), timeoutMillis);
        return below.good() ? new Http.Answer(200, "ok") : new Http.Answer(503, why(below));
    }

    private Http.Answer business() {
        if (calls.isEmpty()) return new Http.Answer(200, name + ":" + counter.incrementAndGet());
        Http.Answer below = Http.get(calls.get().resolve("/"), timeoutMillis);
        return below.good() ? new Http.Answer(200, name + ">" + below.body()) : new Http.Answer(502, why(below));
    }

    private static String why(Http.Answer below) {
        return below.status() == 0 ? below.body() : "status " + below.status() + " from below: " + below.body();
    }
}
