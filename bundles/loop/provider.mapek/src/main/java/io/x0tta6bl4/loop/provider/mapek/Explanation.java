package io.x0tta6bl4.loop.provider.mapek;

import io.x0tta6bl4.knowledge.api.action.Brake;
import io.x0tta6bl4.knowledge.api.policy.Brakes;
import io.x0tta6bl4.loop.api.BrakeState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Every brake with its setting in the words of the watch file, what it holds and how often it did. */
final class Explanation {
    private Explanation() {}

    static List<BrakeState> of(Engine engine) {
        Brakes b = engine.brakes();
        List<BrakeState> all = new ArrayList<>();
        for (Brake brake : Brake.values()) {
            long count = engine.brakeLog.count(brake, 0L);
            List<String> holding = new ArrayList<>(engine.brakeLog.holding(brake));
            if (brake == Brake.BUDGET) {
                count = engine.ticks().shed() + engine.ticks().overruns();
                if (count > 0)
                    holding.add(engine.ticks().shed() + " measurements shed, "
                            + engine.ticks().overruns() + " ticks over their time");
            }
            if (brake == Brake.APPROVAL) engine.approvals.waiting().forEach(id -> holding.add("waits: " + id));
            all.add(new BrakeState(brake, on(brake, b), setting(brake, b), count, holding));
        }
        return all;
    }

    private static boolean on(Brake brake, Brakes b) {
        return switch (brake) {
            case RATE_LIMIT -> b.rateLimit().on();
            case BLAST_RADIUS -> b.blastRadius().on();
            case HEALTH_QUORUM -> b.healthQuorum().on();
            case HYSTERESIS -> b.hysteresis().on();
            case FLAP_DAMPING -> b.flapDamping().on();
            case COOL_DOWN -> b.coolDown().on();
            case LADDER -> b.ladder().on();
            case DRY_RUN -> b.dryRun().all() || !b.dryRun().classes().isEmpty();
            case APPROVAL -> b.approval().on();
            case PRECONDITION -> b.precondition().on();
            case VERIFICATION -> b.verification().on();
            case IDEMPOTENCE -> b.idempotence().on();
            case LOCKS -> b.locks().on();
            case MAINTENANCE -> b.maintenance().on();
            case PLAUSIBILITY -> b.plausibility().on();
            case AUDIT -> b.audit().on();
            case PRIVILEGES -> b.privileges().on();
            case BUDGET -> b.budget().on();
        };
    }

    private static String setting(Brake brake, Brakes b) {
        return switch (brake) {
            case RATE_LIMIT ->
                "per-target-and-hour " + b.rateLimit().perTargetAndHour() + ", per-second "
                        + b.rateLimit().perSecond() + ", burst " + b.rateLimit().burst();
            case BLAST_RADIUS ->
                "share " + percent(b.blastRadius().share()) + ", minimum-serving "
                        + b.blastRadius().minimumServing();
            case HEALTH_QUORUM ->
                "act-share " + percent(b.healthQuorum().actShare()) + ", slow-share "
                        + percent(b.healthQuorum().slowShare()) + ", slow-factor "
                        + b.healthQuorum().slowFactor()
                        + ", minimum-population " + b.healthQuorum().minimumPopulation();
            case HYSTERESIS -> "N of M and separate clear levels";
            case FLAP_DAMPING ->
                "half-life " + words(b.flapDamping().halfLife()) + ", hold-above "
                        + b.flapDamping().holdAbove() + ", release-below "
                        + b.flapDamping().releaseBelow();
            case COOL_DOWN ->
                "initial " + words(b.coolDown().initial()) + ", factor "
                        + b.coolDown().factor() + ", limit "
                        + words(b.coolDown().limit()) + ", jitter "
                        + b.coolDown().jitter() + ", stable-window "
                        + words(b.coolDown().stableWindow());
            case LADDER ->
                "attempts " + b.ladder().attempts() + " a rung, limit "
                        + words(b.ladder().limit());
            case DRY_RUN -> b.dryRun().all() ? "all" : "classes " + b.dryRun().classes();
            case APPROVAL ->
                "classes " + b.approval().classes() + ", from-affected "
                        + b.approval().fromAffected() + ", expiry "
                        + words(b.approval().expiry());
            case PRECONDITION -> "looks again just before acting";
            case VERIFICATION ->
                "good-looks " + b.verification().goodLooks() + ", between "
                        + words(b.verification().between());
            case IDEMPOTENCE -> "an action id has its effect once";
            case LOCKS ->
                "one action per target, dependencies first, fight-rounds "
                        + b.locks().fightRounds();
            case MAINTENANCE -> "windows " + b.maintenance().windows();
            case PLAUSIBILITY ->
                "future-limit " + words(b.plausibility().futureLimit()) + ", frozen-samples "
                        + b.plausibility().frozenSamples();
            case AUDIT -> "no action without a record";
            case PRIVILEGES ->
                "granted " + new java.util.TreeSet<>(b.privileges().granted());
            case BUDGET ->
                "tick " + words(b.budget().tick()) + ", queue " + b.budget().queue();
        };
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f%%", share * 100);
    }

    private static String words(java.time.Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }
}
