package io.x0tta6bl4.replay.api;

import io.x0tta6bl4.analyze.api.Analysis;
import io.x0tta6bl4.knowledge.api.action.Plan;
import io.x0tta6bl4.knowledge.api.incident.Diagnosis;
import io.x0tta6bl4.knowledge.api.observation.Snapshot;
import java.util.List;

/**
 * What one turn of the phases gave.
 *
 * @param snapshot what the monitor froze
 * @param analysis what is abnormal
 * @param diagnoses the causes
 * @param plans what would be done about each diagnosis with a cause that is new since the turn before; dry runs all of them
 */
public record Turn(Snapshot snapshot, Analysis analysis, List<Diagnosis> diagnoses, List<Plan> plans) {
    public Turn {
        diagnoses = List.copyOf(diagnoses);
        plans = List.copyOf(plans);
    }
}
