package io.x0tta6bl4.loop.provider.mapek;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.policy.Brakes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the brakes remember of one element. Touched by the tick only. */
final class Target {
    private static final Duration HOUR = Duration.ofHours(1);

    final ElementId id;
    private final Deque<Instant> actions = new ArrayDeque<>();
    private int attempts;
    private @Nullable Instant lastEnded;
    private double penalty;
    private @Nullable Instant penaltyAt;
    private boolean damped;
    private int undone;
    private @Nullable Instant maintainedUntil;

    Target(ElementId id) {
        this.id = id;
    }

    void acted(Instant at) {
        actions.addLast(at);
        attempts++;
    }

    /** An action that a last look held back did not happen. */
    void withdrawn() {
        actions.pollLast();
        attempts = Math.max(0, attempts - 1);
    }

    /** An action from before a restart of the node. */
    void recalled(Instant at) {
        actions.addLast(at);
    }

    void ended(Instant at) {
        lastEnded = at;
    }

    /** Healthy for the whole stable window: the count of attempts starts anew. */
    void stable() {
        attempts = 0;
        undone = 0;
        lastEnded = null;
    }

    /** What we had repaired and verified broke again within the stable window. */
    void undone() {
        undone++;
    }

    int undoneRounds() {
        return undone;
    }

    int attempts() {
        return attempts;
    }

    long actionsWithinHour(Instant now) {
        while (!actions.isEmpty() && actions.getFirst().isBefore(now.minus(HOUR))) actions.removeFirst();
        return actions.size();
    }

    /** When the oldest action of the last hour leaves it. */
    Optional<Instant> nextSlot() {
        return actions.isEmpty()
                ? Optional.empty()
                : Optional.of(actions.getFirst().plus(HOUR));
    }

    /** When the next attempt may begin: exponential back-off with jitter that depends on target and attempt only. */
    Instant notBefore(Brakes.CoolDown setting) {
        Instant ended = lastEnded;
        if (ended == null || attempts == 0) return Instant.MIN;
        double wait = setting.initial().toNanos() * Math.pow(setting.factor(), attempts - 1.0);
        double capped = Math.min(wait, setting.limit().toNanos());
        double spread = 1 + setting.jitter() * (2 * fraction() - 1);
        return ended.plusNanos((long) (capped * spread));
    }

    private double fraction() {
        int mixed = (id.value() + '#' + attempts).hashCode() * 0x9E3779B9;
        return (mixed >>> 8) / (double) (1 << 24);
    }

    /** One change between sick and healthy. */
    void changed(Instant now, Brakes.FlapDamping setting) {
        penalty = penalty(now, setting) + 1;
        penaltyAt = now;
    }

    double penalty(Instant now, Brakes.FlapDamping setting) {
        Instant at = penaltyAt;
        if (at == null) return 0;
        double halves = Duration.between(at, now).toNanos()
                / (double) setting.halfLife().toNanos();
        return penalty * Math.pow(0.5, halves);
    }

    /** Whether it changes too often; once held, it is released only below the lower level. */
    boolean damped(Instant now, Brakes.FlapDamping setting) {
        double level = penalty(now, setting);
        damped = damped ? level >= setting.releaseBelow() : level > setting.holdAbove();
        return damped;
    }

    void maintain(@Nullable Instant until) {
        maintainedUntil = until;
    }

    Optional<Instant> maintained(Instant now) {
        Instant until = maintainedUntil;
        return until == null || !until.isAfter(now) ? Optional.empty() : Optional.of(until);
    }
}
