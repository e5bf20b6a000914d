package io.x0tta6bl4.identity.provider.spire;

import io.x0tta6bl4.identity.api.SpiffeId;
import io.x0tta6bl4.identity.api.TrustBundle;
import io.x0tta6bl4.identity.api.TrustDomain;
import java.security.PublicKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The trust bundles, put together of what the two streams of the agent said. Safe for use by many threads. */
final class Bundles {
    private volatile Map<TrustDomain, Map<String, PublicKey>> jwtKeys = Map.of();

    /** Whether the message changed anything. */
    boolean jwt(byte[] message) throws Exception {
        Map<TrustDomain, Map<String, PublicKey>> keys = new HashMap<>();
        for (var entry : Wire.map(message, 1).entrySet())
            keys.put(SpiffeId.parse(entry.getKey()).trustDomain(), JwtKeys.read(entry.getValue()));
        boolean changed = !keys.equals(jwtKeys);
        jwtKeys = Map.copyOf(keys);
        return changed;
    }

    void forgetJwt() {
        jwtKeys = Map.of();
    }

    Optional<TrustBundle> of(@Nullable Received now, TrustDomain domain) {
        return now == null || !now.authorities().containsKey(domain)
                ? Optional.empty()
                : Optional.of(made(now, domain));
    }

    private TrustBundle made(Received now, TrustDomain domain) {
        return Received.bundle(domain, now.authorities().get(domain), jwtKeys.getOrDefault(domain, Map.of()));
    }

    List<TrustBundle> all(@Nullable Received now) {
        return now == null
                ? List.of()
                : now.authorities().keySet().stream()
                        .map(domain -> made(now, domain))
                        .toList();
    }
}
