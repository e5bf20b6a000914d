package io.x0tta6bl4.policy.api;

import java.util.List;

/**
 * A decision and what it rests on.
 *
 * @param decision what the engine says
 * @param version of the policy that said so
 * @param rules every rule, in order of the file, and how far it applies
 */
public record Explanation(Decision decision, String version, List<Step> rules) {
    public Explanation {
        rules = List.copyOf(rules);
    }

    /** One rule held against the request; it applies when all three fit. */
    public record Step(Rule rule, boolean who, boolean action, boolean target) {
        public boolean applies() {
            return who && action && target;
        }
    }
}
