package io.x0tta6bl4.knowledge.api.element;

import java.util.List;
import java.util.Objects;

/**
 * Which signals of an element are watched for what is unusual, beside fixed thresholds.
 *
 * @param signals names of measured signals; none: nothing is watched
 * @param together whether they are judged as one, a row for each tick in which the first or half of them were seen, instead of each alone
 * @param thorough whether the whole ensemble looks at each, or its cheap members only
 * @param response what may be done about an alarm; {@code PAGE} unless a person says otherwise
 * @param others whether every other measured signal of the element is screened too, by the cheap members, to page only
 */
public record AnomalyWatch(
        List<String> signals, boolean together, boolean thorough, Threshold.Response response, boolean others) {
    /** Nothing is watched. */
    public static final AnomalyWatch NONE = new AnomalyWatch(List.of(), false, true, Threshold.Response.PAGE);

    /** The signals that are named, and no others. */
    public AnomalyWatch(List<String> signals, boolean together, boolean thorough, Threshold.Response response) {
        this(signals, together, thorough, response, false);
    }

    /** Whether anything is watched. */
    public boolean any() {
        return others || !signals.isEmpty();
    }

    public AnomalyWatch {
        signals = List.copyOf(signals);
        Objects.requireNonNull(response, "response");
        if (signals.stream().distinct().count() != signals.size())
            throw new IllegalArgumentException("a signal is watched once");
        if (together && signals.size() < 2) throw new IllegalArgumentException("together takes two signals or more");
    }
}
