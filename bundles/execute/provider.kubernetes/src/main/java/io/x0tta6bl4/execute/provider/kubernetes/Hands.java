package io.x0tta6bl4.execute.provider.kubernetes;

import io.x0tta6bl4.kubernetes.api.Access.Verb;
import io.x0tta6bl4.kubernetes.api.ApiServer;
import io.x0tta6bl4.kubernetes.api.Reply;
import io.x0tta6bl4.kubernetes.api.Request;
import io.x0tta6bl4.kubernetes.api.Resource;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Changes one object of a cluster safely: every change names the version that it was read at, so a change by somebody else
 * meanwhile is a conflict (409) and begins anew with a fresh read, at most five times. A busy server (429) is asked again after
 * the time that it asks for, within the time of the order.
 */
final class Hands {
    /** Reads and changes in all for one order. */
    static final int ATTEMPTS = 5;

    private static final Duration EACH = Duration.ofSeconds(5);
    private static final Duration BUSY = Duration.ofSeconds(1);
    private static final int LONGEST_WAITS = 5;

    private final ApiServer server;
    private final long end;

    /** @param limit within which everything ends */
    Hands(ApiServer server, Duration limit) {
        this.server = server;
        this.end = System.nanoTime() + limit.toNanos();
    }

    /** Makes a change out of what was read. */
    interface Change {
        /** @throws Stop when there is nothing to change */
        Patch of(JsonObject now) throws Stop;
    }

    /** A change: its content type, its body, and what it does, for people. */
    record Patch(String contentType, String body, String words) {}

    /** Reads, changes, and again after a conflict; returns what was done. */
    String change(Resource resource, String namespace, String name, Change change) throws Stop {
        String last = "";
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Patch patch = change.of(read(resource, namespace, name));
            Reply reply = ask(Request.patch(resource, namespace, name, patch.contentType(), patch.body()));
            if (reply instanceof Reply.Good)
                return patch.words() + (attempt == 1 ? "" : ", at attempt " + attempt + " after conflicts");
            Reply.Bad bad = (Reply.Bad) reply;
            if (bad.reason() != Reply.Reason.CONFLICT) throw failed(bad);
            last = bad.words();
        }
        throw Stop.before(ATTEMPTS + " times in a row somebody else changed it meanwhile: " + last);
    }

    JsonObject read(Resource resource, String namespace, String name) throws Stop {
        return json(ask(Request.one(resource, namespace, name)));
    }

    List<JsonObject> list(Resource resource, String namespace, String labels) throws Stop {
        Map<String, String> query = labels.isEmpty() ? Map.of() : Map.of("labelSelector", labels);
        return Json.all(json(ask(Request.all(Verb.LIST, resource, namespace, query))), "items");
    }

    private static JsonObject json(Reply reply) throws Stop {
        if (reply instanceof Reply.Bad bad) throw failed(bad);
        try {
            return Json.read(((Reply.Good) reply).body());
        } catch (JsonException e) {
            throw Stop.before("what answered is no API server: " + e.getMessage());
        }
    }

    /** An order without an answer may have been carried out; what is refused was not. */
    static Stop failed(Reply.Bad bad) {
        return bad.reason() == Reply.Reason.UNREACHABLE ? Stop.midway(bad.words()) : Stop.before(bad.words());
    }

    /** Asks, and again when the server is busy and nothing but busy. */
    Reply ask(Request request) {
        Reply reply = server.ask(request, limit());
        for (int wait = 0; wait < LONGEST_WAITS && busy(reply); wait++) {
            Duration pause = ((Reply.Bad) reply).retryAfter().orElse(BUSY);
            if (System.nanoTime() + pause.toNanos() >= end || !pause(pause)) return reply;
            reply = server.ask(request, limit());
        }
        return reply;
    }

    /** A disruption budget says 429 too, and asking again at once changes nothing. */
    static boolean busy(Reply reply) {
        return reply instanceof Reply.Bad bad && bad.reason() == Reply.Reason.TOO_MANY && !budget(bad);
    }

    static boolean budget(Reply.Bad bad) {
        return bad.reason() == Reply.Reason.TOO_MANY && bad.body().contains("DisruptionBudget");
    }

    private Duration limit() {
        Duration left = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
        return left.compareTo(EACH) < 0 ? left : EACH;
    }

    private static boolean pause(Duration length) {
        long until = System.nanoTime() + length.toNanos();
        for (long left = length.toNanos(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.currentThread().isInterrupted()) return false;
        }
        return true;
    }
}
