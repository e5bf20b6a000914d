package io.x0tta6bl4.analyze.api;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What a detector says to one observation.
 *
 * @param score how anomalous, in [0, 1]: at 0.5 and above it raises an alarm; absent while the detector still warms up. Only a
 *     rise counts: the observations that follow the peak of one anomaly score 0
 * @param alarm whether an alarm holds; it begins with a score of 0.5 and ends when things are calm again (hysteresis)
 * @param reasons who speaks for an anomaly, the strongest first; for many signals together: the signals to blame, in order
 */
public record Judgement(OptionalDouble score, boolean alarm, List<Reason> reasons) {

    /** The score at which an alarm begins; the same for every detector, since each maps its own threshold to it. */
    public static final double THRESHOLD = 0.5;

    /**
     * One voice.
     *
     * @param name of the member of the ensemble, or of the signal
     * @param strength how rare what it sees is in its own past, as a power of ten: 2 is one in a hundred; for a signal, how far
     *     it is out of what was usual, in parts of its range
     * @param words for people
     */
    public record Reason(String name, double strength, String words) {}

    /** Nothing can be said yet. */
    public static final Judgement WARMING_UP = new Judgement(OptionalDouble.empty(), false, List.of());

    public Judgement {
        reasons = List.copyOf(reasons);
        if (score.isPresent() && !(score.getAsDouble() >= 0 && score.getAsDouble() <= 1))
            throw new IllegalArgumentException("a score is within [0, 1], not " + score.getAsDouble());
    }
}
