package io.x0tta6bl4.identity.provider.embedded;

import static io.x0tta6bl4.identity.api.IdentityException.Reason.REFUSED;

import io.x0tta6bl4.identity.api.Authority.State;
import io.x0tta6bl4.identity.api.IdentityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** The changes of the authority's keys, with what refuses them. Pure. */
final class Keys {
    private Keys() {}

    static List<AuthorityKey> prepare(List<AuthorityKey> keys, IntFunction<AuthorityKey> generator) {
        keys.stream().filter(key -> key.state() == State.PREPARED).findFirst().ifPresent(prepared -> {
            throw refused("key " + prepared.number() + " is prepared already; activate or retire it first");
        });
        if (keys.size() >= AuthorityState.KEY_LIMIT)
            throw refused("there are " + AuthorityState.KEY_LIMIT + " keys; retire an old one first");
        List<AuthorityKey> next = new ArrayList<>(keys);
        next.add(generator.apply(keys.getLast().number() + 1));
        return next;
    }

    static List<AuthorityKey> activate(
            List<AuthorityKey> keys, int number, boolean force, Instant now, Duration overlap) {
        AuthorityKey chosen = find(keys, number);
        if (chosen.state() != State.PREPARED)
            throw refused("key " + number + " is " + chosen.state() + "; only a prepared one can be activated");
        Instant known = chosen.since().plus(overlap);
        if (!force && now.isBefore(known))
            throw refused("key " + number + " is published since " + chosen.since() + "; wait until " + known
                    + ", or force it: those who have not fetched the bundle since then refuse what it signs");
        return keys.stream()
                .map(key -> key == chosen
                        ? key.in(State.ACTIVE, now)
                        : key.state() == State.ACTIVE ? key.in(State.OLD, now) : key)
                .toList();
    }

    static List<AuthorityKey> retire(List<AuthorityKey> keys, int number, boolean force, Instant now) {
        AuthorityKey chosen = find(keys, number);
        if (chosen.state() == State.ACTIVE)
            throw refused("key " + number + " is the one that signs; prepare and activate another one first");
        if (!force && chosen.state() == State.OLD && now.isBefore(Rotation.retirable(chosen)))
            throw refused("what key " + number + " signed may be valid until " + Rotation.retirable(chosen)
                    + "; wait, or force it, which revokes all of that");
        return keys.stream().filter(key -> key != chosen).toList();
    }

    private static AuthorityKey find(List<AuthorityKey> keys, int number) {
        return keys.stream()
                .filter(key -> key.number() == number)
                .findFirst()
                .orElseThrow(() -> refused("there is no key " + number + "; there are "
                        + keys.stream().map(AuthorityKey::number).toList()));
    }

    private static IdentityException refused(String message) {
        return new IdentityException(REFUSED, message);
    }
}
