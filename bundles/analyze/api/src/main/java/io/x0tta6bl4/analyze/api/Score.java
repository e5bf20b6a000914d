package io.x0tta6bl4.analyze.api;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import java.time.Instant;

/**
 * What a detector said to an observation of a signal that is watched for anomalies.
 *
 * @param element the element
 * @param signal the signal, or {@link #TOGETHER} for all its signals together
 * @param at when it was seen
 * @param judgement what the detector says
 */
public record Score(ElementId element, String signal, Instant at, Judgement judgement) {
    /** Stands for all watched signals of an element together. */
    public static final String TOGETHER = "signals";
}
