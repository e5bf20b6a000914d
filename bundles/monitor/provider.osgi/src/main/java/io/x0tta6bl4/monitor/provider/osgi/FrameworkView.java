package io.x0tta6bl4.monitor.provider.osgi;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import java.time.Instant;
import java.time.InstantSource;

/** The state of one element of the framework, a bundle, a component or a change of features, as an observation. */
record FrameworkView(BundleView bundles, ComponentView components, FeatureView features, InstantSource clock) {

    static boolean shows(Element element) {
        return element.subject() instanceof Subject.Bundle
                || element.subject() instanceof Subject.Component
                || element.subject() instanceof Subject.Feature;
    }

    static boolean bad(Observation seen) {
        return seen.reading() instanceof Reading.State state
                && !Signals.HEALTHY_STATES.get(seen.signal()).contains(state.value());
    }

    /** @throws IllegalArgumentException for an element that it does not show */
    Observation observation(Element element) {
        Instant now = clock.instant();
        return switch (element.subject()) {
            case Subject.Bundle bundle ->
                observation(element, Signals.BUNDLE_STATE, bundles.read(bundle.symbolicName()), now);
            case Subject.Component component ->
                observation(
                        element,
                        Signals.COMPONENT_STATE,
                        components.read(component.symbolicName(), component.name()),
                        now);
            case Subject.Feature feature -> features.read(element.id(), feature.name(), now, OsgiSensor.NAME);
            default -> throw new IllegalArgumentException(element.subject() + " is no part of the framework");
        };
    }

    private static Observation observation(Element element, String signal, Reading reading, Instant now) {
        String sensor = OsgiSensor.NAME;
        return switch (reading) {
            case Reading.State s -> Observation.state(element.id(), signal, s.value(), s.detail(), now, sensor);
            case Reading.Absent a -> Observation.absent(element.id(), signal, a.reason(), now, sensor);
            case Reading.Measured m -> throw new IllegalStateException("a state was expected, not " + m);
        };
    }

    /** What is at the bottom of an error. */
    static String message(Throwable thrown) {
        Throwable deepest = thrown;
        for (int depth = 0; deepest != null && deepest.getCause() != null && depth < 10; depth++)
            deepest = deepest.getCause();
        return deepest == null ? "no reason given" : deepest.toString();
    }
}
