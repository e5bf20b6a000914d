package io.x0tta6bl4.plan.api;

import io.x0tta6bl4.knowledge.api.action.Plan;
import org.osgi.annotation.versioning.ProviderType;

/** The P of the loop: what to do next about an incident. Pure: same situation, same plan. */
@ProviderType
public interface Planner {

    /** Plans the next step; a plan without actions says what it waits for. */
    Plan plan(Situation situation);
}
