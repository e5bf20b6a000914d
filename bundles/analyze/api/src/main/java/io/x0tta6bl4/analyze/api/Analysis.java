package io.x0tta6bl4.analyze.api;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.incident.Clearance;
import io.x0tta6bl4.knowledge.api.incident.Symptom;
import java.util.List;
import java.util.Set;

/**
 * What one snapshot shows.
 *
 * @param holding all symptoms that hold now, in order of their beginning
 * @param raised those of them that are new
 * @param cleared those that held before and no longer do
 * @param suspect elements with first signs that are not enough for a symptom yet
 */
public record Analysis(List<Symptom> holding, List<Symptom> raised, List<Clearance> cleared, Set<ElementId> suspect) {
    public Analysis {
        holding = List.copyOf(holding);
        raised = List.copyOf(raised);
        cleared = List.copyOf(cleared);
        suspect = Set.copyOf(suspect);
    }
}
