package io.x0tta6bl4.platform.readiness;

import java.util.List;
import java.util.Optional;

/**
 * The readiness of the node at one moment.
 *
 * @param parts every mandatory part
 * @param problems what is wrong beside the parts: bundles of the features that do not run
 */
record Report(List<Part> parts, List<String> problems) {
    Report {
        parts = List.copyOf(parts);
        problems = List.copyOf(problems);
    }

    /** Ready when every part is; a node of which nothing is demanded has proven nothing and is not. */
    boolean ready() {
        return !parts.isEmpty() && problems.isEmpty() && parts.stream().allMatch(Part::ok);
    }

    /** The names of the parts that are not ready. */
    List<String> missing() {
        return parts.stream().filter(part -> !part.ok()).map(Part::name).toList();
    }

    Optional<Part> part(String name) {
        return parts.stream().filter(part -> part.name().equals(name)).findFirst();
    }
}
