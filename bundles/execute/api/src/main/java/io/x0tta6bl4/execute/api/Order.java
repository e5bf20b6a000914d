package io.x0tta6bl4.execute.api;

import io.x0tta6bl4.knowledge.api.action.Action;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.policy.Policy;
import java.util.Objects;
import java.util.Set;

/**
 * An action on its way to an effector.
 *
 * @param action what to do
 * @param element the target as the model describes it now
 * @param policy the policy in force
 * @param grant the privileges it comes with: names of commands
 * @param once whether the action id is to have its effect only once (brake 13)
 */
public record Order(Action action, Element element, Policy policy, Set<String> grant, boolean once) {
    public Order {
        Objects.requireNonNull(element, "element");
        Objects.requireNonNull(policy, "policy");
        grant = Set.copyOf(grant);
    }

    /** Whether the grant covers the action's command. */
    public boolean granted() {
        return grant.contains(action.command().name());
    }
}
