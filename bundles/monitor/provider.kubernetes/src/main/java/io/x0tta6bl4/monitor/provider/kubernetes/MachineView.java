package io.x0tta6bl4.monitor.provider.kubernetes;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A node of the cluster as the API tells it.
 *
 * @param state of {@code cluster-node.state}
 * @param detail why, when it is not ready
 * @param cordoned whether nothing new is put on it
 * @param byUs whether this loop cordoned it
 */
record MachineView(String name, String state, String detail, boolean cordoned, boolean byUs) {
    /** Annotation of a machine that this loop cordoned. */
    static final String CORDONED = "x0tta6bl4.io/cordoned";

    private static final List<String> PRESSURES =
            List.of("MemoryPressure", "DiskPressure", "PIDPressure", "NetworkUnavailable");

    static MachineView of(JsonObject it) {
        JsonObject ready = Json.condition(it, "Ready").orElse(JsonObject.EMPTY_JSON_OBJECT);
        boolean serves = Json.text(ready, "status").equals("True");
        String pressures = PRESSURES.stream()
                .filter(type -> Json.condition(it, type)
                        .filter(one -> Json.text(one, "status").equals("True"))
                        .isPresent())
                .collect(Collectors.joining(", "));
        String why = Words.of(Json.text(ready, "reason") + ": " + Json.text(ready, "message"));
        return new MachineView(
                Json.text(it, "metadata", "name"),
                !serves ? "not-ready" : pressures.isEmpty() ? "ready" : "pressure",
                !serves ? why : pressures,
                Json.yes(it, "spec", "unschedulable"),
                Json.at(it, "metadata", "annotations", CORDONED).isPresent());
    }

    boolean ready() {
        return state.equals("ready");
    }
}
