package io.x0tta6bl4.knowledge.api.policy;

import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Settings of the brakes, numbered as in the architecture. Each can be switched off; each has a default that is on.
 *
 * @param rateLimit 1: actions per target and hour, and per node and second
 * @param blastRadius 2: share of a class that may be out of service by the loop's hand
 * @param healthQuorum 3: act only while enough is healthy
 * @param hysteresis 5: separate fire and clear, N of M
 * @param flapDamping 6: hold what changes too often
 * @param coolDown 7: exponential back-off between attempts
 * @param ladder 8: escalate and give up in bounded time
 * @param dryRun 9: decide and record, do nothing
 * @param approval 10: a person agrees before certain actions
 * @param precondition 11: look again just before acting
 * @param verification 12: success only when verified, else compensate
 * @param idempotence 13: an action with the same id has its effect once
 * @param locks 15: one action per target, stop when another hand undoes ours
 * @param maintenance 16: pause and maintenance windows
 * @param plausibility 17: no action on one doubtful sensor
 * @param audit 18: no action without a journal that takes its record
 * @param privileges 19: effectors act only with the right they were given
 * @param budget 20: the loop's own time and queue
 */
public record Brakes(
        RateLimit rateLimit,
        BlastRadius blastRadius,
        HealthQuorum healthQuorum,
        Hysteresis hysteresis,
        FlapDamping flapDamping,
        CoolDown coolDown,
        Ladder ladder,
        DryRun dryRun,
        Approval approval,
        Precondition precondition,
        Verification verification,
        Idempotence idempotence,
        Locks locks,
        Maintenance maintenance,
        Plausibility plausibility,
        Audit audit,
        Privileges privileges,
        Budget budget) {

    /** 1: at most {@code perTargetAndHour} actions on one target, {@code perSecond} on the node after a {@code burst}. */
    public record RateLimit(boolean on, int perTargetAndHour, double perSecond, int burst) {
        public RateLimit {
            if (perTargetAndHour < 1 || burst < 1 || !(perSecond > 0))
                throw new IllegalArgumentException("limits of actions are greater than zero");
        }
    }

    /** 2: at most {@code share} of a class at a time, at least one; never fewer serving than the class's minimum. */
    public record BlastRadius(boolean on, double share, Map<String, Integer> minimumServing) {
        public BlastRadius {
            share = requireShare(share);
            minimumServing = Map.copyOf(minimumServing);
        }
    }

    /**
     * 3: counted by zone over elements that are sick by themselves (not explained by another's fault), once the zone has
     * {@code minimumPopulation} elements: act only while {@code actShare} are healthy; from {@code slowShare} sick on, the
     * rate is divided by {@code slowFactor}; when all are sick, stop and page.
     */
    public record HealthQuorum(boolean on, double actShare, double slowShare, int slowFactor, int minimumPopulation) {
        public HealthQuorum {
            requireShare(actShare);
            requireShare(slowShare);
            if (slowFactor < 1 || minimumPopulation < 1)
                throw new IllegalArgumentException("factor and population are at least 1");
        }
    }

    /** 5: when off, one bad sample fires and one good sample clears at the firing level. */
    public record Hysteresis(boolean on) {}

    /**
     * 6: each change of an element between sick and healthy adds one penalty, which halves every {@code halfLife}; above
     * {@code holdAbove} the element is held (reported, not acted on) until the penalty falls below {@code releaseBelow}.
     */
    public record FlapDamping(boolean on, Duration halfLife, double holdAbove, double releaseBelow) {
        public FlapDamping {
            requirePositive(halfLife);
            if (!(releaseBelow > 0) || releaseBelow > holdAbove)
                throw new IllegalArgumentException("need 0 < release-below <= hold-above");
        }
    }

    /**
     * 7: the wait after attempt n is {@code initial * factor^(n-1)}, at most {@code limit}, spread by plus or minus
     * {@code jitter}; the count starts anew only after the target was healthy for the whole {@code stableWindow}.
     */
    public record CoolDown(
            boolean on, Duration initial, double factor, Duration limit, double jitter, Duration stableWindow) {
        public CoolDown {
            requirePositive(initial);
            requirePositive(limit);
            requirePositive(stableWindow);
            requireShare(jitter);
            if (!(factor >= 1)) throw new IllegalArgumentException("factor of a back-off is at least 1");
        }
    }

    /** 8: after {@code attempts} without success on a rung the next is taken; people are called after {@code limit}. */
    public record Ladder(boolean on, int attempts, Duration limit) {
        public Ladder {
            requirePositive(limit);
            if (attempts < 1) throw new IllegalArgumentException("a rung has at least one attempt");
        }
    }

    /** 9: for all classes, or only for the named ones (shadow). */
    public record DryRun(boolean all, Set<String> classes) {
        public DryRun {
            classes = Set.copyOf(classes);
        }
    }

    /** 10: actions on these classes, or that could touch at least {@code fromAffected} elements, wait for a person. */
    public record Approval(boolean on, Set<String> classes, int fromAffected, Duration expiry) {
        public Approval {
            classes = Set.copyOf(classes);
            requirePositive(expiry);
            if (fromAffected < 1) throw new IllegalArgumentException("from-affected is at least 1");
        }
    }

    /** 11. */
    public record Precondition(boolean on) {}

    /** 12: when off, an executed action is left as {@code ExecutedUnverified} and nothing is compensated. */
    public record Verification(boolean on, int goodLooks, Duration between) {
        public Verification {
            requirePositive(between);
            if (goodLooks < 1) throw new IllegalArgumentException("verification needs at least one good look");
        }
    }

    /** 13. */
    public record Idempotence(boolean on) {}

    /** 15: after {@code fightRounds} of our action being undone by another hand the loop stops and reports. */
    public record Locks(boolean on, int fightRounds) {
        public Locks {
            if (fightRounds < 1) throw new IllegalArgumentException("fight-rounds is at least 1");
        }
    }

    /** 16: local times of day during which nothing is done; a window may pass midnight. */
    public record Maintenance(boolean on, List<Window> windows) {
        public Maintenance {
            windows = List.copyOf(windows);
        }
    }

    /** A daily window; an empty set of classes means all. */
    public record Window(LocalTime from, LocalTime to, Set<String> classes) {
        public Window {
            classes = Set.copyOf(classes);
        }
    }

    /** 17: time stamps further ahead than {@code futureLimit} and values that froze for {@code frozenSamples} are doubtful. */
    public record Plausibility(boolean on, Duration futureLimit, int frozenSamples) {
        public Plausibility {
            requirePositive(futureLimit);
            if (frozenSamples < 2) throw new IllegalArgumentException("frozen-samples is at least 2");
        }
    }

    /** 18. */
    public record Audit(boolean on) {}

    /** 19: names of the commands that effectors may carry out, for example {@code process.restart}. */
    public record Privileges(boolean on, Set<String> granted) {
        public Privileges {
            granted = Set.copyOf(granted);
        }
    }

    /** 20: a tick's time, and how many observations may wait; above it measurements are shed before states. */
    public record Budget(boolean on, Duration tick, int queue) {
        public Budget {
            requirePositive(tick);
            if (queue < 1) throw new IllegalArgumentException("queue is at least 1");
        }
    }

    /** The names of all commands, in the order of the catalogue. */
    public static final Set<String> ALL_PRIVILEGES = Set.of(
            "process.start",
            "process.stop",
            "process.restart",
            "process.kill",
            "bundle.restart",
            "bundle.refresh",
            "bundle.roll-back",
            "component.restart",
            "configuration.restore",
            "feature.revert",
            "identity.renew",
            "hook.call",
            "workload.restart",
            "workload.scale",
            "workload.roll-back",
            "pod.evict",
            "cluster-node.cordon",
            "cluster-node.uncordon",
            "page");

    /** All brakes on, with the numbers of the architecture. */
    public static Brakes defaults() {
        return new Brakes(
                new RateLimit(true, 3, 0.1, 5),
                new BlastRadius(true, 0.10, Map.of()),
                new HealthQuorum(true, 0.51, 0.55, 10, 5),
                new Hysteresis(true),
                new FlapDamping(true, Duration.ofMinutes(2), 3.0, 1.0),
                new CoolDown(true, Duration.ofSeconds(1), 2.0, Duration.ofMinutes(5), 0.2, Duration.ofSeconds(30)),
                new Ladder(true, 2, Duration.ofMinutes(5)),
                new DryRun(false, Set.of()),
                new Approval(true, Set.of(), 1_000, Duration.ofMinutes(10)),
                new Precondition(true),
                new Verification(true, 2, Duration.ofMillis(50)),
                new Idempotence(true),
                new Locks(true, 2),
                new Maintenance(true, List.of()),
                new Plausibility(true, Duration.ofSeconds(2), 100),
                new Audit(true),
                new Privileges(true, ALL_PRIVILEGES),
                new Budget(true, Duration.ofMillis(50), 20_000));
    }

    private static double requireShare(double share) {
        if (!(share >= 0 && share <= 1)) throw new IllegalArgumentException(share + " is no share within 0 and 1");
        return share;
    }

    private static void requirePositive(Duration duration) {
        if (!duration.isPositive()) throw new IllegalArgumentException(duration + " is not longer than zero");
    }
}
