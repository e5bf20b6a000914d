package io.x0tta6bl4.analyze.provider.rules;

import io.x0tta6bl4.analyze.api.Score;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.incident.Symptom;
import io.x0tta6bl4.knowledge.api.observation.NotesReader;
import io.x0tta6bl4.knowledge.api.observation.NotesWriter;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Observation.Quality;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** All detectors of one element; fed one observation at a time, in order. */
final class ElementRules {
    private final Tracks tracks;
    private final SensorRules sensors;
    private final StateRules states;
    private final ThresholdRules thresholds;
    private final AnomalyRules anomalies;

    ElementRules(Element element, Detections detections) {
        this.tracks = new Tracks(element);
        this.sensors = new SensorRules(tracks);
        this.states = new StateRules(tracks);
        this.thresholds = new ThresholdRules(tracks, sensors);
        this.anomalies = new AnomalyRules(tracks, detections);
    }

    Element element() {
        return tracks.element();
    }

    void element(Element now) {
        tracks.element(now);
    }

    /** {@code compare}: whether what contradicts or cannot be is held for a fault of the sensor (brake 17). */
    void take(Observation observation, boolean hysteresis, boolean compare) {
        if (observation.quality() == Quality.DOUBTFUL) {
            sensors.bad(observation);
            return;
        }
        if (observation.quality() == Quality.STALE) return; // says nothing of the present; silence() speaks of it
        switch (observation.reading()) {
            case Reading.State state -> take(observation, state, hysteresis, compare);
            case Reading.Measured measured -> take(observation, measured, hysteresis, compare);
            case Reading.Absent _ -> sensors.good(observation);
        }
    }

    private void take(Observation observation, Reading.State state, boolean hysteresis, boolean compare) {
        String doubt = compare ? Fit.doubt(tracks.element(), observation) : "";
        if (!doubt.isEmpty()) {
            sensors.contradicted(observation, doubt);
            return;
        }
        sensors.good(observation);
        states.take(observation, state, hysteresis);
    }

    private void take(Observation observation, Reading.Measured measured, boolean hysteresis, boolean compare) {
        if (!thresholds.take(observation, measured, hysteresis, compare)) return;
        sensors.good(observation);
        if (tracks.element().anomalies().any()) anomalies.take(observation, measured);
    }

    /** Signals that have gone silent; called once a tick with the latest observations of the element. */
    void silence(Map<String, Observation> latest) {
        sensors.silence(latest);
    }

    /** Everything that arrived in this tick has been taken; what detectors of anomalies said to it. */
    List<Score> endOfTick() {
        return tracks.element().anomalies().any() ? anomalies.endOfTick() : List.of();
    }

    /** Whether something other than plain good news came since the last call. */
    boolean takeStirred() {
        return tracks.takeStirred();
    }

    void symptoms(BiConsumer<Symptom, List<Observation>> consumer) {
        tracks.symptoms(consumer);
    }

    /** What speaks for health on the signal; else what the process says, which ends what its probes said. */
    List<Observation> goodEvidence(String signal) {
        return tracks.goodEvidence(signal);
    }

    void save(NotesWriter out) {
        tracks.save(out);
        states.save(out);
        thresholds.save(out);
    }

    void restore(NotesReader in) {
        tracks.restore(in);
        states.restore(in);
        thresholds.restore(in);
    }

    boolean suspect() {
        return tracks.suspect();
    }
}
