package io.x0tta6bl4.analyze.provider.rules;

import io.x0tta6bl4.analyze.provider.rules.Track.Naming;
import io.x0tta6bl4.analyze.provider.rules.Track.Need;
import io.x0tta6bl4.analyze.provider.rules.Track.Verdict;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.Probe;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.element.Threshold;
import io.x0tta6bl4.knowledge.api.element.Threshold.Response;
import io.x0tta6bl4.knowledge.api.incident.Symptom;
import io.x0tta6bl4.knowledge.api.incident.Symptom.Kind;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Observation.Quality;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All detectors of one element; fed one observation at a time, in order. */
final class ElementRules {

    private enum Detector {
        STATE,
        PROBE,
        THRESHOLD,
        CRASH_LOOP,
        SENSOR;

        final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** So many doubtful observations in a row are a fault of the sensor, not an accident. */
    private static final Need SENSOR_NEED = new Need(3, 3, 3);

    private Element element;
    private final Map<Detector, Map<String, Track>> tracks = new EnumMap<>(Detector.class);
    private final CrashLoop crashLoop = new CrashLoop();
    private @Nullable Instant startingSince;
    private @Nullable Instant neverStartedSince;
    private boolean processSeen;
    private boolean atRest;
    private boolean stirred;

    ElementRules(Element element) {
        this.element = element;
    }

    void element(Element now) {
        if (now.equals(element)) return;
        if (!now.thresholds().equals(element.thresholds())) tracks.remove(Detector.THRESHOLD);
        if (!now.probes().equals(element.probes())) tracks.remove(Detector.PROBE);
        element = now;
    }

    void take(Observation observation, boolean hysteresis) {
        if (observation.quality() == Quality.DOUBTFUL) {
            sensorFault(observation, Verdict.BAD);
            return;
        }
        if (observation.quality() == Quality.STALE) return; // says nothing of the present; silence() speaks of it
        sensorFault(observation, Verdict.GOOD);
        switch (observation.reading()) {
            case Reading.State state -> state(observation, state, hysteresis);
            case Reading.Measured measured -> thresholds(observation, measured, hysteresis);
            case Reading.Absent _ -> {}
        }
    }

    private void sensorFault(Observation observation, Verdict verdict) {
        if (verdict == Verdict.GOOD && !known(Detector.SENSOR).containsKey(observation.signal())) return;
        feed(
                Detector.SENSOR,
                observation.signal(),
                observation,
                verdict,
                SENSOR_NEED,
                () -> naming(
                        Kind.SENSOR_FAULT,
                        observation,
                        0.5,
                        Response.PAGE,
                        "sensor " + observation.sensor() + " on " + observation.signal() + ": " + observation.doubt()));
    }

    private void state(Observation observation, Reading.State state, boolean hysteresis) {
        switch (observation.signal()) {
            case Signals.PROCESS_STATE -> process(observation, state);
            case Signals.HTTP_STATE, Signals.TCP_STATE -> probe(observation, state, hysteresis);
            case Signals.BUNDLE_STATE, Signals.COMPONENT_STATE, Signals.SERVICE_STATE -> running(observation, state);
            default -> {}
        }
    }

    private void process(Observation observation, Reading.State state) {
        processSeen = true;
        switch (state.value()) {
            case "running" -> running(observation);
            case "exited" -> exited(observation, state);
            default -> neverStarted(observation, state);
        }
    }

    private void running(Observation observation) {
        neverStartedSince = null;
        atRest = false;
        if (crashLoop.running(observation.at())) {
            startingSince = observation.at();
            known(Detector.PROBE).values().stream()
                    .filter(t -> t.symptom().isEmpty())
                    .forEach(Track::reset);
        }
        takeState(observation, Verdict.GOOD, Kind.DOWN, "runs");
        crashLoopTrack(observation, crashLoop.stable(observation.at()) ? Verdict.GOOD : Verdict.NEITHER);
    }

    private void exited(Observation observation, Reading.State state) {
        neverStartedSince = null;
        startingSince = null;
        boolean first = crashLoop.exited(observation.at());
        atRest = !wantedAfterExit(state.detail());
        if (atRest) {
            forgetProbes();
            takeState(observation, Verdict.GOOD, Kind.DOWN, "ended, and is not to run again");
            return;
        }
        takeState(observation, Verdict.BAD, Kind.DOWN, "the process has ended" + bracket(state.detail()));
        if (first && crashLoop.looping(observation.at())) crashLoopTrack(observation, Verdict.BAD);
    }

    private boolean wantedAfterExit(String detail) {
        if (!(element.subject() instanceof Subject.Process process)) return false;
        return switch (process.restart()) {
            case ALWAYS -> true;
            case NEVER -> false;
            case ON_FAILURE -> !detail.endsWith("exit code 0");
        };
    }

    private void neverStarted(Observation observation, Reading.State state) {
        startingSince = null;
        atRest = false;
        crashLoop.forget();
        boolean operator = state.detail().startsWith("stopped by operator");
        if (neverStartedSince == null || operator) neverStartedSince = observation.at();
        boolean late = element.subject() instanceof Subject.Process process
                && !operator
                && neverStartedSince.plus(process.startLimit()).isBefore(observation.at());
        takeState(observation, late ? Verdict.BAD : Verdict.GOOD, Kind.DOWN, "the process could not be started");
        if (operator) {
            forgetProbes();
            known(Detector.CRASH_LOOP).values().forEach(Track::reset);
        }
    }

    /** A process that is to stay ended answers no probes, and that is as it should be. */
    private void forgetProbes() {
        known(Detector.PROBE).values().forEach(Track::reset);
    }

    private void crashLoopTrack(Observation observation, Verdict verdict) {
        if (verdict != Verdict.BAD && known(Detector.CRASH_LOOP).isEmpty()) return;
        feed(
                Detector.CRASH_LOOP,
                observation.signal(),
                observation,
                verdict,
                Need.AT_ONCE,
                () -> naming(
                        Kind.CRASH_LOOPING,
                        observation,
                        1,
                        Response.HEAL,
                        "ends again and again soon after its start"));
    }

    private void running(Observation observation, Reading.State state) {
        boolean healthy = Signals.HEALTHY_STATES.get(observation.signal()).contains(state.value());
        feed(
                Detector.STATE,
                observation.signal(),
                observation,
                healthy ? Verdict.GOOD : Verdict.BAD,
                Need.AT_ONCE,
                () -> naming(Kind.NOT_RUNNING, observation, 1, Response.HEAL, sentence(observation, state)));
    }

    private void takeState(Observation observation, Verdict verdict, Kind kind, String summary) {
        feed(
                Detector.STATE,
                observation.signal(),
                observation,
                verdict,
                Need.AT_ONCE,
                () -> naming(kind, observation, 1, Response.HEAL, summary));
    }

    private void probe(Observation observation, Reading.State state, boolean hysteresis) {
        boolean healthy = state.value().equals("healthy");
        if (healthy) startingSince = null;
        if (!healthy && notExpected(observation.at())) return;
        Need need = hysteresis ? need(observation.signal()) : Need.AT_ONCE;
        feed(
                Detector.PROBE,
                observation.signal(),
                observation,
                healthy ? Verdict.GOOD : Verdict.BAD,
                need,
                () -> naming(probeKind(state.value()), observation, 0.9, Response.HEAL, sentence(observation, state)));
    }

    private static Kind probeKind(String state) {
        return switch (state) {
            case "unreachable" -> Kind.DOWN;
            case "unresponsive" -> Kind.UNRESPONSIVE;
            default -> Kind.MALFUNCTIONING;
        };
    }

    private static String sentence(Observation observation, Reading.State state) {
        return observation.signal() + " is " + state.value() + bracket(state.detail());
    }

    /** Just started and never healthy since, ended for good, or not started at all: silence of its probes means nothing yet. */
    private boolean notExpected(Instant at) {
        if (!(element.subject() instanceof Subject.Process process)) return false;
        if (!processSeen || atRest || neverStartedSince != null) return true;
        Instant since = startingSince;
        if (since == null) return false;
        return at.isBefore(since.plus(process.startLimit()));
    }

    private Need need(String signal) {
        for (Probe probe : element.probes()) {
            boolean mine = signal.equals(Signals.HTTP_STATE) == (probe instanceof Probe.Http);
            if (mine) {
                Probe.Schedule s = probe.schedule();
                return new Need(s.failures(), s.window(), s.successes());
            }
        }
        return new Need(2, 3, 2);
    }

    private void thresholds(Observation observation, Reading.Measured measured, boolean hysteresis) {
        for (int i = 0; i < element.thresholds().size(); i++) {
            Threshold threshold = element.thresholds().get(i);
            if (!threshold.signal().equals(observation.signal())) continue;
            String key = Integer.toString(i);
            Levels levels = levels(key, threshold);
            Verdict verdict = levels.judge(observation.at(), measured.value(), hysteresis);
            Need need =
                    hysteresis ? new Need(threshold.samples(), threshold.window(), threshold.samples()) : Need.AT_ONCE;
            Kind kind = threshold.measure() == Threshold.Measure.LEVEL ? Kind.BEYOND_THRESHOLD : Kind.CHANGING_TOO_FAST;
            feed(
                    Detector.THRESHOLD,
                    key,
                    observation,
                    verdict,
                    need,
                    () -> naming(kind, observation, 0.7, threshold.response(), levels.sentence(measured)));
        }
    }

    private final Map<String, Levels> levels = new HashMap<>();

    private Levels levels(String key, Threshold threshold) {
        Levels known = levels.get(key);
        if (known != null && known.threshold().equals(threshold)) return known;
        Levels fresh = new Levels(threshold);
        levels.put(key, fresh);
        return fresh;
    }

    /** Signals that have gone silent; called once a tick with the latest observations of the element. */
    void silence(Map<String, Observation> latest) {
        for (Observation observation : latest.values()) {
            if (observation.quality() != Quality.STALE) continue;
            if (!Signals.HEALTHY_STATES.containsKey(observation.signal())) continue;
            feed(
                    Detector.SENSOR,
                    observation.signal(),
                    observation,
                    Verdict.BAD,
                    Need.AT_ONCE,
                    () -> naming(
                            Kind.SENSOR_FAULT,
                            observation,
                            0.5,
                            Response.PAGE,
                            "sensor " + observation.sensor() + " is silent on " + observation.signal()));
        }
    }

    private void feed(
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

    private Map<String, Track> known(Detector detector) {
        return tracks.getOrDefault(detector, Map.of());
    }

    private Stream<Track> all() {
        return tracks.values().stream().flatMap(byKey -> byKey.values().stream());
    }

    private Naming naming(Kind kind, Observation observation, double score, Response response, String summary) {
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

    private static String bracket(String detail) {
        return detail.isEmpty() ? "" : " (" + detail + ")";
    }
}
