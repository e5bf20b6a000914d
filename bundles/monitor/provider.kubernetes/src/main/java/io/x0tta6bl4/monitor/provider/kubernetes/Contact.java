package io.x0tta6bl4.monitor.provider.kubernetes;

import io.x0tta6bl4.kubernetes.api.Access.Verb;
import io.x0tta6bl4.kubernetes.api.ApiServer;
import io.x0tta6bl4.kubernetes.api.Reply;
import io.x0tta6bl4.kubernetes.api.Request;
import io.x0tta6bl4.kubernetes.api.Resource;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Whether the API server answers: a small question every two seconds, because a watch that hangs looks like a watch on which
 * nothing happens. Two questions in a row without an answer are a lost contact.
 */
final class Contact implements AutoCloseable {
    static final Duration EVERY = Duration.ofSeconds(2);
    private static final int ENOUGH = 2;

    private final ApiServer server;
    private final Supplier<Optional<String>> namespace;
    private final Thread thread =
            Thread.ofVirtual().name("x0-kubernetes-contact").unstarted(this::run);
    private int failures;
    private volatile Optional<String> lost = Optional.empty();
    private volatile boolean closed;

    /** @param namespace one whose pods may be asked for; empty while nothing is watched */
    Contact(ApiServer server, Supplier<Optional<String>> namespace) {
        this.server = server;
        this.namespace = namespace;
    }

    void start() {
        thread.start();
    }

    /** Why the contact is lost; empty while it is there. */
    Optional<String> lost() {
        return lost;
    }

    private void run() {
        while (!closed) {
            Duration wait = namespace.get().map(this::ask).orElse(EVERY);
            long until = System.nanoTime() + wait.toNanos();
            for (long left = wait.toNanos(); left > 0 && !closed; left = until - System.nanoTime())
                LockSupport.parkNanos(left);
        }
    }

    /** A server that refuses is there; how long until the next question. */
    private Duration ask(String where) {
        return switch (ask(server, where)) {
            case Reply.Bad bad
            when bad.reason() == Reply.Reason.UNREACHABLE || bad.reason() == Reply.Reason.OTHER -> {
                if (++failures >= ENOUGH) lost = Optional.of(bad.words());
                yield failures < ENOUGH ? Duration.ofMillis(200) : EVERY;
            }
            case Reply.Bad bad -> {
                answered();
                yield bad.retryAfter().filter(one -> one.compareTo(EVERY) > 0).orElse(EVERY);
            }
            case Reply.Good _ -> {
                answered();
                yield EVERY;
            }
        };
    }

    static Reply ask(ApiServer server, String namespace) {
        return server.ask(
                Request.all(Verb.LIST, Resource.PODS, namespace, Map.of("limit", "1", "resourceVersion", "0")), EVERY);
    }

    private void answered() {
        failures = 0;
        lost = Optional.empty();
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        LockSupport.unpark(thread);
    }
}
