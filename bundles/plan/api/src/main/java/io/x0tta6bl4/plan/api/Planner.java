package io.x0tta6bl4.plan.api;

import io.x0tta6bl4.knowledge.api.action.Action;
import io.x0tta6bl4.knowledge.api.action.Plan;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The P of the loop: what to do next about an incident. Pure: same situation, same plan. */
@ProviderType
public interface Planner {

    /** Plans the next step; a plan without actions says what it waits for. */
    Plan plan(Situation situation);

    /**
     * What runbooks propose for it, with its provenance: actions that are carried out only when a person agrees, one by one.
     * An action of an id that is approved is in the next plan.
     */
    default List<Action> offers(Situation situation) {
        return List.of();
    }
}
