package io.x0tta6bl4.knowledge.api.action;

import java.util.List;

/**
 * What to do about an incident now: actions in order, each only after the one before was verified.
 *
 * @param incident the incident's id
 * @param actions in order; empty when there is nothing to do but wait
 * @param reason why these, and why not others
 */
public record Plan(String incident, List<Action> actions, String reason) {
    public Plan {
        actions = List.copyOf(actions);
        if (incident.isBlank()) throw new IllegalArgumentException("a plan belongs to an incident");
    }
}
