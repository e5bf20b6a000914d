package io.x0tta6bl4.knowledge.api.observation;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Model;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
 * @param silent the elements of which at least one latest observation is stale, so that nobody has to look through all
 */
public record Snapshot(
        long tick,
        Instant at,
        Model model,
        Map<ElementId, Map<String, Observation>> latest,
        List<Observation> arrived,
        long shed,
        Set<ElementId> silent) {
    // latest and silent are built by the monitor and never changed after; copying 10,000 maps a tick would be the
    // largest cost of it

    public Snapshot {
        arrived = List.copyOf(arrived);
    }

    /** A snapshot whose silent elements are looked up in {@code latest}; for those who have no list of them. */
    public Snapshot(
            long tick,
            Instant at,
            Model model,
            Map<ElementId, Map<String, Observation>> latest,
            List<Observation> arrived,
            long shed) {
        this(tick, at, model, latest, arrived, shed, silent(latest));
    }

    private static Set<ElementId> silent(Map<ElementId, Map<String, Observation>> latest) {
        Set<ElementId> silent = new HashSet<>();
        latest.forEach((id, signals) -> {
            if (signals.values().stream().anyMatch(o -> o.quality() == Observation.Quality.STALE)) silent.add(id);
        });
        return Collections.unmodifiableSet(silent);
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
