package io.x0tta6bl4.execute.provider.alertmanager;

import io.x0tta6bl4.knowledge.api.incident.Incident;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which alerts Alertmanager has to be told now. It holds states and no queue, at most 1,000. Not safe for threads by itself. */
final class Alerts {
    static final int LIMIT = 1_000;
    /** Firing alerts are told again, or Alertmanager takes them for resolved. */
    static final Duration REPEAT = Duration.ofMinutes(1);

    private final Map<String, Held> held = new LinkedHashMap<>();
    private long left;

    /** When it was told as it is now, {@link Instant#MIN} for never; and whether any form of it was ever sent. */
    private record Held(Alert alert, Instant told, boolean sent) {}

    /** Takes the newest state of an incident, and the id of its trace if it has one. */
    void take(Incident incident, Optional<String> trace) {
        for (Alert.Kind kind : Alert.Kind.values()) {
            Alert alert = new Alert(kind, incident, kind.firing(incident), trace);
            Held before = held.get(alert.key());
            if (before == null && !alert.firing()) continue;
            if (before == null && held.size() >= LIMIT) left++;
            else if (before != null && !before.sent() && !alert.firing()) held.remove(alert.key());
            else held.put(alert.key(), new Held(alert, Instant.MIN, before != null && before.sent()));
        }
    }

    /** What is to be told; it counts as sent from here on, as what no answer came for may have been taken. */
    List<Alert> due(Instant now) {
        List<Alert> due = held.values().stream()
                .filter(one -> one.told().equals(Instant.MIN)
                        || !one.told().plus(REPEAT).isAfter(now))
                .map(Held::alert)
                .toList();
        for (Alert alert : due) held.computeIfPresent(alert.key(), (_, one) -> new Held(one.alert(), one.told(), true));
        return due;
    }

    /** They were taken. What has ended is forgotten. */
    void told(List<Alert> alerts, Instant now) {
        for (Alert alert : alerts)
            held.computeIfPresent(alert.key(), (_, one) -> alert.firing() ? new Held(one.alert(), now, true) : null);
    }

    String words() {
        long firing = held.values().stream().filter(one -> one.alert().firing()).count();
        return firing + " firing" + (left == 0 ? "" : ", " + left + " left out over the limit of " + LIMIT);
    }
}
