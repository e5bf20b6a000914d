package io.x0tta6bl4.knowledge.api.incident;

import io.x0tta6bl4.knowledge.api.observation.Observation;
import java.time.Instant;
import java.util.List;

/**
 * A symptom that no longer holds, with the evidence that it does not.
 *
 * @param symptom the one that held
 * @param at when it cleared
 * @param evidence the observations that show it; empty only when the element left the model
 */
public record Clearance(Symptom symptom, Instant at, List<Observation> evidence) {
    public Clearance {
        evidence = List.copyOf(evidence);
    }
}
