package io.x0tta6bl4.analyze.provider.rules;

import io.x0tta6bl4.analyze.provider.rules.Track.Need;
import io.x0tta6bl4.analyze.provider.rules.Track.Verdict;
import io.x0tta6bl4.knowledge.api.element.Threshold;
import io.x0tta6bl4.knowledge.api.incident.Symptom.Kind;
import io.x0tta6bl4.knowledge.api.observation.NotesReader;
import io.x0tta6bl4.knowledge.api.observation.NotesWriter;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A measured value is beyond what the watch file allows, or changes too fast. */
final class ThresholdRules {
    private final Tracks tracks;
    private final SensorRules sensors;
    private final Map<String, Levels> levels = new HashMap<>();
    private final Map<String, Witnesses> witnesses = new HashMap<>();

    /** {@code sensors} is told of words that contradict one another. */
    ThresholdRules(Tracks tracks, SensorRules sensors) {
        this.tracks = tracks;
        this.sensors = sensors;
    }

    /** Whether nobody says the opposite. */
    boolean take(Observation observation, Reading.Measured measured, boolean hysteresis, boolean compare) {
        boolean agreed = true;
        List<Threshold> thresholds = tracks.element().thresholds();
        for (int i = 0; i < thresholds.size(); i++) {
            Threshold threshold = thresholds.get(i);
            if (!threshold.signal().equals(observation.signal())) continue;
            agreed &= judge(Integer.toString(i), threshold, observation, measured, hysteresis, compare);
        }
        return agreed;
    }

    private boolean judge(
            String key,
            Threshold threshold,
            Observation observation,
            Reading.Measured measured,
            boolean hysteresis,
            boolean compare) {
        Levels levels = levels(key, threshold);
        Verdict verdict = levels.judge(observation, measured.value(), hysteresis);
        String contradiction = compare ? contradiction(key, observation, measured, verdict) : "";
        if (!contradiction.isEmpty()) {
            sensors.contradicted(observation, contradiction);
            return false;
        }
        Need need = hysteresis ? new Need(threshold.samples(), threshold.window(), threshold.samples()) : Need.AT_ONCE;
        Kind kind = threshold.measure() == Threshold.Measure.LEVEL ? Kind.BEYOND_THRESHOLD : Kind.CHANGING_TOO_FAST;
        tracks.feed(
                Detector.THRESHOLD,
                key,
                observation,
                verdict,
                need,
                () -> tracks.naming(kind, observation, 0.7, threshold.response(), levels.sentence(measured)));
        return true;
    }

    private String contradiction(String key, Observation observation, Reading.Measured measured, Verdict verdict) {
        return witnesses.computeIfAbsent(key, _ -> new Witnesses()).contradiction(observation, measured, verdict);
    }

    void save(NotesWriter out) {
        out.each(levels.entrySet(), entry -> {
            out.text(entry.getKey()).text(entry.getValue().threshold().toString());
            entry.getValue().save(out);
        });
    }

    /** Samples for a threshold that is no longer the same are read over. */
    void restore(NotesReader in) {
        List<Threshold> thresholds = tracks.element().thresholds();
        in.each(() -> {
            int index = Integer.parseInt(in.text());
            String was = in.text();
            boolean same = index < thresholds.size()
                    && thresholds.get(index).toString().equals(was);
            if (same) levels(Integer.toString(index), thresholds.get(index)).restore(in);
            else Levels.skip(in);
            return same;
        });
    }

    private Levels levels(String key, Threshold threshold) {
        Levels known = levels.get(key);
        if (known != null && known.threshold().equals(threshold)) return known;
        Levels fresh = new Levels(threshold);
        levels.put(key, fresh);
        return fresh;
    }
}
