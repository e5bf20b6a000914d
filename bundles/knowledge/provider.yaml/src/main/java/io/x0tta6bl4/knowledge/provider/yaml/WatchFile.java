package io.x0tta6bl4.knowledge.provider.yaml;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.Registration;
import io.x0tta6bl4.knowledge.api.policy.Policy;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a right watch file says.
 *
 * @param node name of the node, if the file gives one
 * @param elements the configured elements in the order of the file
 * @param registrations which processes get which identity
 * @param warnings what is doubtful but taken
 */
record WatchFile(
        Optional<String> node,
        List<Element> elements,
        Policy policy,
        List<Registration> registrations,
        List<Problem> warnings) {
    static final WatchFile NONE = new WatchFile(Optional.empty(), List.of(), Policy.defaults(), List.of(), List.of());

    /** Whether both mean the same; the order of the elements, comments and ways of writing do not matter. */
    boolean means(WatchFile other) {
        return node.equals(other.node)
                && policy.equals(other.policy)
                && registrations.equals(other.registrations)
                && Set.copyOf(elements).equals(Set.copyOf(other.elements));
    }
}
