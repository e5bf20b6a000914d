package io.x0tta6bl4.itests.scenarios.node;

import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An incident with everything that was done for it, from the journal.
 *
 * @param incident as it was last journalled
 * @param causes kinds of the causes it was diagnosed with, in order
 * @param intact whether every hash of the journal fits
 */
public record ChainView(
        IncidentView incident, List<String> causes, List<ActionView> actions, boolean intact, JsonObject json) {
    public ChainView {
        causes = List.copyOf(causes);
        actions = List.copyOf(actions);
    }

    /** The actions that were carried out, pages left out, in order. */
    public List<ActionView> repairs() {
        return actions.stream().filter(a -> a.carriedOut() && !a.page()).toList();
    }

    /** Id of its trace, when it was traced. */
    public Optional<String> trace() {
        return json.isNull("trace") ? Optional.empty() : Optional.of(json.getString("trace"));
    }

    /** Whether the whole repair was verified: the node only watches, or is done. */
    public boolean healed() {
        return incident.in("WATCHED", "RESOLVED") && verifiedAt().isPresent();
    }

    /** When the last verified repair was journalled. */
    public Optional<Instant> verifiedAt() {
        return repairs().stream()
                .filter(ActionView::verified)
                .map(ActionView::at)
                .reduce((a, b) -> b);
    }
}
