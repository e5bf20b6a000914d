package io.x0tta6bl4.analyze.provider.rules;

import io.x0tta6bl4.analyze.api.AnomalyDetection;
import io.x0tta6bl4.analyze.api.AnomalyDetection.Depth;
import io.x0tta6bl4.analyze.api.JointDetector;
import io.x0tta6bl4.analyze.api.Judgement;
import io.x0tta6bl4.analyze.api.Score;
import io.x0tta6bl4.analyze.api.SignalDetector;
import io.x0tta6bl4.analyze.provider.rules.Track.Naming;
import io.x0tta6bl4.analyze.provider.rules.Track.Need;
import io.x0tta6bl4.analyze.provider.rules.Track.Verdict;
import io.x0tta6bl4.knowledge.api.element.AnomalyWatch;
import io.x0tta6bl4.knowledge.api.element.Threshold.Response;
import io.x0tta6bl4.knowledge.api.incident.Symptom.Kind;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Signals that behave unlike anything they did before, each alone or all together, as the watch file asks. */
final class AnomalyRules {
    private static final int SPOKEN = 4;

    /** Signals of one element that are judged alone: 40 MB. */
    private static final int MOST = 1_000;

    private static final Duration SILENT = Duration.ofSeconds(30);

    private record Heard(String sensor, Instant at) {}

    private final Map<String, Heard> sensors = new HashMap<>();
    private final Tracks tracks;
    private final Detections detections;
    private final Map<String, SignalDetector> detectors = new HashMap<>();
    private final Map<String, Double> peaks = new HashMap<>();
    private final List<Score> scores = new ArrayList<>();
    private AnomalyWatch watch = AnomalyWatch.NONE;
    private Map<String, Integer> places = Map.of();
    private Optional<AnomalyDetection> maker = Optional.empty();
    private @Nullable JointDetector joint;
    private double[] row = new double[0];
    private @Nullable Observation[] seen = new Observation[0];
    private boolean rowBegun;
    private int arrived;

    AnomalyRules(Tracks tracks, Detections detections) {
        this.tracks = tracks;
        this.detections = detections;
    }

    void take(Observation observation, Reading.Measured measured) {
        if (tracks.element().anomalies() != watch || detections.best() != maker) follow();
        Integer place = places.get(observation.signal());
        if (maker.isEmpty() || !followed(observation)) return;
        if (place == null) {
            if (watch.others()) screen(observation, measured);
            return;
        }
        if (watch.together()) {
            row[place] = measured.value();
            seen[place] = observation;
            arrived++;
            rowBegun |= place == 0 || 2 * arrived >= row.length;
            return;
        }
        Depth depth = watch.thorough() ? Depth.FULL : Depth.SCREEN;
        SignalDetector detector =
                detectors.computeIfAbsent(observation.signal(), _ -> maker.get().signal(depth));
        say(observation.signal(), observation, detector.next(observation.at(), measured.value()));
    }

    /** What is usual is learnt from one sensor of a signal; another one is followed when that has fallen silent. */
    private boolean followed(Observation observation) {
        Heard heard = sensors.get(observation.signal());
        if (heard != null
                && !heard.sensor.equals(observation.sensor())
                && heard.at.isAfter(observation.at().minus(SILENT))) return false;
        if (heard != null || sensors.size() < MOST)
            sensors.put(observation.signal(), new Heard(observation.sensor(), observation.at()));
        return true;
    }

    /** A signal that nobody named: cheaply, and as long as there is room for it. */
    private void screen(Observation observation, Reading.Measured measured) {
        if (!detectors.containsKey(observation.signal()) && detectors.size() >= MOST) return;
        SignalDetector detector = detectors.computeIfAbsent(
                observation.signal(), _ -> maker.orElseThrow().signal(Depth.SCREEN));
        say(observation.signal(), observation, detector.next(observation.at(), measured.value()));
    }

    /** A change of what is watched, or of who watches, begins anew. */
    private void follow() {
        AnomalyWatch now = tracks.element().anomalies();
        boolean same = now.equals(watch) && detections.best().equals(maker);
        watch = now;
        maker = detections.best();
        if (same) return;
        detectors.clear();
        peaks.clear();
        joint = null;
        places = HashMap.newHashMap(watch.signals().size());
        for (String signal : watch.signals()) places.put(signal, places.size());
        row = new double[places.size()];
        Arrays.fill(row, Double.NaN);
        seen = new Observation[places.size()];
        rowBegun = false;
        arrived = 0;
    }

    /** Everything that arrived together has been taken: signals that are judged together make a row. */
    List<Score> endOfTick() {
        if (rowBegun) judgeRow();
        arrived = 0;
        if (scores.isEmpty()) return List.of();
        List<Score> said = List.copyOf(scores);
        scores.clear();
        return said;
    }

    private void judgeRow() {
        rowBegun = false;
        if (joint == null) joint = maker.orElseThrow().joint(watch.signals());
        Judgement judgement = joint.next(row);
        Observation shown = judgement.reasons().stream()
                .map(reason -> seen[places.get(reason.name())])
                .filter(observation -> observation != null)
                .findFirst()
                .orElseGet(this::anySeen);
        say(Score.TOGETHER, shown, judgement);
        Arrays.fill(row, Double.NaN);
    }

    private Observation anySeen() {
        return Arrays.stream(seen).filter(o -> o != null).findFirst().orElseThrow();
    }

    private void say(String signal, Observation observation, Judgement judgement) {
        scores.add(new Score(tracks.element().id(), signal, observation.at(), judgement));
        double peak = judgement.alarm()
                ? Math.max(peaks.getOrDefault(signal, 0.0), judgement.score().orElse(0))
                : 0;
        if (judgement.alarm()) peaks.put(signal, peak);
        else peaks.remove(signal);
        Verdict verdict =
                judgement.score().isEmpty() ? Verdict.NEITHER : judgement.alarm() ? Verdict.BAD : Verdict.GOOD;
        tracks.feed(
                Detector.ANOMALY,
                signal,
                observation,
                verdict,
                Need.AT_ONCE,
                () -> new Naming(
                        tracks.element().id(),
                        Kind.ANOMALOUS,
                        signal,
                        Math.max(peak, Judgement.THRESHOLD),
                        named(signal) ? watch.response() : Response.PAGE,
                        sentence(signal, peak, judgement)));
    }

    private boolean named(String signal) {
        return signal.equals(Score.TOGETHER) || places.containsKey(signal);
    }

    private static String sentence(String signal, double peak, Judgement judgement) {
        String what = signal.equals(Score.TOGETHER) ? "its signals together behave" : signal + " behaves";
        String why = judgement.reasons().stream()
                .limit(SPOKEN)
                .map(Judgement.Reason::words)
                .collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT,
                "%s unlike before: score %.2f, alarm from %.2f%s",
                what,
                Math.max(peak, Judgement.THRESHOLD),
                Judgement.THRESHOLD,
                why.isEmpty() ? "" : "; " + why);
    }
}
