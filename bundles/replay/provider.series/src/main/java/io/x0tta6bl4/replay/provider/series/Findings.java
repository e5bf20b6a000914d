package io.x0tta6bl4.replay.provider.series;

import io.x0tta6bl4.knowledge.api.action.Plan;
import io.x0tta6bl4.knowledge.api.incident.Symptom;
import io.x0tta6bl4.replay.api.Turn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What came of a recording under one policy: alarms with their times, and plans. */
final class Findings {
    /** @param to empty while it held at the end of the recording */
    record Alarm(Symptom symptom, Instant from, Optional<Instant> to) {}

    /** @param actions what would have been done, in order */
    record Planned(Instant at, String element, String actions, String reason) {}

    private static final class Open {
        final Symptom symptom;
        final Instant from;

        @Nullable
        Instant to;

        Open(Symptom symptom, Instant from) {
            this.symptom = symptom;
            this.from = from;
        }
    }

    private final List<Open> all = new ArrayList<>();
    private final Map<String, Open> open = new HashMap<>();
    private final List<Planned> plans = new ArrayList<>();

    void take(Instant at, Turn turn) {
        turn.analysis().cleared().forEach(clearance -> {
            Open alarm = open.remove(clearance.symptom().key());
            if (alarm != null) alarm.to = at;
        });
        for (Symptom symptom : turn.analysis().raised()) {
            Open alarm = new Open(symptom, at);
            all.add(alarm);
            open.put(symptom.key(), alarm);
        }
        for (Plan plan : turn.plans()) {
            String actions = plan.actions().stream()
                    .map(action -> action.command().name())
                    .collect(Collectors.joining(" "));
            String element = plan.actions().isEmpty()
                    ? ""
                    : plan.actions().getFirst().target().value();
            plans.add(new Planned(at, element, actions, plan.reason()));
        }
    }

    List<Alarm> alarms() {
        return all.stream()
                .map(o -> new Alarm(o.symptom, o.from, Optional.ofNullable(o.to)))
                .toList();
    }

    List<Planned> plans() {
        return plans;
    }
}
