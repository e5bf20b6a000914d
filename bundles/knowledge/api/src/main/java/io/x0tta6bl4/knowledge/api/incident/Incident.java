package io.x0tta6bl4.knowledge.api.incident;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import java.time.Instant;
import java.util.Objects;

/**
 * Symptoms with one cause, from the first evidence to the verified repair or the page.
 *
 * @param id unique on the node and growing, for example {@code I-000042}
 * @param element the element to mend
 * @param diagnosis the latest one
 * @param state how far it has come
 * @param since when the first evidence was seen
 * @param opened when the incident was opened
 * @param changed when the state last changed
 * @param attempts actions begun for it
 * @param note what the loop waits for or what came of it, for people
 */
public record Incident(
        String id,
        ElementId element,
        Diagnosis diagnosis,
        State state,
        Instant since,
        Instant opened,
        Instant changed,
        int attempts,
        String note) {

    /** How far an incident has come. */
    public enum State {
        /** Opened; the next tick decides. */
        OPEN,
        /** A brake or a missing approval holds the action back; the note says which. */
        HELD,
        /** An action runs or is being verified. */
        HEALING,
        /** A repair was verified; watched until the stable window has passed. */
        WATCHED,
        /** Closed: the repair held for the whole stable window. */
        RESOLVED,
        /** Closed: the symptoms cleared without an action of ours. */
        CLEARED,
        /** Handed to people; the loop leaves the element alone until its symptoms clear. */
        PAGED
    }

    public Incident {
        Objects.requireNonNull(element, "element");
        Objects.requireNonNull(diagnosis, "diagnosis");
        Objects.requireNonNull(state, "state");
        if (id.isBlank()) throw new IllegalArgumentException("an incident has an id");
        if (attempts < 0) throw new IllegalArgumentException("attempts are not negative");
    }

    /** Whether it still needs somebody. */
    public boolean open() {
        return state != State.RESOLVED && state != State.CLEARED;
    }

    /** The same incident in another state. */
    public Incident in(State next, Instant at, String why) {
        return new Incident(id, element, diagnosis, next, since, opened, at, attempts, why);
    }

    /** The same incident with a newer diagnosis. */
    public Incident diagnosed(Diagnosis newer) {
        return new Incident(id, element, newer, state, since, opened, changed, attempts, note);
    }

    /** The same incident after one more action was begun. */
    public Incident attempted() {
        return new Incident(id, element, diagnosis, state, since, opened, changed, attempts + 1, note);
    }
}
