package io.x0tta6bl4.analyze.provider.rules;

import io.x0tta6bl4.analyze.provider.rules.Track.Need;
import io.x0tta6bl4.analyze.provider.rules.Track.Verdict;
import io.x0tta6bl4.knowledge.api.element.Threshold.Response;
import io.x0tta6bl4.knowledge.api.incident.Symptom.Kind;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Observation.Quality;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A sensor says what cannot be, contradicts another one, or says nothing any more: its own fault, not the element's. Words are
 * counted by sensor, so that a good one does not excuse a bad one on the same signal; silence is counted by signal.
 */
final class SensorRules {

    /** So many doubtful observations in a row are a fault of the sensor, not an accident. */
    private static final Need NEED = new Need(3, 3, 3);

    /** A sensor that has said nothing for so long while another one speaks is not in contradiction any more. */
    private static final Duration GONE = Duration.ofSeconds(30);

    private final Tracks tracks;

    SensorRules(Tracks tracks) {
        this.tracks = tracks;
    }

    void good(Observation observation) {
        if (!tracks.knows(Detector.SENSOR)) return;
        good(observation.signal(), observation);
        good(key(observation), observation);
        releaseGone(observation);
    }

    /** Somebody else says the opposite, or it cannot be of this element. */
    void contradicted(Observation observation, String why) {
        bad(observation.doubted(Quality.DOUBTFUL, why));
    }

    void bad(Observation observation) {
        tracks.feed(
                Detector.SENSOR,
                key(observation),
                observation,
                Verdict.BAD,
                NEED,
                () -> tracks.naming(
                        Kind.SENSOR_FAULT,
                        observation,
                        0.5,
                        Response.PAGE,
                        "sensor " + observation.sensor() + " on " + observation.signal() + ": " + observation.doubt()));
    }

    private void good(String key, Observation observation) {
        if (!tracks.knows(Detector.SENSOR, key)) return;
        tracks.feed(Detector.SENSOR, key, observation, Verdict.GOOD, NEED, () -> {
            throw new IllegalStateException("good news names nothing");
        });
    }

    /** Its fault ends with the words of another one on the same signal once it is gone. */
    private void releaseGone(Observation observation) {
        List<String> gone = tracks.known(Detector.SENSOR)
                .filter(track -> track.lastBad()
                        .filter(last -> last.signal().equals(observation.signal())
                                && !last.sensor().equals(observation.sensor())
                                && last.at().isBefore(observation.at().minus(GONE)))
                        .isPresent())
                .map(track -> track.key)
                .toList();
        gone.forEach(key -> good(key, observation));
    }

    private static String key(Observation observation) {
        return observation.signal() + "@" + observation.sensor();
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
