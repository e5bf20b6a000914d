package io.x0tta6bl4.kubernetes.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/**
 * A small server that lists, watches and patches as an API server does, with faults put in. It knows no controller: what a change
 * leads to is for the test to say. Nothing about Kubernetes is proved by it, only how this node behaves towards such answers.
 */
public final class ApiStandIn implements AutoCloseable {
    private final HttpServer http;
    private final Map<String, TreeMap<String, JsonObject>> collections = new HashMap<>(); // guarded by this
    private final List<JsonObject> events = new ArrayList<>(); // of watches, in order; guarded by this
    private final List<Fault> faults = new CopyOnWriteArrayList<>();
    private final List<HttpExchange> watches = new CopyOnWriteArrayList<>();
    private long version = 100;
    private long oldest = 0;
    private volatile boolean hanging;

    /** Every request: method, path and query, token. */
    public final List<String> asked = new CopyOnWriteArrayList<>();

    /** Bodies of changes, in order. */
    public final List<String> changes = new CopyOnWriteArrayList<>();

    private record Fault(Predicate<String> which, int status, String body, Map<String, String> headers) {}

    public ApiStandIn() {
        this(0);
    }

    /** @param port 0 for any that is free */
    public ApiStandIn(int port) {
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 64);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.createContext("/", this::answer);
        http.start();
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    /** The next request whose method and path fit is answered so, once. */
    public void refuse(String part, int status, String body, Map<String, String> headers) {
        faults.add(new Fault(asked -> asked.contains(part), status, body, headers));
    }

    /** As long as it is so, nothing is answered. */
    public void hang(boolean so) {
        hanging = so;
    }

    /** Ends every watch in the middle of it. */
    public void cut() {
        watches.forEach(HttpExchange::close);
        watches.clear();
    }

    /** What was watched so far is too old to go on from. */
    public synchronized void forget() {
        oldest = version + 1;
        version += 2;
        cut();
    }

    /** Puts an object there or changes it; {@code collection} is a path such as {@code /api/v1/namespaces/shop/pods}. */
    public synchronized void put(String collection, String json) {
        JsonObject object = read(json);
        String name = object.getJsonObject("metadata").getString("name");
        boolean there = in(collection).containsKey(name);
        JsonObject stored = versioned(object);
        in(collection).put(name, stored);
        tell(collection, there ? "MODIFIED" : "ADDED", stored);
    }

    public synchronized void delete(String collection, String name) {
        JsonObject gone = in(collection).remove(name);
        if (gone != null) tell(collection, "DELETED", versioned(gone));
    }

    public synchronized Optional<JsonObject> get(String collection, String name) {
        return Optional.ofNullable(in(collection).get(name));
    }

    private TreeMap<String, JsonObject> in(String collection) {
        return collections.computeIfAbsent(collection, _ -> new TreeMap<>());
    }

    private JsonObject versioned(JsonObject object) {
        JsonObject metadata = Json.createObjectBuilder(object.getJsonObject("metadata"))
                .add("resourceVersion", String.valueOf(++version))
                .build();
        return Json.createObjectBuilder(object).add("metadata", metadata).build();
    }

    private void tell(String collection, String type, JsonObject object) {
        events.add(Json.createObjectBuilder()
                .add("collection", collection)
                .add("version", version)
                .add("line", Json.createObjectBuilder().add("type", type).add("object", object))
                .build());
        notifyAll();
    }

    private static JsonObject read(String json) {
        try (var reader = Json.createReader(new StringReader(json))) {
            return reader.readObject();
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getRawPath();
        String method = exchange.getRequestMethod();
        Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(method + " " + exchange.getRequestURI() + " "
                + exchange.getRequestHeaders().getFirst("Authorization"));
        if (method.equals("PATCH") || method.equals("POST")) changes.add(body);
        while (hanging) java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
        for (Fault fault : faults) {
            if (!fault.which().test(method + " " + exchange.getRequestURI()) || !faults.remove(fault)) continue;
            fault.headers().forEach(exchange.getResponseHeaders()::add);
            send(exchange, fault.status(), fault.body());
            return;
        }
        if (query.containsKey("watch")) watch(exchange, path, query);
        else if (method.equals("GET")) send(exchange, path, query);
        else if (method.equals("PATCH")) patch(exchange, path, body);
        else evict(exchange, path);
    }

    private static Map<String, String> query(String text) {
        Map<String, String> query = new HashMap<>();
        if (text == null) return query;
        for (String one : text.split("&")) {
            String[] parts = one.split("=", 2);
            query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return query;
    }

    private void send(HttpExchange exchange, String path, Map<String, String> query) throws IOException {
        String parent = path.substring(0, path.lastIndexOf('/'));
        String name = path.substring(parent.length() + 1);
        int status = 200;
        String body;
        synchronized (this) {
            if (collections.containsKey(parent) && in(parent).containsKey(name))
                body = in(parent).get(name).toString();
            else if (last(path)) body = list(path, query);
            else {
                status = 404;
                body = status(404, "not found");
            }
        }
        send(exchange, status, body);
    }

    private static boolean last(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return Arrays.stream(Resource.values()).anyMatch(one -> one.plural().equals(name));
    }

    private String list(String path, Map<String, String> query) {
        List<JsonObject> all = in(path).values().stream()
                .filter(one -> labelled(one, query.getOrDefault("labelSelector", "")))
                .toList();
        int from = Integer.parseInt(query.getOrDefault("continue", "0"));
        int most = Integer.parseInt(query.getOrDefault("limit", "100000"));
        JsonArrayBuilder items = Json.createArrayBuilder();
        all.stream().skip(from).limit(most).forEach(items::add);
        JsonObjectBuilder metadata = Json.createObjectBuilder().add("resourceVersion", String.valueOf(version));
        if (from + most < all.size()) metadata.add("continue", String.valueOf(from + most));
        return Json.createObjectBuilder()
                .add("metadata", metadata)
                .add("items", items)
                .build()
                .toString();
    }

    private static boolean labelled(JsonObject object, String selector) {
        JsonObject metadata = object.getJsonObject("metadata");
        JsonObject labels =
                metadata.containsKey("labels") ? metadata.getJsonObject("labels") : JsonValue.EMPTY_JSON_OBJECT;
        return selector.isEmpty()
                || Arrays.stream(selector.split(","))
                        .map(one -> one.split("=", 2))
                        .allMatch(one -> labels.getString(one[0], "").equals(one[1]));
    }

    private void watch(HttpExchange exchange, String path, Map<String, String> query) throws IOException {
        long from = Long.parseLong(query.get("resourceVersion"));
        exchange.sendResponseHeaders(200, 0);
        watches.add(exchange);
        try (OutputStream out = exchange.getResponseBody()) {
            out.flush();
            for (int told = 0; ; ) {
                List<String> lines = new ArrayList<>();
                synchronized (this) {
                    if (from < oldest) {
                        lines.add("{\"type\":\"ERROR\",\"object\":" + status(410, "too old resource version") + "}");
                    } else {
                        for (; told < events.size(); told++) {
                            JsonObject event = events.get(told);
                            if (event.getString("collection").equals(path)
                                    && event.getJsonNumber("version").longValue() > from)
                                lines.add(event.getJsonObject("line").toString());
                        }
                        if (lines.isEmpty()) wait(100);
                    }
                }
                for (String line : lines) out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
                if (from < oldest || !watches.contains(exchange)) return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            watches.remove(exchange);
        }
    }

    private void patch(HttpExchange exchange, String path, String body) throws IOException {
        String parent = path.substring(0, path.lastIndexOf('/'));
        String name = path.substring(parent.length() + 1);
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        String answer;
        int status = 200;
        synchronized (this) {
            JsonObject now = in(parent).get(name);
            JsonObject next = now == null ? null : patched(now, type, body);
            if (now == null || next == null) {
                status = 404;
                answer = status(404, "not found");
            } else if (!version(next).equals(version(now))) {
                status = 409;
                answer = status(409, "the object has been modified");
            } else {
                put(parent, next.toString());
                answer = in(parent).get(name).toString();
            }
        }
        send(exchange, status, answer);
    }

    private static String version(JsonObject object) {
        return ((JsonString) object.getJsonObject("metadata").get("resourceVersion")).getString();
    }

    private static JsonObject patched(JsonObject now, String type, String body) {
        try (var reader = Json.createReader(new StringReader(body))) {
            if (type.startsWith("application/json-patch"))
                return Json.createPatch(reader.readArray()).apply(now);
            return Json.createMergePatch(reader.readObject()).apply(now).asJsonObject();
        }
    }

    /** {@code …/pods/NAME/eviction} */
    private void evict(HttpExchange exchange, String path) throws IOException {
        String[] parts = path.split("/");
        String name = parts[parts.length - 2];
        String collection = path.substring(0, path.indexOf("/" + name + "/eviction"));
        boolean there = get(collection, name).isPresent();
        delete(collection, name);
        send(exchange, there ? 201 : 404, status(there ? 201 : 404, there ? "evicted" : "not found"));
    }

    /** A status as the API tells it. */
    public static String status(int code, String message) {
        return Json.createObjectBuilder()
                .add("kind", "Status")
                .add("code", code)
                .add("message", message)
                .build()
                .toString();
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] octets = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, octets.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(octets);
        }
    }

    /** Nobody answers there any more. */
    @Override
    public void close() {
        hanging = false;
        cut();
        http.stop(0);
    }
}
