package io.x0tta6bl4.knowledge.api.element;

import java.util.Objects;

/**
 * A limit on a measured signal, with separate levels to fire and to clear.
 *
 * @param signal name of the signal, for example {@code process.memory.rss}
 * @param measure whether the level itself or its change per minute is compared
 * @param direction on which side of the level it is abnormal
 * @param fire level that fires, in the unit of the signal
 * @param clear level that clears; on the healthy side of {@code fire} or equal to it
 * @param samples how many of the last {@code window} samples must be beyond {@code fire}
 * @param window at least {@code samples}
 * @param response what the planner may do about it
 */
public record Threshold(
        String signal,
        Measure measure,
        Direction direction,
        double fire,
        double clear,
        int samples,
        int window,
        Response response) {

    /** What is compared. */
    public enum Measure {
        LEVEL,
        CHANGE_PER_MINUTE
    }

    /** The abnormal side. */
    public enum Direction {
        ABOVE,
        BELOW
    }

    /** What may be done: only tell people, or also heal. */
    public enum Response {
        PAGE,
        HEAL
    }

    public Threshold {
        Objects.requireNonNull(measure, "measure");
        Objects.requireNonNull(response, "response");
        if (signal.isBlank()) throw new IllegalArgumentException("a threshold names its signal");
        if (!Double.isFinite(fire) || !Double.isFinite(clear))
            throw new IllegalArgumentException("levels of a threshold are finite numbers");
        if (direction == Direction.ABOVE ? clear > fire : clear < fire)
            throw new IllegalArgumentException("clear (" + clear + ") is on the abnormal side of fire (" + fire + ")");
        if (samples < 1 || window < samples)
            throw new IllegalArgumentException("need 1 <= samples <= window, got " + samples + " of " + window);
    }
}
