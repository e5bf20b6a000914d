package io.x0tta6bl4.identity.provider.embedded;

import io.x0tta6bl4.identity.api.Authority.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When the authority changes its keys by itself. The next key is published when half the life of the active one is left, or 30
 * days; it signs when a sixth is left, or 7 days; the old one leaves the bundle when nothing that it signed can be valid any more.
 * The shares are those of SPIRE.
 */
final class Rotation {
    private static final Duration PREPARE = Duration.ofDays(30);
    private static final Duration ACTIVATE = Duration.ofDays(7);

    private Rotation() {}

    /** One change of the keys. */
    sealed interface Step {
        record Prepare() implements Step {}

        record Activate(int number) implements Step {}

        record Retire(int number) implements Step {}
    }

    /** What is due now; one step at a time. */
    static Optional<Step> due(AuthorityState state, Instant now, Duration overlap) {
        AuthorityKey active = state.active();
        Duration life = Duration.between(active.since(), active.expires());
        Duration left = Duration.between(now, active.expires());
        for (AuthorityKey key : state.keys())
            if (key.state() == State.OLD && !now.isBefore(retirable(key)) || key != active && over(key, now))
                return Optional.of(new Step.Retire(key.number()));
        Optional<AuthorityKey> next = state.keys().stream()
                .filter(key -> key.state() == State.PREPARED)
                .findFirst();
        if (next.isEmpty())
            return left.compareTo(shorter(life.dividedBy(2), PREPARE)) <= 0
                    ? Optional.of(new Step.Prepare())
                    : Optional.empty();
        boolean known = !now.isBefore(next.get().since().plus(overlap));
        boolean late = left.compareTo(shorter(life.dividedBy(6), ACTIVATE)) <= 0;
        return late && known || over(active, now)
                ? Optional.of(new Step.Activate(next.get().number()))
                : Optional.empty();
    }

    /** From when on nothing that an old key signed is valid. */
    static Instant retirable(AuthorityKey old) {
        Instant last = old.since().plus(Settings.LONGEST);
        return last.isBefore(old.expires()) ? last : old.expires();
    }

    private static boolean over(AuthorityKey key, Instant now) {
        return !now.isBefore(key.expires());
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
