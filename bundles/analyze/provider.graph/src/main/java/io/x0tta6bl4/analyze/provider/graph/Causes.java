package io.x0tta6bl4.analyze.provider.graph;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.element.Threshold.Response;
import io.x0tta6bl4.knowledge.api.incident.Cause;
import io.x0tta6bl4.knowledge.api.incident.Symptom;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import io.x0tta6bl4.knowledge.api.observation.Snapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What is wrong with the element to blame, by the kinds of its symptoms. */
final class Causes {
    /** Each element that suffers with it makes the belief a little stronger. */
    private static final double PER_SUFFERER = 0.02;

    private Causes() {}

    static List<Cause> of(Snapshot snapshot, ElementId root, List<Symptom> own, int sufferers) {
        List<Cause> causes = new ArrayList<>();
        boolean changed = configurationChanged(snapshot, root);
        Optional<Subject> subject = snapshot.model().element(root).map(Element::subject);
        for (Symptom symptom : own) causes.addAll(of(symptom, subject, changed, sufferers));
        if (causes.isEmpty())
            causes.add(new Cause(root, Cause.Kind.UNKNOWN, 0.1, "nothing known explains the symptoms of " + root));
        causes.sort(Comparator.comparingDouble(Cause::confidence).reversed());
        return causes.stream()
                .filter(c -> causes.stream()
                                .filter(o -> o.kind() == c.kind())
                                .findFirst()
                                .orElseThrow()
                        == c)
                .toList();
    }

    private static boolean configurationChanged(Snapshot snapshot, ElementId root) {
        return snapshot.latest(root, Signals.CONFIGURATION_STATE)
                .filter(o -> o.says("changed"))
                .isPresent();
    }

    private static List<Cause> of(Symptom symptom, Optional<Subject> subject, boolean changed, int sufferers) {
        ElementId id = symptom.element();
        List<Cause> causes = new ArrayList<>();
        Cause.Kind kind = kind(symptom, subject);
        double belief = Math.min(0.95, belief(kind) + PER_SUFFERER * sufferers);
        causes.add(new Cause(id, kind, belief, id + ": " + symptom.summary()));
        boolean mayBeConfiguration = kind == Cause.Kind.CRASH_LOOP
                || kind == Cause.Kind.PROCESS_EXITED
                || kind == Cause.Kind.WRONG_ANSWER
                || kind == Cause.Kind.HANG;
        if (changed && mayBeConfiguration) {
            double stronger = kind == Cause.Kind.CRASH_LOOP ? 0.97 : belief - 0.1;
            String why = id + ": its configuration is not the one that last worked, and " + symptom.summary();
            causes.add(new Cause(id, Cause.Kind.BAD_CONFIGURATION, stronger, why));
        }
        return causes;
    }

    private static Cause.Kind kind(Symptom symptom, Optional<Subject> subject) {
        boolean process = subject.filter(Subject.Process.class::isInstance).isPresent();
        return switch (symptom.kind()) {
            case DOWN -> down(symptom, process);
            case UNRESPONSIVE -> process ? Cause.Kind.HANG : Cause.Kind.ENDPOINT_UNREACHABLE;
            case MALFUNCTIONING -> malfunctioning(symptom.signal());
            case NOT_RUNNING -> notRunning(symptom.signal());
            case BEYOND_THRESHOLD, CHANGING_TOO_FAST, ANOMALOUS ->
                symptom.response() == Response.HEAL ? Cause.Kind.RESOURCE_EXHAUSTION : Cause.Kind.UNKNOWN;
            case CRASH_LOOPING -> Cause.Kind.CRASH_LOOP;
            case SENSOR_FAULT -> Cause.Kind.SENSOR_FAULT;
        };
    }

    private static Cause.Kind malfunctioning(String signal) {
        return switch (signal) {
            case Signals.FEATURE_STATE -> Cause.Kind.BAD_UPGRADE;
            case Signals.IDENTITY_STATE -> Cause.Kind.IDENTITY_EXPIRING;
            case Signals.AUTHORITY_STATE -> Cause.Kind.AUTHORITY_UNAVAILABLE;
            case Signals.BUNDLES_STATE -> Cause.Kind.TRUST_BUNDLE_UNREADABLE;
            case Signals.KEYSTORE_STATE -> Cause.Kind.KEY_STORE_UNREADABLE;
            case Signals.CLOCK_STATE -> Cause.Kind.CLOCK_STEPPED;
            case Signals.PEERS_STATE -> Cause.Kind.PEERS_REFUSED;
            case Signals.WORKLOAD_ROLLOUT -> Cause.Kind.BAD_ROLLOUT;
            case Signals.WORKLOAD_SCALE -> Cause.Kind.SCALE_OUT_OF_BOUNDS;
            case Signals.CLUSTER_NODE_SCHEDULING -> Cause.Kind.CLUSTER_NODE_HELD;
            default -> Cause.Kind.WRONG_ANSWER;
        };
    }

    private static Cause.Kind down(Symptom symptom, boolean process) {
        if (symptom.signal().equals(Signals.PROCESS_STATE)) return Cause.Kind.PROCESS_EXITED;
        return process ? Cause.Kind.HANG : Cause.Kind.ENDPOINT_UNREACHABLE;
    }

    private static Cause.Kind notRunning(String signal) {
        return switch (signal) {
            case Signals.BUNDLE_STATE -> Cause.Kind.BUNDLE_NOT_RUNNING;
            case Signals.WORKLOAD_STATE -> Cause.Kind.REPLICAS_MISSING;
            case Signals.POD_STATE -> Cause.Kind.POD_FAILING;
            case Signals.CLUSTER_NODE_STATE -> Cause.Kind.CLUSTER_NODE_FAILING;
            case Signals.CLUSTER_API_STATE -> Cause.Kind.SENSOR_FAULT;
            default -> Cause.Kind.COMPONENT_NOT_RUNNING;
        };
    }

    private static double belief(Cause.Kind kind) {
        return switch (kind) {
            case PROCESS_EXITED,
                    BAD_UPGRADE,
                    BAD_ROLLOUT,
                    IDENTITY_EXPIRING,
                    TRUST_BUNDLE_UNREADABLE,
                    KEY_STORE_UNREADABLE -> 0.90;
            case CRASH_LOOP -> 0.92;
            case BUNDLE_NOT_RUNNING,
                    COMPONENT_NOT_RUNNING,
                    AUTHORITY_UNAVAILABLE,
                    CLOCK_STEPPED,
                    CLUSTER_NODE_FAILING,
                    CLUSTER_NODE_HELD,
                    SCALE_OUT_OF_BOUNDS -> 0.85;
            case HANG, ENDPOINT_UNREACHABLE, POD_FAILING, REPLICAS_MISSING -> 0.75;
            case WRONG_ANSWER, RESOURCE_EXHAUSTION -> 0.65;
            case BAD_CONFIGURATION, BAD_BUNDLE_VERSION, PEERS_REFUSED -> 0.80;
            case SENSOR_FAULT -> 0.60;
            case UNKNOWN -> 0.30;
        };
    }
}
