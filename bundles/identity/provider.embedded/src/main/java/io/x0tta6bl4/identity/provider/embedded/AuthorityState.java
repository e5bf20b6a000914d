package io.x0tta6bl4.identity.provider.embedded;

import static io.x0tta6bl4.identity.api.Authority.State.ACTIVE;

import io.x0tta6bl4.identity.api.TrustBundle;
import io.x0tta6bl4.identity.api.TrustDomain;
import java.security.PublicKey;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The keys of the authority, oldest first, and how often its bundle changed. Never changed, replaced as a whole. */
record AuthorityState(TrustDomain domain, long sequence, List<AuthorityKey> keys) {
    /** How often those who copy the bundle should look. */
    static final Duration REFRESH_HINT = Duration.ofMinutes(5);

    /** The most keys at one time. */
    static final int KEY_LIMIT = 16;

    AuthorityState {
        keys = List.copyOf(keys);
        if (keys.stream().filter(key -> key.state() == ACTIVE).count() != 1)
            throw new IllegalArgumentException("an authority has exactly one active key");
    }

    AuthorityKey active() {
        return keys.stream().filter(key -> key.state() == ACTIVE).findFirst().orElseThrow();
    }

    Optional<AuthorityKey> key(int number) {
        return keys.stream().filter(key -> key.number() == number).findFirst();
    }

    int nextNumber() {
        return keys.getLast().number() + 1;
    }

    TrustBundle bundle() {
        Map<String, PublicKey> tokens = new LinkedHashMap<>();
        keys.forEach(key -> tokens.put(key.jwtId(), key.jwtPublic()));
        return new TrustBundle(
                domain,
                keys.stream().map(AuthorityKey::root).toList(),
                tokens,
                OptionalLong.of(sequence),
                Optional.of(REFRESH_HINT));
    }
}
