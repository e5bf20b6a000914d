package io.x0tta6bl4.knowledge.api.incident;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Threshold;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Something abnormal about one element. It holds until it clears.
 *
 * @param element what is abnormal
 * @param kind in which way
 * @param signal the signal that shows it
 * @param since when the first evidence was seen
 * @param score how abnormal, in (0, 1]
 * @param detector who says so
 * @param response what may be done about it
 * @param evidence the observations it rests on, newest last, at most 16
 * @param summary one sentence for people, without a full stop
 */
public record Symptom(
        ElementId element,
        Kind kind,
        String signal,
        Instant since,
        double score,
        String detector,
        Threshold.Response response,
        List<Observation> evidence,
        String summary) {
    private static final int EVIDENCE_LIMIT = 16;

    /** In which way an element is abnormal. */
    public enum Kind {
        /** It has ended, or cannot be reached where it should listen. */
        DOWN,
        /** It is there and does not answer. */
        UNRESPONSIVE,
        /** It answers, and wrongly. */
        MALFUNCTIONING,
        /** A bundle or component of the node wants to run and does not. */
        NOT_RUNNING,
        /** A signal is beyond its threshold. */
        BEYOND_THRESHOLD,
        /** A signal changes faster than it may. */
        CHANGING_TOO_FAST,
        /** It ends again and again soon after its start. */
        CRASH_LOOPING,
        /** A sensor does not deliver, or what it says cannot be true. */
        SENSOR_FAULT,
        /** A signal, or many together, behave unlike anything they did before; that alone does not say that something is broken. */
        ANOMALOUS
    }

    public Symptom {
        Objects.requireNonNull(element, "element");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(response, "response");
        if (!(score > 0 && score <= 1)) throw new IllegalArgumentException("score " + score + " is not within (0, 1]");
        if (evidence.isEmpty()) throw new IllegalArgumentException("a symptom of " + element + " needs evidence");
        evidence = List.copyOf(evidence.subList(Math.max(0, evidence.size() - EVIDENCE_LIMIT), evidence.size()));
    }

    /** Whether it is the same symptom, however its evidence has grown. */
    public boolean sameAs(Symptom other) {
        return key().equals(other.key());
    }

    /** Element, kind and signal: what identifies a symptom while it holds. */
    public String key() {
        return element + "|" + kind + "|" + signal;
    }
}
