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
 */
public record AnomalyWatch(List<String> signals, boolean together, boolean thorough, Threshold.Response response) {
    /** Nothing is watched. */
    public static final AnomalyWatch NONE = new AnomalyWatch(List.of(), false, true, Threshold.Response.PAGE);

    public AnomalyWatch {
        signals = List.copyOf(signals);
        Objects.requireNonNull(response, "response");
        if (signals.stream().distinct().count() != signals.size())
            throw new IllegalArgumentException("a signal is watched once");
        if (together && signals.size() < 2) throw new IllegalArgumentException("together takes two signals or more");
    }
}
