package io.x0tta6bl4.knowledge.api.observation;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Model;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The frozen view of one tick; nothing in it changes while the phases work on it.
 *
 * @param tick number of the tick, growing
 * @param at when it was frozen, by the steady clock
 * @param model the element model in force
 * @param latest the last observation of each signal of each element, quality as of this tick
 * @param arrived what came in since the tick before, in order of arrival
 * @param shed how many measurements were dropped since the tick before because more came than the budget allows
 */
public record Snapshot(
        long tick,
        Instant at,
        Model model,
        Map<ElementId, Map<String, Observation>> latest,
        List<Observation> arrived,
        long shed) {
    // latest is built by the monitor and never changed after; copying 10,000 maps a tick would be the largest cost of
    // it

    public Snapshot {
        arrived = List.copyOf(arrived);
    }

    /** The last observation of a signal of an element. */
    public Optional<Observation> latest(ElementId element, String signal) {
        return Optional.ofNullable(find(element, signal));
    }

    private @Nullable Observation find(ElementId element, String signal) {
        Map<String, Observation> signals = latest.get(element);
        return signals == null ? null : signals.get(signal);
    }
}
