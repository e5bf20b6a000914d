package io.x0tta6bl4.feature.provider.felix;

import io.x0tta6bl4.feature.api.ChangeOutcome;
import io.x0tta6bl4.feature.api.ChangePlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.Bundle;

/**
 * A plan with what carrying it out needs.
 *
 * @param plan as shown
 * @param composition what the node consists of afterwards
 * @param before the state it starts from
 * @param state what a restart finds afterwards
 * @param arrivals bundles that come, in start order
 * @param taken bundles that are there already, and that a feature names for the first time
 * @param gone bundles that go
 * @param refreshed bundles that are wired anew
 * @param kept files to keep for a restart, by digest
 */
record Blueprint(
        ChangePlan plan,
        Composition composition,
        NodeState before,
        NodeState state,
        List<Arrival> arrivals,
        Set<Bundle> taken,
        Set<Bundle> gone,
        Set<Bundle> refreshed,
        Map<String, Path> kept) {

    /** The change as one that is not made, for this reason besides those of the plan. */
    ChangeOutcome.Refused refused(String obstacle) {
        List<String> obstacles = new ArrayList<>(plan.obstacles());
        obstacles.add(obstacle);
        return new ChangeOutcome.Refused(new ChangePlan(
                plan.kind(),
                plan.feature(),
                plan.from(),
                plan.to(),
                plan.signer(),
                plan.steps(),
                plan.blinks(),
                plan.configurations(),
                obstacles,
                plan.notes()));
    }
}
