package io.x0tta6bl4.feature.provider.felix;

import io.x0tta6bl4.feature.api.ChangePlan;
import java.nio.file.Path;
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
        Set<Bundle> gone,
        Set<Bundle> refreshed,
        Map<String, Path> kept) {}
