package io.x0tta6bl4.loop.api;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.incident.Symptom;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import java.util.List;

/**
 * What is known of one element now.
 *
 * @param element which one
 * @param kind what it is, in the words of the watch file
 * @param state the state in one word, with evidence in the rest
 * @param symptoms those that hold
 * @param observations the latest of each signal
 * @param note why the loop leaves it alone, if it does; else empty
 */
public record ElementHealth(
        ElementId element,
        String kind,
        State state,
        List<Symptom> symptoms,
        List<Observation> observations,
        String note) {

    /** The state of an element. */
    public enum State {
        HEALTHY,
        SICK,
        /** No fresh observation says anything. */
        UNKNOWN,
        /** Stopped on purpose, by an operator or by its restart policy. */
        STOPPED
    }

    public ElementHealth {
        symptoms = List.copyOf(symptoms);
        observations = List.copyOf(observations);
    }
}
