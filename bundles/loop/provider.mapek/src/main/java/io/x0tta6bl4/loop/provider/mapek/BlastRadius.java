package io.x0tta6bl4.loop.provider.mapek;

import io.x0tta6bl4.knowledge.api.action.Action;
import io.x0tta6bl4.knowledge.api.action.Brake;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.incident.Symptom;
import io.x0tta6bl4.knowledge.api.policy.Brakes;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Brake 2: how much of a class may be in the loop's hands at once, and how much of it must go on serving. Pure. */
final class BlastRadius {
    private static final Set<Symptom.Kind> SOFT = Set.of(
            Symptom.Kind.BEYOND_THRESHOLD,
            Symptom.Kind.CHANGING_TOO_FAST,
            Symptom.Kind.SENSOR_FAULT,
            Symptom.Kind.ANOMALOUS);

    private BlastRadius() {}

    static Optional<Hold> check(World world, Action action) {
        Brakes.BlastRadius setting = world.model().policy().brakes().blastRadius();
        if (!setting.on()) return Optional.empty();
        String elementClass = Gate.elementClass(world, action.target());
        var members = world.model().ofClass(elementClass);
        long inHands = inHands(world, action.target(), elementClass);
        long allowed = Math.max(1, (long) Math.floor(setting.share() * members.size()));
        if (inHands >= allowed)
            return Gate.held(
                    Brake.BLAST_RADIUS,
                    inHands + " of class " + elementClass + " are in the loop's hands, allowed are " + allowed);
        int minimum = setting.minimumServing().getOrDefault(elementClass, 0);
        long others = members.size() - of(world, notServing(world, action.target()), elementClass);
        if (serves(world, action.target()) && others < minimum)
            return Gate.held(
                    Brake.BLAST_RADIUS,
                    "only " + others + " others of class " + elementClass + " would serve, not " + minimum);
        return Optional.empty();
    }

    /** Who needs the target cannot become healthy before it; a first start takes nothing out of service. */
    private static long inHands(World world, ElementId target, String elementClass) {
        Set<ElementId> needing = world.model().allDependents(target);
        return world.busy().stream()
                .filter(id -> Gate.elementClass(world, id).equals(elementClass))
                .filter(id -> !needing.contains(id) && !world.starting().contains(id))
                .count();
    }

    private static Set<ElementId> notServing(World world, ElementId target) {
        Set<ElementId> not = new HashSet<>(world.open().keySet());
        not.addAll(world.busy());
        not.add(target);
        return not;
    }

    private static long of(World world, Collection<ElementId> ids, String elementClass) {
        return ids.stream()
                .filter(id -> Gate.elementClass(world, id).equals(elementClass))
                .count();
    }

    /** Whether the target still serves, so that an action would take something away. */
    private static boolean serves(World world, ElementId id) {
        return world.holding().stream().filter(s -> s.element().equals(id)).allMatch(s -> SOFT.contains(s.kind()));
    }
}
