package io.x0tta6bl4.feature.api;

import java.time.Duration;
import java.util.List;

/** How a change ended. */
public sealed interface ChangeOutcome {

    /** What had been planned. */
    ChangePlan plan();

    /**
     * The change is in force and durable.
     *
     * @param generation the number of what the node consists of now; each change that is applied counts one up
     * @param proofs what was checked before it counted: components satisfied, self-tests passed
     * @param took from the first touch of the node to the end
     */
    record Applied(ChangePlan plan, long generation, List<String> proofs, Duration took) implements ChangeOutcome {
        public Applied {
            proofs = List.copyOf(proofs);
        }
    }

    /**
     * The change began and was taken back.
     *
     * @param reasons why
     * @param differences what is not as it was before; empty: bundles, versions, start levels, configurations and wiring are
     *     exactly those of before
     * @param took from the first touch of the node to the end
     */
    record TakenBack(ChangePlan plan, List<String> reasons, List<String> differences, Duration took)
            implements ChangeOutcome {
        public TakenBack {
            reasons = List.copyOf(reasons);
            differences = List.copyOf(differences);
        }
    }

    /** Nothing was touched; the reasons are the obstacles of the plan. */
    record Refused(ChangePlan plan) implements ChangeOutcome {}
}
