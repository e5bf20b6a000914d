package io.x0tta6bl4.knowledge.api.incident;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Why a group of symptoms is there: causes in order of belief, or none.
 *
 * @param causes best first; empty when nothing explains the symptoms yet
 * @param symptoms all symptoms this diagnosis speaks of, those of the cause and those it explains
 * @param blastRadius the elements that suffer from the cause, without the cause itself
 * @param explanation for people; says what is awaited when there is no cause yet
 */
public record Diagnosis(List<Cause> causes, List<Symptom> symptoms, Set<ElementId> blastRadius, String explanation) {
    public Diagnosis {
        causes = List.copyOf(causes);
        symptoms = List.copyOf(symptoms);
        blastRadius = Collections.unmodifiableSet(new TreeSet<>(blastRadius));
        if (symptoms.isEmpty()) throw new IllegalArgumentException("a diagnosis explains at least one symptom");
    }

    /** The best cause, or none. */
    public Optional<Cause> cause() {
        return causes.stream().findFirst();
    }
}
