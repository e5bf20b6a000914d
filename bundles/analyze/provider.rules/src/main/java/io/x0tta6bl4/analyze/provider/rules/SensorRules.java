package io.x0tta6bl4.analyze.provider.rules;

import io.x0tta6bl4.analyze.provider.rules.Track.Need;
import io.x0tta6bl4.analyze.provider.rules.Track.Verdict;
import io.x0tta6bl4.knowledge.api.element.Threshold.Response;
import io.x0tta6bl4.knowledge.api.incident.Symptom.Kind;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Observation.Quality;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import java.util.Map;

/** A sensor says what cannot be, or says nothing any more: its own fault, not the element's. */
final class SensorRules {

    /** So many doubtful observations in a row are a fault of the sensor, not an accident. */
    private static final Need NEED = new Need(3, 3, 3);

    private final Tracks tracks;

    SensorRules(Tracks tracks) {
        this.tracks = tracks;
    }

    void take(Observation observation, Verdict verdict) {
        if (verdict == Verdict.GOOD && !tracks.knows(Detector.SENSOR, observation.signal())) return;
        tracks.feed(
                Detector.SENSOR,
                observation.signal(),
                observation,
                verdict,
                NEED,
                () -> tracks.naming(
                        Kind.SENSOR_FAULT,
                        observation,
                        0.5,
                        Response.PAGE,
                        "sensor " + observation.sensor() + " on " + observation.signal() + ": " + observation.doubt()));
    }

    /** Signals that have gone silent; called once a tick with the latest observations of the element. */
    void silence(Map<String, Observation> latest) {
        for (Observation observation : latest.values()) {
            if (observation.quality() != Quality.STALE) continue;
            if (!Signals.HEALTHY_STATES.containsKey(observation.signal())) continue;
            tracks.feed(
                    Detector.SENSOR,
                    observation.signal(),
                    observation,
                    Verdict.BAD,
                    Need.AT_ONCE,
                    () -> tracks.naming(
                            Kind.SENSOR_FAULT,
                            observation,
                            0.5,
                            Response.PAGE,
                            "sensor " + observation.sensor() + " is silent on " + observation.signal()));
        }
    }
}
