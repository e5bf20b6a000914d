package io.x0tta6bl4.knowledge.api.journal;

import io.x0tta6bl4.knowledge.api.action.Action;
import io.x0tta6bl4.knowledge.api.action.Outcome;
import io.x0tta6bl4.knowledge.api.action.Plan;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Threshold;
import io.x0tta6bl4.knowledge.api.incident.Clearance;
import io.x0tta6bl4.knowledge.api.incident.Diagnosis;
import io.x0tta6bl4.knowledge.api.incident.Incident;
import io.x0tta6bl4.knowledge.api.incident.Symptom;
import io.x0tta6bl4.knowledge.api.observation.Observation;

/** What the journal can hold. The incident is empty for what belongs to none. */
public sealed interface JournalRecord {

    /** Id of the incident it belongs to, or empty. */
    String incident();

    /** An observation that a decision rests on. */
    record Observed(String incident, Observation observation) implements JournalRecord {}

    /** A symptom was raised. */
    record Raised(String incident, Symptom symptom) implements JournalRecord {}

    /** A symptom cleared. */
    record Cleared(String incident, Clearance clearance) implements JournalRecord {}

    /** An incident was diagnosed, at first or anew. */
    record Diagnosed(String incident, Diagnosis diagnosis) implements JournalRecord {}

    /** An incident was opened or changed its state. */
    record Changed(String incident, Incident now) implements JournalRecord {}

    /** A plan was made. */
    record Planned(String incident, Plan plan) implements JournalRecord {}

    /** An action is about to be carried out; written before it is. */
    record Begun(String incident, Action action) implements JournalRecord {}

    /** An action ended, or was held back. */
    record Ended(String incident, Action action, Outcome outcome) implements JournalRecord {}

    /** A person did something: pause, resume, approve, refuse, stop an element. */
    record Operated(String incident, String who, String what, String why) implements JournalRecord {}

    /** The node itself: started, stopped, adopted a process, took a new watch file, cut a torn tail. */
    record Noted(String incident, ElementId element, String what) implements JournalRecord {}

    /**
     * The level of a threshold moved. All of them belong to {@link #LEVELS}, so that they are found again.
     *
     * @param configured the threshold as the watch file has it; a move of another one has no effect any more
     * @param from firing level before, in the unit of the signal
     * @param to firing level from now on
     * @param who who moved it: an operator's name, or {@code loop}
     */
    record Moved(
            String incident, ElementId element, Threshold configured, double from, double to, String who, String why)
            implements JournalRecord {}

    /** Under which all moves of levels are told. */
    String LEVELS = "levels";
}
