package io.x0tta6bl4.knowledge.provider.yaml;

import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.element.Subject.Workload;
import io.x0tta6bl4.knowledge.api.element.Subject.Workload.Controller;
import io.x0tta6bl4.knowledge.api.element.Subject.Workload.Scale;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads the description of a workload; each is managed under one name only. */
final class WorkloadReader {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final Problems problems;
    private final Map<String, Place> seen = new HashMap<>();

    WorkloadReader(Problems problems) {
        this.problems = problems;
    }

    Optional<Subject> read(Values values) {
        if (!values.clean()) return Optional.empty();
        Controller controller = Arrays.stream(Controller.values())
                .filter(c -> c.word().equals(values.get("kind", "")))
                .findFirst()
                .orElseThrow();
        Optional<Values> bounds = values.table("scale");
        if (wrong(values, controller, bounds)) return Optional.empty();
        return Optional.of(new Workload(
                controller,
                values.get("namespace", ""),
                values.get("name", ""),
                bounds.map(b -> new Scale(b.get("min", 0), b.get("max", 1))),
                values.get("start-limit", START_LIMIT)));
    }

    private boolean wrong(Values values, Controller controller, Optional<Values> bounds) {
        int before = problems.errorCount();
        if (bounds.isPresent() && controller == Controller.DAEMON_SET)
            problems.error(
                    values.placeOf("scale"),
                    "scale: a DaemonSet has a pod on each node and is not scaled; leave it out");
        bounds.filter(b -> b.get("min", 0) > b.get("max", 1))
                .ifPresent(b -> problems.error(
                        b.placeOf("min"),
                        "min: " + b.get("min", 0) + " is more than max, " + b.get("max", 1) + "; need min <= max"));
        String name = controller.word() + " " + values.get("namespace", "") + "/" + values.get("name", "");
        Place first = seen.putIfAbsent(name, values.placeOf("name"));
        if (first != null)
            problems.error(values.placeOf("name"), "name: " + name + " is managed already; first at " + first);
        return problems.errorCount() > before;
    }
}
