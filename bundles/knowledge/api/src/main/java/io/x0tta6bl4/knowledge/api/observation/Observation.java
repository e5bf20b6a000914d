package io.x0tta6bl4.knowledge.api.observation;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import java.time.Instant;
import java.util.Objects;

/**
 * One thing a sensor saw.
 *
 * @param element what it looked at
 * @param signal what about it; see {@link Signals}
 * @param reading what it saw
 * @param at when, by the node's steady clock
 * @param sensor which sensor
 * @param provenance where the value comes from
 * @param quality how far it can be trusted; the monitor lowers it, nobody raises it
 * @param doubt why the quality is lower than good; empty otherwise
 */
public record Observation(
        ElementId element,
        String signal,
        Reading reading,
        Instant at,
        String sensor,
        Provenance provenance,
        Quality quality,
        String doubt) {

    /** Where a value comes from. */
    public enum Provenance {
        OBSERVED,
        DERIVED,
        CONFIGURED
    }

    /** How far a value can be trusted. */
    public enum Quality {
        GOOD,
        STALE,
        DOUBTFUL
    }

    public Observation {
        Objects.requireNonNull(element, "element");
        Objects.requireNonNull(reading, "reading");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(provenance, "provenance");
        if (signal.isBlank() || sensor.isBlank())
            throw new IllegalArgumentException("an observation names its signal and its sensor");
        if ((quality == Quality.GOOD) != doubt.isEmpty())
            throw new IllegalArgumentException("a doubt goes with a lower quality, and only with it");
    }

    /** A good observation of a state. */
    public static Observation state(
            ElementId element, String signal, String value, String detail, Instant at, String sensor) {
        return good(element, signal, new Reading.State(value, detail), at, sensor);
    }

    /** A good observation of a number. */
    public static Observation measured(
            ElementId element, String signal, double value, String unit, Instant at, String sensor) {
        return good(element, signal, new Reading.Measured(value, unit), at, sensor);
    }

    /** A good observation that there was nothing to read. */
    public static Observation absent(ElementId element, String signal, String reason, Instant at, String sensor) {
        return good(element, signal, new Reading.Absent(reason), at, sensor);
    }

    private static Observation good(ElementId element, String signal, Reading reading, Instant at, String sensor) {
        return new Observation(element, signal, reading, at, sensor, Provenance.OBSERVED, Quality.GOOD, "");
    }

    /** The same observation with a lower quality and the reason. */
    public Observation doubted(Quality lower, String why) {
        return new Observation(element, signal, reading, at, sensor, provenance, lower, why);
    }

    /** Whether it says the given state. */
    public boolean says(String state) {
        return reading instanceof Reading.State s && s.value().equals(state);
    }
}
