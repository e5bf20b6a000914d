package io.x0tta6bl4.kubernetes.api;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Speaks with the API server of a cluster. Every request is bounded in time to the last octet of its answer, and in how much of
 * it is read; what is not in its table of rights is not asked. Safe for threads.
 */
public final class ApiServer implements AutoCloseable {
    /** The longest answer that is read, in octets. */
    public static final int ANSWER_LIMIT = 16 << 20;

    /** The longest line of a watch that is read, in octets. */
    public static final int LINE_LIMIT = 4 << 20;

    private static final int TOKEN_LIMIT = 64 << 10;

    private final Connection connection;
    private final Set<Access> rights;
    private final Clients clients;

    /** @param rights all that may be asked */
    public ApiServer(Connection connection, Set<Access> rights) {
        this.connection = connection;
        this.rights = Set.copyOf(rights);
        this.clients = new Clients(connection.authorities());
    }

    /** Where it is. */
    public URI address() {
        return connection.base();
    }

    /** Asks and waits for the whole answer, at most for {@code limit}. */
    public Reply ask(Request request, Duration limit) {
        return within(request, limit, () -> {
            HttpResponse<InputStream> response = send(request);
            try (InputStream body = response.body()) {
                if (response.statusCode() / 100 != 2) return Refusal.of(request, response, body);
                byte[] octets = body.readNBytes(ANSWER_LIMIT + 1);
                if (octets.length > ANSWER_LIMIT)
                    throw new IOException("the answer is longer than " + (ANSWER_LIMIT >> 20) + " MiB");
                return new Reply.Good(new String(octets, StandardCharsets.UTF_8));
            }
        });
    }

    /**
     * Watches until the server ends it, at most for {@code limit}: each line is told as it comes, on another thread, one after the
     * other.
     */
    public Reply watch(Request request, Duration limit, Consumer<String> line) {
        return within(request, limit, () -> {
            HttpResponse<InputStream> response = send(request);
            try (InputStream body = response.body()) {
                if (response.statusCode() / 100 != 2) return Refusal.of(request, response, body);
                new Lines(body, LINE_LIMIT).each(line);
                return new Reply.Good("");
            }
        });
    }

    private Reply within(Request request, Duration limit, Callable<Reply> exchange) {
        if (!rights.contains(request.access()))
            throw new IllegalArgumentException(request.words() + " is not in the table of rights of this node");
        FutureTask<Reply> task = new FutureTask<>(exchange);
        Thread.ofVirtual().name("x0-kubernetes").start(task);
        try {
            return task.get(Math.max(1, limit.toNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return Refusal.unreachable(request, address(), "no whole answer within " + limit.toMillis() + " ms");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Refusal.unreachable(request, address(), "the question was stopped");
        } catch (ExecutionException e) {
            return Refusal.unreachable(request, address(), reason(e.getCause()));
        } finally {
            task.cancel(true);
        }
    }

    private static String reason(Throwable cause) {
        Throwable deepest = cause;
        for (int depth = 0; deepest.getCause() != null && depth < 10; depth++) deepest = deepest.getCause();
        return deepest.getMessage() == null ? deepest.toString() : deepest.getMessage();
    }

    private HttpResponse<InputStream> send(Request request) throws IOException, InterruptedException {
        HttpRequest.Builder http = HttpRequest.newBuilder(URI.create(connection.base() + request.path()))
                .header("Accept", "application/json")
                .header("User-Agent", "x0tta6bl4");
        if (connection.token().isPresent())
            http.header("Authorization", "Bearer " + token(connection.token().get()));
        if (request.contentType().isEmpty()) http.method(request.method(), HttpRequest.BodyPublishers.noBody());
        else
            http.header("Content-Type", request.contentType())
                    .method(request.method(), HttpRequest.BodyPublishers.ofString(request.body()));
        return clients.current().send(http.build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    /** Read each time: the kubelet replaces it before it expires. */
    private static String token(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            String token = new String(in.readNBytes(TOKEN_LIMIT), StandardCharsets.US_ASCII).strip();
            if (token.isEmpty()) throw new IOException("the token file " + file + " is empty");
            return token;
        } catch (java.nio.file.NoSuchFileException e) {
            throw new IOException("there is no token file " + file, e);
        }
    }

    /** Ends every request that is under way. */
    @Override
    public void close() {
        clients.close();
    }
}
