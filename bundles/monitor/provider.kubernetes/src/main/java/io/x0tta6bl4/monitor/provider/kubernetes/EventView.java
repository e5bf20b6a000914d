package io.x0tta6bl4.monitor.provider.kubernetes;

import jakarta.json.JsonObject;
import java.time.Instant;

/**
 * A warning of the cluster.
 *
 * @param about kind and name of what it is about, as {@code Pod/web-0}
 * @param at when it was seen last
 * @param text reason and message
 */
record EventView(String about, Instant at, String text) {

    static EventView of(JsonObject it) {
        Instant at = Json.time(it, "series", "lastObservedTime")
                .or(() -> Json.time(it, "lastTimestamp"))
                .or(() -> Json.time(it, "eventTime"))
                .or(() -> Json.time(it, "metadata", "creationTimestamp"))
                .orElse(Instant.EPOCH);
        return new EventView(
                Json.text(it, "involvedObject", "kind") + "/" + Json.text(it, "involvedObject", "name"),
                at,
                Words.of(Json.text(it, "reason") + ": " + Json.text(it, "message")));
    }
}
