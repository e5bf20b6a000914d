package io.x0tta6bl4.monitor.provider.snapshot;

import io.x0tta6bl4.knowledge.api.observation.NotesReader;
import io.x0tta6bl4.knowledge.api.observation.NotesWriter;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Observation.Quality;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The latest observations of one element. A second sensor on the same signal has a key of its own ({@code signal@sensor}); when
 * the two disagree about health, neither is believed.
 */
final class ElementView {
    private static final String OPPOSITE = " says the opposite";

    private final Map<String, Observation> latest = new HashMap<>();
    private Map<String, Observation> frozen = Map.of();
    private Duration freshFor;
    private boolean dirty;
    private Instant oldest = Instant.MAX;

    ElementView(Duration freshFor) {
        this.freshFor = freshFor;
    }

    void freshFor(Duration limit) {
        freshFor = limit;
    }

    /**
     * Takes the next observation and returns it as judged; empty when its sensor has said something newer already. What a
     * sensor said of the future holds nothing up, and what arrives too old to speak for the present is stale from the start.
     */
    Optional<Observation> take(Observation next, Instant now, boolean compareSensors) {
        String key = key(next);
        Observation before = latest.get(key);
        if (before != null && next.at().isBefore(before.at()) && !before.at().isAfter(now)) return Optional.empty();
        Observation aged = late(next, now) ? stale(next) : next;
        Observation judged = compareSensors ? compare(aged, key) : aged;
        latest.put(key, judged);
        if (judged.at().isBefore(oldest)) oldest = judged.at();
        dirty = true;
        return Optional.of(judged);
    }

    private boolean late(Observation next, Instant now) {
        return next.quality() == Quality.GOOD && next.at().isBefore(now.minus(freshFor));
    }

    private static Observation stale(Observation observation) {
        return observation.doubted(Quality.STALE, "nothing new since " + observation.at());
    }

    private String key(Observation next) {
        Observation primary = latest.get(next.signal());
        return primary == null || primary.sensor().equals(next.sensor())
                ? next.signal()
                : next.signal() + "@" + next.sensor();
    }

    private Observation compare(Observation next, String key) {
        Boolean mine = health(next);
        if (mine == null || !credible(next)) return next;
        for (Map.Entry<String, Observation> entry : latest.entrySet()) {
            Observation other = entry.getValue();
            if (entry.getKey().equals(key) || !other.signal().equals(next.signal())) continue;
            if (!credible(other)) continue;
            Boolean theirs = health(other);
            if (theirs == null || theirs.equals(mine)) continue;
            entry.setValue(other.doubted(Quality.DOUBTFUL, "sensor " + next.sensor() + OPPOSITE));
            return next.doubted(Quality.DOUBTFUL, "sensor " + other.sensor() + OPPOSITE);
        }
        return next;
    }

    /** Whether it counts as an opinion: not what is too old, nor what cannot be true by itself. */
    private static boolean credible(Observation observation) {
        return observation.quality() == Quality.GOOD || observation.doubt().endsWith(OPPOSITE);
    }

    /** TRUE when the observation says healthy, FALSE when it says sick, null when it says nothing about health. */
    static @org.jspecify.annotations.Nullable Boolean health(Observation observation) {
        Set<String> healthy = Signals.HEALTHY_STATES.get(observation.signal());
        if (healthy == null || !(observation.reading() instanceof Reading.State state)) return null;
        return healthy.contains(state.value());
    }

    /** The latest observations with their quality as of now; the same map as long as nothing changed. */
    Map<String, Observation> freeze(Instant now) {
        Instant limit = now.minus(freshFor);
        if (oldest.isBefore(limit)) age(limit);
        if (dirty) {
            frozen = Collections.unmodifiableMap(new HashMap<>(latest));
            dirty = false;
        }
        return frozen;
    }

    void save(NotesWriter out) {
        out.each(latest.entrySet(), entry -> out.text(entry.getKey()).observation(entry.getValue()));
    }

    void restore(NotesReader in) {
        in.each(in::text, in::observation).forEach((key, observation) -> {
            latest.put(key, observation);
            if (observation.at().isBefore(oldest)) oldest = observation.at();
        });
        dirty = true;
    }

    private void age(Instant limit) {
        oldest = Instant.MAX;
        for (Map.Entry<String, Observation> entry : latest.entrySet()) {
            Observation observation = entry.getValue();
            if (observation.quality() == Quality.STALE) continue;
            if (observation.at().isBefore(limit)) {
                entry.setValue(stale(observation));
                dirty = true;
            } else if (observation.at().isBefore(oldest)) {
                oldest = observation.at();
            }
        }
    }
}
