package io.x0tta6bl4.monitor.provider.identity;

import io.x0tta6bl4.identity.api.Authority.Key;
import io.x0tta6bl4.identity.api.Authority.State;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is to be said of an authority by its keys. Pure.
 *
 * <p>An authority lets its next key sign when a sixth of the life of the one before is left, seven days at most; where half of that
 * has passed without it, something is in its way.
 */
final class AuthorityKeys {
    private static final int SHARE = 12;
    private static final Duration LONGEST = Duration.ofDays(84);

    private AuthorityKeys() {}

    static Reading.State judge(List<Key> keys, String trouble, Instant now) {
        Optional<Key> active =
                keys.stream().filter(key -> key.state() == State.ACTIVE).findFirst();
        if (active.isEmpty()) return new Reading.State("unreachable", "it has no key that signs");
        Key key = active.get();
        Duration left = Duration.between(now, key.expires());
        Duration life = Duration.between(key.since(), key.expires());
        Duration reckoned = life.compareTo(LONGEST) > 0 ? LONGEST : life;
        String why = trouble.isEmpty() ? "" : "; " + trouble;
        if (!left.isPositive())
            return new Reading.State("unreachable", "its key " + key.number() + " expired at " + key.expires() + why);
        return left.multipliedBy(SHARE).compareTo(reckoned) > 0
                ? new Reading.State("serving", "key " + key.number() + " until " + key.expires())
                : new Reading.State(
                        "expiring",
                        "its key " + key.number() + " expires at " + key.expires() + ", and no next one has taken over"
                                + why);
    }
}
