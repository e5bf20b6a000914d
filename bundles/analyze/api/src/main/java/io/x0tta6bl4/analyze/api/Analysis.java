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
 * @param scores what detectors of anomalies said to what arrived, in order of arrival
 */
public record Analysis(
        List<Symptom> holding,
        List<Symptom> raised,
        List<Clearance> cleared,
        Set<ElementId> suspect,
        List<Score> scores) {
    public Analysis {
        holding = List.copyOf(holding);
        raised = List.copyOf(raised);
        cleared = List.copyOf(cleared);
        suspect = Set.copyOf(suspect);
        scores = List.copyOf(scores);
    }

    /** An analysis without scores. */
    public Analysis(List<Symptom> holding, List<Symptom> raised, List<Clearance> cleared, Set<ElementId> suspect) {
        this(holding, raised, cleared, suspect, List.of());
    }
}
