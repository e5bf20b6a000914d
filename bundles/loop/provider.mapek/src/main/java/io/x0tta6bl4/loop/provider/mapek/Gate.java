package io.x0tta6bl4.loop.provider.mapek;

import io.x0tta6bl4.knowledge.api.action.Action;
import io.x0tta6bl4.knowledge.api.action.Brake;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.incident.Incident;
import io.x0tta6bl4.knowledge.api.incident.Symptom;
import io.x0tta6bl4.knowledge.api.policy.Brakes;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** The brakes that decide whether an action may begin now. Pure: same world, same answer. The first that holds answers. */
final class Gate {
    private static final List<BiFunction<World, Action, Optional<Hold>>> FOR_ALL =
            List.of(Gate::maintenance, Gate::dryRun);

    private static final List<BiFunction<World, Action, Optional<Hold>>> FOR_HEALING = List.of(
            Gate::maintenance,
            Gate::audit,
            Gate::locks,
            Gate::plausibility,
            Gate::healthQuorum,
            Gate::flapDamping,
            Gate::coolDown,
            Gate::rateLimit,
            BlastRadius::check,
            Gate::approval,
            Gate::dryRun);

    private Gate() {}

    static Optional<Hold> check(World world, Action action) {
        var brakes = action.page().isPresent() ? FOR_ALL : FOR_HEALING;
        for (var brake : brakes) {
            Optional<Hold> hold = brake.apply(world, action);
            if (hold.isPresent()) return hold;
        }
        return Optional.empty();
    }

    private static Brakes brakes(World world) {
        return world.model().policy().brakes();
    }

    static Optional<Hold> maintenance(World world, Action action) {
        Brakes.Maintenance setting = brakes(world).maintenance();
        if (!setting.on()) return Optional.empty();
        if (!world.paused().isEmpty()) return held(Brake.MAINTENANCE, "the loop is paused: " + world.paused());
        Optional<Instant> until = world.target().apply(action.target()).maintained(world.now());
        if (until.isPresent())
            return held(Brake.MAINTENANCE, action.target() + " is in maintenance until " + until.get());
        String elementClass = elementClass(world, action.target());
        return setting.windows().stream()
                .filter(w -> w.classes().isEmpty() || w.classes().contains(elementClass))
                .filter(w -> within(w, world.localTime()))
                .findFirst()
                .flatMap(w -> held(Brake.MAINTENANCE, "maintenance window " + w.from() + " to " + w.to()));
    }

    static boolean within(Brakes.Window window, LocalTime now) {
        boolean overMidnight = window.to().isBefore(window.from());
        boolean afterFrom = !now.isBefore(window.from());
        boolean beforeTo = now.isBefore(window.to());
        return overMidnight ? afterFrom || beforeTo : afterFrom && beforeTo;
    }

    static Optional<Hold> audit(World world, Action action) {
        if (!brakes(world).audit().on() || world.journalTrouble().isEmpty()) return Optional.empty();
        return held(Brake.AUDIT, "the journal takes no records: " + world.journalTrouble());
    }

    static Optional<Hold> locks(World world, Action action) {
        Brakes.Locks setting = brakes(world).locks();
        if (!setting.on()) return Optional.empty();
        ElementId id = action.target();
        if (world.busy().contains(id)) return held(Brake.LOCKS, "another action on " + id + " has not ended");
        for (ElementId on : world.model().allDependencies(id)) {
            Incident there = world.open().get(on);
            boolean waits =
                    there != null && there.state() != Incident.State.WATCHED && there.state() != Incident.State.PAGED;
            if (waits || world.busy().contains(on))
                return held(Brake.LOCKS, "its dependency " + on + " is to be healthy first");
        }
        int rounds = world.target().apply(id).undoneRounds();
        if (rounds < setting.fightRounds()) return Optional.empty();
        return paged(
                Brake.LOCKS,
                "our repair of " + id + " was undone " + rounds
                        + " times within the stable window: another hand or an unknown cause works against us");
    }

    static Optional<Hold> plausibility(World world, Action action) {
        if (!brakes(world).plausibility().on()) return Optional.empty();
        List<Symptom> own = world.holding().stream()
                .filter(s -> s.element().equals(action.target()))
                .toList();
        Optional<Symptom> fault =
                own.stream().filter(s -> s.kind() == Symptom.Kind.SENSOR_FAULT).findFirst();
        boolean onlyOnDoubtful = fault.isPresent()
                && own.stream().allMatch(s -> s.signal().equals(fault.get().signal()));
        return onlyOnDoubtful
                ? paged(
                        Brake.PLAUSIBILITY,
                        "the only evidence is in doubt: " + fault.get().summary())
                : Optional.empty();
    }

    static Optional<Hold> healthQuorum(World world, Action action) {
        Brakes.HealthQuorum setting = brakes(world).healthQuorum();
        if (!setting.on() || !configured(world, action.target())) return Optional.empty();
        Health all = Health.of(world, Optional.empty());
        if (all.population() < setting.minimumPopulation()) return Optional.empty();
        if (all.sick() >= all.population())
            return paged(
                    Brake.HEALTH_QUORUM, "all " + all.population() + " elements look sick: the fault is elsewhere");
        if (1 - all.sickShare() < setting.actShare())
            return held(
                    Brake.HEALTH_QUORUM, all.sick() + " of " + all.population() + " elements are sick by themselves");
        return Optional.empty();
    }

    static Optional<Hold> flapDamping(World world, Action action) {
        Brakes.FlapDamping setting = brakes(world).flapDamping();
        if (!setting.on()) return Optional.empty();
        Target target = world.target().apply(action.target());
        if (!target.damped(world.now(), setting)) return Optional.empty();
        return held(
                Brake.FLAP_DAMPING,
                action.target() + " changes too often between sick and healthy; held until it is quiet");
    }

    static Optional<Hold> coolDown(World world, Action action) {
        Brakes.CoolDown setting = brakes(world).coolDown();
        if (!setting.on()) return Optional.empty();
        Instant notBefore = world.target().apply(action.target()).notBefore(setting);
        if (!world.now().isBefore(notBefore)) return Optional.empty();
        return held(Brake.COOL_DOWN, "the next attempt on " + action.target() + " is due at " + notBefore);
    }

    static Optional<Hold> rateLimit(World world, Action action) {
        Brakes.RateLimit setting = brakes(world).rateLimit();
        if (!setting.on()) return Optional.empty();
        Target target = world.target().apply(action.target());
        long within = target.actionsWithinHour(world.now());
        if (within >= setting.perTargetAndHour())
            return paged(
                    Brake.RATE_LIMIT,
                    within + " actions on " + action.target() + " within an hour; the next slot is at "
                            + target.nextSlot().map(Instant::toString).orElse("once one is free"));
        if (world.tokens() < 1)
            return held(
                    Brake.RATE_LIMIT,
                    "this node has used up its " + setting.burst() + " actions; "
                            + setting.perSecond() / slow(world, action) + " a second are added");
        return Optional.empty();
    }

    /** By what the node-level rate is divided: more than one while the target's zone is largely sick. */
    static int slow(World world, Action action) {
        Brakes.HealthQuorum setting = brakes(world).healthQuorum();
        Health zone = Health.of(world, world.model().element(action.target()).map(Element::zone));
        boolean slow = setting.on()
                && zone.population() >= setting.minimumPopulation()
                && zone.sickShare() >= setting.slowShare();
        return slow ? setting.slowFactor() : 1;
    }

    static Optional<Hold> approval(World world, Action action) {
        Brakes.Approval setting = brakes(world).approval();
        if (world.approved().contains(action.id())) return Optional.empty();
        // also with this brake off: what a document says is nobody's decision yet
        if (action.provenance().filter(p -> !p.proven()).isPresent())
            return held(
                    Brake.APPROVAL,
                    action.command().name() + " on " + action.target() + " is what the runbook "
                            + action.provenance().get().citation()
                            + " says, was never verified, and waits for a person: loop:approve " + action.id());
        if (!setting.on()) return Optional.empty();
        int affected = 1 + world.model().allDependents(action.target()).size();
        boolean needed =
                setting.classes().contains(elementClass(world, action.target())) || affected >= setting.fromAffected();
        if (!needed) return Optional.empty();
        return held(
                Brake.APPROVAL,
                action.command().name() + " on " + action.target() + " could touch " + affected
                        + " elements and waits for a person: loop:approve " + action.id());
    }

    static Optional<Hold> dryRun(World world, Action action) {
        Brakes.DryRun setting = brakes(world).dryRun();
        boolean dry = setting.all() || setting.classes().contains(elementClass(world, action.target()));
        if (!dry) return Optional.empty();
        return held(
                Brake.DRY_RUN,
                "would do: " + action.command().name() + " on " + action.target() + " as " + action.id());
    }

    static String elementClass(World world, ElementId id) {
        return world.model().element(id).map(Element::elementClass).orElse("");
    }

    private static boolean configured(World world, ElementId id) {
        return world.model()
                .element(id)
                .filter(e -> e.origin() == Element.Origin.CONFIGURED)
                .isPresent();
    }

    static Optional<Hold> held(Brake brake, String why) {
        return Optional.of(Hold.wait(brake, why));
    }

    private static Optional<Hold> paged(Brake brake, String why) {
        return Optional.of(Hold.page(brake, why));
    }
}
