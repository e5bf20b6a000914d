package io.x0tta6bl4.analyze.provider.rules;

import io.x0tta6bl4.analyze.provider.rules.Track.Need;
import io.x0tta6bl4.analyze.provider.rules.Track.Verdict;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.Probe;
import io.x0tta6bl4.knowledge.api.element.Threshold.Response;
import io.x0tta6bl4.knowledge.api.incident.Symptom.Kind;
import io.x0tta6bl4.knowledge.api.observation.NotesReader;
import io.x0tta6bl4.knowledge.api.observation.NotesWriter;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import org.jspecify.annotations.Nullable;

/** A state is healthy or not: of a process, of what its probes answer, of a bundle, component or service. */
final class StateRules {
    /** For the probes of a sensor that the model does not ask for. */
    private static final Need UNSAID = new Need(2, 3, 2);

    private final Tracks tracks;
    private final ProcessRules process;
    private @Nullable Element needsOf;
    private Need httpNeed = UNSAID;
    private Need tcpNeed = UNSAID;

    StateRules(Tracks tracks) {
        this.tracks = tracks;
        this.process = new ProcessRules(tracks);
    }

    void take(Observation observation, Reading.State state, boolean hysteresis) {
        switch (observation.signal()) {
            case Signals.PROCESS_STATE -> process.take(observation, state);
            case Signals.HTTP_STATE, Signals.TCP_STATE -> probe(observation, state, hysteresis);
            case Signals.BUNDLE_STATE, Signals.COMPONENT_STATE, Signals.SERVICE_STATE ->
                running(observation, state, Kind.NOT_RUNNING);
            case Signals.IDENTITY_STATE, Signals.CLOCK_STATE, Signals.PEERS_STATE ->
                trusted(observation, state, Need.AT_ONCE);
            // An agent that starts anew, or a file that is just being replaced, is gone for one look.
            case Signals.AUTHORITY_STATE, Signals.BUNDLES_STATE, Signals.KEYSTORE_STATE ->
                trusted(observation, state, hysteresis ? UNSAID : Need.AT_ONCE);
            case Signals.WORKLOAD_STATE, Signals.POD_STATE, Signals.CLUSTER_NODE_STATE, Signals.CLUSTER_API_STATE ->
                running(observation, state, Kind.NOT_RUNNING);
            case Signals.FEATURE_STATE,
                    Signals.WORKLOAD_ROLLOUT,
                    Signals.WORKLOAD_SCALE,
                    Signals.CLUSTER_NODE_SCHEDULING -> running(observation, state, Kind.MALFUNCTIONING);
            default -> {}
        }
    }

    private void running(Observation observation, Reading.State state, Kind kind) {
        judge(observation, state, kind, Need.AT_ONCE);
    }

    private void trusted(Observation observation, Reading.State state, Need need) {
        judge(observation, state, Kind.MALFUNCTIONING, need);
    }

    private void judge(Observation observation, Reading.State state, Kind kind, Need need) {
        boolean healthy = Signals.HEALTHY_STATES.get(observation.signal()).contains(state.value());
        tracks.feed(
                Detector.STATE,
                observation.signal(),
                observation,
                healthy ? Verdict.GOOD : Verdict.BAD,
                need,
                () -> tracks.naming(kind, observation, 1, Response.HEAL, sentence(observation, state)));
    }

    private void probe(Observation observation, Reading.State state, boolean hysteresis) {
        boolean healthy = state.value().equals("healthy");
        if (healthy) process.answered();
        if (!healthy && process.notExpected(observation.at())) return;
        Need need = hysteresis ? need(observation.signal()) : Need.AT_ONCE;
        tracks.feed(
                Detector.PROBE,
                observation.signal(),
                observation,
                healthy ? Verdict.GOOD : Verdict.BAD,
                need,
                () -> tracks.naming(
                        probeKind(state.value()), observation, 0.9, Response.HEAL, sentence(observation, state)));
    }

    private static Kind probeKind(String state) {
        return switch (state) {
            case "unreachable" -> Kind.DOWN;
            case "unresponsive" -> Kind.UNRESPONSIVE;
            default -> Kind.MALFUNCTIONING;
        };
    }

    private Need need(String signal) {
        if (needsOf != tracks.element()) {
            needsOf = tracks.element();
            httpNeed = need(needsOf, true);
            tcpNeed = need(needsOf, false);
        }
        return signal.equals(Signals.HTTP_STATE) ? httpNeed : tcpNeed;
    }

    private static Need need(Element element, boolean http) {
        for (Probe probe : element.probes()) {
            if (http != probe instanceof Probe.Http) continue;
            Probe.Schedule s = probe.schedule();
            return new Need(s.failures(), s.window(), s.successes());
        }
        return UNSAID;
    }

    void save(NotesWriter out) {
        process.save(out);
    }

    void restore(NotesReader in) {
        process.restore(in);
    }

    private static String sentence(Observation observation, Reading.State state) {
        return observation.signal() + " is " + state.value() + bracket(state.detail());
    }

    static String bracket(String detail) {
        return detail.isEmpty() ? "" : " (" + detail + ")";
    }
}
