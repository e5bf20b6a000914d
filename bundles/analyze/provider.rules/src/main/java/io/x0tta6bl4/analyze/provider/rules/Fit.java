package io.x0tta6bl4.analyze.provider.rules;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.Probe;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Signals;

/** Whether a state can be one of the element at all: a process has no wiring, and what has no TCP probe was not asked by TCP. */
final class Fit {
    private Fit() {}

    /** Why the state cannot be one of the element; empty when it can. */
    static String doubt(Element element, Observation observation) {
        return switch (observation.signal()) {
            case Signals.PROCESS_STATE ->
                element.subject() instanceof Subject.Process ? "" : "a " + kind(element) + " has no process state";
            case Signals.BUNDLE_STATE, Signals.COMPONENT_STATE, Signals.FEATURE_STATE, Signals.SERVICE_STATE ->
                outside(element) ? "a " + kind(element) + " has no " + observation.signal() : "";
            case Signals.HTTP_STATE -> unasked(element, Probe.Http.class, "http");
            case Signals.TCP_STATE -> unasked(element, Probe.Tcp.class, "tcp");
            default -> "";
        };
    }

    private static boolean outside(Element element) {
        return element.subject() instanceof Subject.Process
                || element.subject() instanceof Subject.Endpoint
                || element.subject() instanceof Subject.Host;
    }

    /** What is asked by other probes only. Where nothing is asked, a sensor of its own may say what it likes. */
    private static String unasked(Element element, Class<? extends Probe> technology, String word) {
        if (element.probes().isEmpty()) return "";
        for (Probe probe : element.probes()) if (technology.isInstance(probe)) return "";
        return "the watch file asks nothing of it by " + word;
    }

    private static String kind(Element element) {
        return element.subject().kind();
    }
}
