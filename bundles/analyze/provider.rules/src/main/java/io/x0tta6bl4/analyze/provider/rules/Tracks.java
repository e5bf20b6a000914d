package io.x0tta6bl4.analyze.provider.rules;

import io.x0tta6bl4.analyze.provider.rules.Track.Naming;
import io.x0tta6bl4.analyze.provider.rules.Track.Need;
import io.x0tta6bl4.analyze.provider.rules.Track.Verdict;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.Threshold.Response;
import io.x0tta6bl4.knowledge.api.incident.Symptom;
import io.x0tta6bl4.knowledge.api.incident.Symptom.Kind;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The memory of all detectors of one element, by detector and what it looks at. */
final class Tracks {
    private Element element;
    private final Map<Detector, Map<String, Track>> tracks = new EnumMap<>(Detector.class);
    private boolean stirred;

    Tracks(Element element) {
        this.element = element;
    }

    Element element() {
        return element;
    }

    /** What was watched another way until now has nothing to say any more. */
    void element(Element now) {
        if (now.equals(element)) return;
        if (!now.thresholds().equals(element.thresholds())) tracks.remove(Detector.THRESHOLD);
        if (!now.anomalies().equals(element.anomalies())) tracks.remove(Detector.ANOMALY);
        if (!now.probes().equals(element.probes())) tracks.remove(Detector.PROBE);
        element = now;
    }

    void feed(
            Detector detector,
            String key,
            Observation observation,
            Verdict verdict,
            Need need,
            Supplier<Naming> naming) {
        Track track = tracks.computeIfAbsent(detector, d -> new HashMap<>(4))
                .computeIfAbsent(key, k -> new Track(detector.word));
        track.take(observation, verdict, need, naming);
        if (!track.quiet()) stirred = true;
    }

    /** Whether something other than plain good news came since the last call. */
    boolean takeStirred() {
        boolean was = stirred;
        stirred = false;
        return was;
    }

    Map<String, Track> known(Detector detector) {
        return tracks.getOrDefault(detector, Map.of());
    }

    private Stream<Track> all() {
        return tracks.values().stream().flatMap(byKey -> byKey.values().stream());
    }

    Naming naming(Kind kind, Observation observation, double score, Response response, String summary) {
        return new Naming(element.id(), kind, observation.signal(), score, response, summary);
    }

    void symptoms(BiConsumer<Symptom, List<Observation>> consumer) {
        all().forEach(track -> track.symptom().ifPresent(s -> consumer.accept(s, track.goodEvidence())));
    }

    /** What speaks for health on the signal; else what the process says, which ends what its probes said. */
    List<Observation> goodEvidence(String signal) {
        List<Observation> own = good(signal);
        return own.isEmpty() ? good(Signals.PROCESS_STATE) : own;
    }

    private List<Observation> good(String signal) {
        return all().flatMap(t -> t.goodEvidence().stream())
                .filter(o -> o.signal().equals(signal))
                .toList();
    }

    boolean suspect() {
        return all().anyMatch(Track::suspect);
    }
}
