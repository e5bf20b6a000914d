package io.x0tta6bl4.knowledge.api.element;

import io.x0tta6bl4.knowledge.api.policy.Policy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The graph of elements with the policy in force: immutable, replaced as a whole when either changes.
 *
 * <p>Dependencies on elements that are not in the model are kept but have no effect, because discovered elements come and
 * go; a reader of configuration refuses them before they get here.
 */
public final class Model {
    private final long revision;
    private final String node;
    private final Map<ElementId, Element> elements;
    private final Map<ElementId, Set<ElementId>> dependents;
    private final Map<String, List<Element>> classes;
    private final Policy policy;
    private final List<Registration> registrations;

    /** A model in which no process gets an identity. */
    public Model(long revision, String node, Collection<Element> elements, Policy policy) {
        this(revision, node, elements, policy, List.of());
    }

    /**
     * @param revision grows with every change
     * @param node name of the node
     * @param registrations which processes get which identity
     */
    public Model(
            long revision, String node, Collection<Element> elements, Policy policy, List<Registration> registrations) {
        this.registrations = List.copyOf(registrations);
        this.revision = revision;
        this.node = Objects.requireNonNull(node, "node");
        this.policy = Objects.requireNonNull(policy, "policy");
        Map<ElementId, Element> byId = LinkedHashMap.newLinkedHashMap(elements.size());
        for (Element element : elements)
            if (byId.putIfAbsent(element.id(), element) != null)
                throw new IllegalArgumentException("element " + element.id() + " is there twice");
        this.elements = Collections.unmodifiableMap(byId);
        this.dependents = dependents(byId);
        this.classes = elements.stream().collect(Collectors.groupingBy(Element::elementClass));
    }

    private static Map<ElementId, Set<ElementId>> dependents(Map<ElementId, Element> elements) {
        Map<ElementId, Set<ElementId>> result = new HashMap<>();
        for (Element element : elements.values())
            for (ElementId on : element.dependsOn())
                if (elements.containsKey(on))
                    result.computeIfAbsent(on, id -> new TreeSet<>()).add(element.id());
        return result;
    }

    /** A model without elements under the default policy. */
    public static Model empty(String node) {
        return new Model(0, node, List.of(), Policy.defaults());
    }

    public long revision() {
        return revision;
    }

    public String node() {
        return node;
    }

    public Policy policy() {
        return policy;
    }

    /** Which processes get which identity, in the order of the watch file. */
    public List<Registration> registrations() {
        return registrations;
    }

    /** All elements, configured ones first in the order of the watch file. */
    public Collection<Element> elements() {
        return elements.values();
    }

    public Optional<Element> element(ElementId id) {
        return Optional.ofNullable(elements.get(id));
    }

    /** What the element needs directly, as far as it is in the model. */
    public Set<ElementId> dependencies(ElementId id) {
        Element element = elements.get(id);
        if (element == null) return Set.of();
        Set<ElementId> present = new TreeSet<>(element.dependsOn());
        present.retainAll(elements.keySet());
        return present;
    }

    /** What needs the element directly. */
    public Set<ElementId> dependents(ElementId id) {
        return Collections.unmodifiableSet(dependents.getOrDefault(id, Set.of()));
    }

    /** Everything that needs the element, directly or not, without itself. */
    public Set<ElementId> allDependents(ElementId id) {
        return reach(id, this::dependents);
    }

    /** Everything the element needs, directly or not, without itself. */
    public Set<ElementId> allDependencies(ElementId id) {
        return reach(id, this::dependencies);
    }

    private static Set<ElementId> reach(ElementId from, Function<ElementId, Set<ElementId>> next) {
        Set<ElementId> seen = new LinkedHashSet<>();
        var open = new ArrayDeque<>(next.apply(from));
        while (!open.isEmpty()) {
            ElementId id = open.poll();
            if (!id.equals(from) && seen.add(id)) open.addAll(next.apply(id));
        }
        return seen;
    }

    /** The elements of a class. */
    public List<Element> ofClass(String elementClass) {
        return Collections.unmodifiableList(classes.getOrDefault(elementClass, List.of()));
    }

    /** The given elements so that each comes after what it depends on; members of a cycle keep their given order. */
    public List<ElementId> startOrder(Collection<ElementId> ids) {
        Set<ElementId> wanted = new LinkedHashSet<>(ids);
        Set<ElementId> entered = new HashSet<>();
        Set<ElementId> done = new LinkedHashSet<>();
        for (ElementId id : wanted) visit(id, entered, done);
        done.retainAll(wanted);
        return new ArrayList<>(done);
    }

    /** Depth first with a stack of its own, since a chain of dependencies may be longer than a thread's stack is deep. */
    private void visit(ElementId first, Set<ElementId> entered, Set<ElementId> done) {
        var stack = new ArrayDeque<ElementId>();
        stack.push(first);
        while (!stack.isEmpty()) {
            ElementId id = stack.peek();
            if (done.contains(id) || !entered.add(id)) {
                done.add(stack.pop());
                continue;
            }
            for (ElementId on : dependencies(id)) if (!entered.contains(on)) stack.push(on);
        }
    }
}
