package io.x0tta6bl4.monitor.provider.kubernetes;

import io.x0tta6bl4.kubernetes.api.Access.Verb;
import io.x0tta6bl4.kubernetes.api.ApiServer;
import io.x0tta6bl4.kubernetes.api.Reply;
import io.x0tta6bl4.kubernetes.api.Request;
import io.x0tta6bl4.kubernetes.api.Resource;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * A copy of one collection of the cluster, kept by a list and a watch from where the list ended. A watch that ends is begun again
 * where it was; one that is too old (410) begins with a new list. What was not taken is asked again after a growing wait, or
 * after the wait that the server asks for.
 */
final class Reflector<T> implements AutoCloseable {
    /** The longest watch; bookmarks keep its place meanwhile. */
    static final Duration WATCH = Duration.ofSeconds(60);

    private static final Duration LIST = Duration.ofSeconds(10);
    private static final Duration SLACK = Duration.ofSeconds(10);
    private static final long FIRST_WAIT_MILLIS = 250;
    private static final long LONGEST_WAIT_MILLIS = 10_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PAGE = 500;
    private static final int MOST = 20_000;

    private final ApiServer server;
    private final Resource resource;
    private final String namespace;
    private final Map<String, String> selector;
    private final Function<JsonObject, T> read;
    private final Runnable changed;
    private final Thread thread;
    private final Map<String, T> known = new HashMap<>(); // guarded by itself
    private volatile String version = "";
    private int failures;
    private volatile Optional<String> trouble = Optional.of("not listed yet");
    private volatile boolean closed;
    private volatile boolean expired;

    /** @param changed hears of every change; it must be quick */
    Reflector(
            ApiServer server,
            Resource resource,
            String namespace,
            Map<String, String> selector,
            Function<JsonObject, T> read,
            Runnable changed) {
        this.server = server;
        this.resource = resource;
        this.namespace = namespace;
        this.selector = selector;
        this.read = read;
        this.changed = changed;
        this.thread = Thread.ofVirtual()
                .name("x0-watch-" + resource.plural() + "-" + namespace)
                .unstarted(this::run);
    }

    Reflector<T> start() {
        thread.start();
        return this;
    }

    /** What is known now, by name. */
    Map<String, T> all() {
        synchronized (known) {
            return Map.copyOf(known);
        }
    }

    /** Why the copy is not up to date; empty when it is. */
    Optional<String> trouble() {
        return trouble.map(why -> resource.plural() + ": " + why);
    }

    private void run() {
        while (!closed) {
            Optional<Reply.Bad> bad = version.isEmpty() ? list() : watch();
            if (closed) return;
            bad.ifPresentOrElse(this::stumbled, () -> failures = 0);
            changed.run();
        }
    }

    private void stumbled(Reply.Bad bad) {
        trouble = Optional.of(bad.words());
        changed.run();
        long longest = Math.min(LONGEST_WAIT_MILLIS, FIRST_WAIT_MILLIS << Math.min(failures++, 10));
        long wait = bad.retryAfter()
                .map(asked -> asked.compareTo(PATIENCE) > 0 ? PATIENCE : asked)
                .map(Duration::toMillis)
                .orElseGet(() -> longest / 2 + ThreadLocalRandom.current().nextLong(longest / 2 + 1));
        pause(Math.max(50, wait));
    }

    private void pause(long millis) {
        long until = System.nanoTime() + millis * 1_000_000;
        for (long left = until - System.nanoTime(); left > 0 && !closed; left = until - System.nanoTime())
            LockSupport.parkNanos(left);
    }

    private Optional<Reply.Bad> list() {
        Map<String, T> fresh = new HashMap<>();
        String next = "";
        do {
            Map<String, String> query = new TreeMap<>(selector);
            query.put("limit", String.valueOf(PAGE));
            if (!next.isEmpty()) query.put("continue", next);
            Reply reply = server.ask(Request.all(Verb.LIST, resource, namespace, query), LIST);
            if (reply instanceof Reply.Bad bad) return Optional.of(bad);
            try {
                JsonObject page = Json.read(((Reply.Good) reply).body());
                for (JsonObject item : Json.all(page, "items")) fresh.put(name(item), read.apply(item));
                next = Json.text(page, "metadata", "continue");
                if (next.isEmpty()) version = Json.text(page, "metadata", "resourceVersion");
            } catch (JsonException e) {
                return Optional.of(odd("a list that is no JSON: " + Words.of(String.valueOf(e.getMessage()))));
            }
            if (fresh.size() > MOST) return Optional.of(odd("more than " + MOST + " of them"));
        } while (!next.isEmpty());
        return version.isEmpty() ? Optional.of(odd("a list without a resourceVersion")) : replace(fresh);
    }

    private Optional<Reply.Bad> replace(Map<String, T> fresh) {
        synchronized (known) {
            known.clear();
            known.putAll(fresh);
        }
        trouble = Optional.empty();
        return Optional.empty();
    }

    private Reply.Bad odd(String what) {
        return new Reply.Bad(Reply.Reason.OTHER, "the API server gave " + what, "", Optional.empty());
    }

    private Optional<Reply.Bad> watch() {
        Map<String, String> query = new TreeMap<>(selector);
        query.put("watch", "1");
        query.put("allowWatchBookmarks", "true");
        query.put("resourceVersion", version);
        query.put("timeoutSeconds", String.valueOf(WATCH.toSeconds()));
        expired = false;
        long begun = System.nanoTime();
        Reply reply = server.watch(Request.all(Verb.WATCH, resource, namespace, query), WATCH.plus(SLACK), this::line);
        if (expired || reply instanceof Reply.Bad gone && gone.reason() == Reply.Reason.GONE) {
            version = "";
            if (System.nanoTime() - begun < 100_000_000) pause(100);
            return Optional.empty();
        }
        if (reply instanceof Reply.Bad bad) return Optional.of(bad);
        trouble = Optional.empty();
        if (System.nanoTime() - begun < 500_000_000)
            pause(500); // a server that ends every watch at once is not stormed
        return Optional.empty();
    }

    private void line(String line) {
        JsonObject event = Json.read(line);
        JsonObject object = Json.at(event, "object")
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .orElse(JsonObject.EMPTY_JSON_OBJECT);
        String type = Json.text(event, "type");
        if (type.equals("ERROR")) {
            expired = true;
            throw new IllegalStateException("the watch ended: " + Words.of(Json.text(object, "message")));
        }
        trouble = Optional.empty();
        String at = Json.text(object, "metadata", "resourceVersion");
        if (!at.isEmpty()) version = at;
        if (type.equals("BOOKMARK")) return;
        synchronized (known) {
            if (type.equals("DELETED")) known.remove(name(object));
            else if (known.size() < MOST || known.containsKey(name(object)))
                known.put(name(object), read.apply(object));
        }
        changed.run();
    }

    private static String name(JsonObject object) {
        return Json.text(object, "metadata", "name");
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        LockSupport.unpark(thread);
    }
}
