package io.x0tta6bl4.monitor.provider.kubernetes;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import java.time.Instant;

/** What there is to say of one signal of an element. */
record Said(ElementId element, String signal, Reading reading) {
    private static final int LONGEST = 600;

    static Said state(ElementId element, String signal, String state, String detail) {
        return new Said(element, signal, new Reading.State(state, cut(detail)));
    }

    static Said nothing(ElementId element, String signal, String why) {
        return new Said(element, signal, new Reading.Absent(cut(why)));
    }

    static Said number(ElementId element, String signal, double value) {
        return new Said(element, signal, new Reading.Measured(value, Signals.UNITS.get(signal)));
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    Observation at(Instant now, String sensor) {
        return new Observation(
                element, signal, reading, now, sensor, Observation.Provenance.OBSERVED, Observation.Quality.GOOD, "");
    }
}
