package io.x0tta6bl4.analyze.provider.rules;

import io.x0tta6bl4.analyze.provider.rules.Track.Need;
import io.x0tta6bl4.analyze.provider.rules.Track.Verdict;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.element.Threshold.Response;
import io.x0tta6bl4.knowledge.api.incident.Symptom.Kind;
import io.x0tta6bl4.knowledge.api.observation.NotesReader;
import io.x0tta6bl4.knowledge.api.observation.NotesWriter;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A process runs, has ended, or was never started; and whether its probes can be expected to answer. */
final class ProcessRules {
    private final Tracks tracks;
    private final CrashLoop crashLoop = new CrashLoop();
    private @Nullable Instant startingSince;
    private @Nullable Instant neverStartedSince;
    private boolean processSeen;
    private boolean atRest;

    ProcessRules(Tracks tracks) {
        this.tracks = tracks;
    }

    void take(Observation observation, Reading.State state) {
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
            tracks.known(Detector.PROBE).filter(t -> t.symptom().isEmpty()).forEach(Track::reset);
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
        takeState(observation, Verdict.BAD, Kind.DOWN, "the process has ended" + StateRules.bracket(state.detail()));
        if (first && crashLoop.looping(observation.at())) crashLoopTrack(observation, Verdict.BAD);
    }

    private boolean wantedAfterExit(String detail) {
        return tracks.element().subject() instanceof Subject.Process process
                && process.restart().again(detail);
    }

    private void neverStarted(Observation observation, Reading.State state) {
        startingSince = null;
        atRest = false;
        crashLoop.forget();
        boolean operator = state.detail().startsWith("stopped by operator");
        if (neverStartedSince == null || operator) neverStartedSince = observation.at();
        boolean late = tracks.element().subject() instanceof Subject.Process process
                && !operator
                && neverStartedSince.plus(process.startLimit()).isBefore(observation.at());
        takeState(observation, late ? Verdict.BAD : Verdict.GOOD, Kind.DOWN, "the process could not be started");
        if (operator) {
            forgetProbes();
            tracks.known(Detector.CRASH_LOOP).forEach(Track::reset);
        }
    }

    /** A process that is to stay ended answers no probes, and that is as it should be. */
    private void forgetProbes() {
        tracks.known(Detector.PROBE).forEach(Track::reset);
    }

    private void crashLoopTrack(Observation observation, Verdict verdict) {
        if (verdict != Verdict.BAD && !tracks.knows(Detector.CRASH_LOOP)) return;
        tracks.feed(
                Detector.CRASH_LOOP,
                observation.signal(),
                observation,
                verdict,
                Need.AT_ONCE,
                () -> tracks.naming(Kind.CRASH_LOOPING, observation, 1, Response.HEAL, CrashLoop.WORDS));
    }

    private void takeState(Observation observation, Verdict verdict, Kind kind, String summary) {
        tracks.feed(
                Detector.STATE,
                observation.signal(),
                observation,
                verdict,
                Need.AT_ONCE,
                () -> tracks.naming(kind, observation, 1, Response.HEAL, summary));
    }

    void save(NotesWriter out) {
        crashLoop.save(out);
        out.maybe(startingSince, out::instant)
                .maybe(neverStartedSince, out::instant)
                .flag(processSeen)
                .flag(atRest);
    }

    void restore(NotesReader in) {
        crashLoop.restore(in);
        startingSince = in.maybe(in::instant).orElse(null);
        neverStartedSince = in.maybe(in::instant).orElse(null);
        processSeen = in.flag();
        atRest = in.flag();
    }

    /** A probe was answered: the start is over. */
    void answered() {
        startingSince = null;
    }

    /** Just started and never healthy since, ended for good, or not started at all: silence of its probes means nothing yet. */
    boolean notExpected(Instant at) {
        if (!(tracks.element().subject() instanceof Subject.Process process)) return false;
        if (!processSeen || atRest || neverStartedSince != null) return true;
        Instant since = startingSince;
        if (since == null) return false;
        return at.isBefore(since.plus(process.startLimit()));
    }
}
