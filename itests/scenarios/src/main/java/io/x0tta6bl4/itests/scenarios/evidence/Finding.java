package io.x0tta6bl4.itests.scenarios.evidence;

import jakarta.json.Json;
import jakarta.json.JsonObject;

/**
 * One thing that had to hold, and whether it did.
 *
 * @param aspect which part of the promise it belongs to
 * @param ok whether it held
 * @param words what was seen
 */
public record Finding(Aspect aspect, boolean ok, String words) {
    /** The three parts of the promise. */
    public enum Aspect {
        DETECTED,
        HANDLED,
        VERIFIED
    }

    public JsonObject json() {
        return Json.createObjectBuilder()
                .add("aspect", aspect.name().toLowerCase(java.util.Locale.ROOT))
                .add("ok", ok)
                .add("seen", words)
                .build();
    }
}
