package io.x0tta6bl4.knowledge.api.element;

import java.util.Objects;
import java.util.Optional;

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
 * @param bounds between which its firing level may be moved; empty: never
 */
public record Threshold(
        String signal,
        Measure measure,
        Direction direction,
        double fire,
        double clear,
        int samples,
        int window,
        Response response,
        Optional<Bounds> bounds) {

    /**
     * Between which a firing level may be moved, both included, in the unit of the signal.
     *
     * @param least below {@code most}
     * @param most above {@code least}
     */
    public record Bounds(double least, double most) {
        public Bounds {
            if (!Double.isFinite(least) || !Double.isFinite(most) || least >= most)
                throw new IllegalArgumentException("bounds of a level: " + least + " is not below " + most);
        }

        /** Whether a level is within. */
        public boolean allow(double level) {
            return level >= least && level <= most;
        }
    }

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
        if (bounds.isPresent() && !bounds.get().allow(fire))
            throw new IllegalArgumentException("the level " + fire + " is outside of its own bounds");
    }

    /** A threshold whose level never moves. */
    public Threshold(
            String signal,
            Measure measure,
            Direction direction,
            double fire,
            double clear,
            int samples,
            int window,
            Response response) {
        this(signal, measure, direction, fire, clear, samples, window, response, Optional.empty());
    }

    /**
     * The same with another firing level; the level that clears keeps its distance.
     *
     * @throws IllegalArgumentException when the bounds do not allow it, or there are none
     */
    public Threshold movedTo(double level) {
        if (bounds.isEmpty())
            throw new IllegalArgumentException(
                    "the level of " + signal + " may not be moved; the watch file gives no bounds for it (may-move)");
        if (!bounds.get().allow(level))
            throw new IllegalArgumentException("the level of " + signal + " may be moved between "
                    + bounds.get().least() + " and " + bounds.get().most() + ", not to " + level);
        return new Threshold(
                signal, measure, direction, level, clear + (level - fire), samples, window, response, bounds);
    }
}
