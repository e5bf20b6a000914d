package io.x0tta6bl4.analyze.provider.rules;

import io.x0tta6bl4.analyze.provider.rules.Track.Naming;
import io.x0tta6bl4.analyze.provider.rules.Track.Need;
import io.x0tta6bl4.analyze.provider.rules.Track.Verdict;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.Threshold.Response;
import io.x0tta6bl4.knowledge.api.incident.Symptom;
import io.x0tta6bl4.knowledge.api.incident.Symptom.Kind;
import io.x0tta6bl4.knowledge.api.observation.NotesReader;
import io.x0tta6bl4.knowledge.api.observation.NotesWriter;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The memory of all detectors of one element, by detector and what it looks at. */
final class Tracks {
    /** From so many on they are found by hash; looking through fewer is cheaper. */
    private static final int MANY = 32;

    private Element element;
    /** In the order of the detectors; a handful, so looking through them costs less than a hash table. */
    private Track[] tracks = new Track[0];

    private @Nullable Map<Name, Track> named;

    private boolean stirred;

    private record Name(Detector detector, String key) {}

    Tracks(Element element) {
        this.element = element;
    }

    Element element() {
        return element;
    }

    /** What was watched another way until now has nothing to say any more. */
    void element(Element now) {
        if (now.equals(element)) return;
        if (!now.thresholds().equals(element.thresholds())) forget(Detector.THRESHOLD);
        if (!now.probes().equals(element.probes())) {
            forget(Detector.PROBE);
            forget(Detector.SENSOR);
        }
        if (!now.anomalies().equals(element.anomalies())) forget(Detector.ANOMALY);
        element = now;
    }

    void feed(
            Detector detector,
            String key,
            Observation observation,
            Verdict verdict,
            Need need,
            Supplier<Naming> naming) {
        Track track = find(detector, key);
        if (track == null) {
            track = new Track(detector, key);
            add(track);
        }
        track.take(observation, verdict, need, naming);
        if (!track.quiet()) stirred = true;
    }

    private void add(Track track) {
        int place = tracks.length;
        while (place > 0 && tracks[place - 1].detector.compareTo(track.detector) > 0) place--;
        Track[] more = Arrays.copyOf(tracks, tracks.length + 1);
        System.arraycopy(tracks, place, more, place + 1, tracks.length - place);
        more[place] = track;
        tracks = more;
        if (named != null) named.put(new Name(track.detector, track.key), track);
        else if (tracks.length > MANY) named = named();
    }

    private Map<Name, Track> named() {
        Map<Name, Track> all = new HashMap<>();
        for (Track track : tracks) all.putIfAbsent(new Name(track.detector, track.key), track);
        return all;
    }

    private void forget(Detector detector) {
        tracks = all().filter(t -> t.detector != detector).toArray(Track[]::new);
        named = tracks.length > MANY ? named() : null;
    }

    /** Whether something other than plain good news came since the last call. */
    boolean takeStirred() {
        boolean was = stirred;
        stirred = false;
        return was;
    }

    void save(NotesWriter out) {
        out.text(watched(Detector.THRESHOLD)).text(watched(Detector.PROBE));
        out.each(List.of(tracks), track -> {
            out.name(track.detector).text(track.key);
            track.save(out);
        });
    }

    void restore(NotesReader in) {
        String thresholds = in.text();
        String probes = in.text();
        in.each(() -> {
            Track track = new Track(in.name(Detector.class), in.text());
            track.restore(in);
            add(track);
            return track;
        });
        if (!thresholds.equals(watched(Detector.THRESHOLD))) forget(Detector.THRESHOLD);
        if (!probes.equals(watched(Detector.PROBE))) forget(Detector.PROBE);
    }

    /** How the element is watched by a detector, to see whether what was remembered still means the same. */
    private String watched(Detector detector) {
        return detector == Detector.THRESHOLD
                ? element.thresholds().toString()
                : element.probes().toString();
    }

    private @Nullable Track find(Detector detector, String key) {
        if (named != null) return named.get(new Name(detector, key));
        for (Track track : tracks) if (track.detector == detector && track.key.equals(key)) return track;
        return null;
    }

    boolean knows(Detector detector, String key) {
        return find(detector, key) != null;
    }

    boolean knows(Detector detector) {
        for (Track track : tracks) if (track.detector == detector) return true;
        return false;
    }

    Stream<Track> known(Detector detector) {
        return all().filter(t -> t.detector == detector);
    }

    private Stream<Track> all() {
        return Arrays.stream(tracks);
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
