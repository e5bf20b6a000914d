package io.x0tta6bl4.identity.api;

import java.time.Instant;
import java.util.Objects;
import java.util.Set;

/**
 * A signed token that says who bears it, to whom it may be shown, and for how long (JWT-SVID).
 *
 * @param id whose it is ({@code sub})
 * @param audience to whom it may be shown ({@code aud}); at least one
 * @param issued when it was made ({@code iat})
 * @param expires from then on nobody accepts it ({@code exp})
 * @param token in JWS compact serialization; whoever has it is believed, so it is never printed
 */
public record JwtSvid(SpiffeId id, Set<String> audience, Instant issued, Instant expires, String token) {
    public JwtSvid {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(issued, "issued");
        Objects.requireNonNull(expires, "expires");
        Objects.requireNonNull(token, "token");
        audience = Set.copyOf(audience);
        if (audience.isEmpty()) throw new IllegalArgumentException("a JWT-SVID is for somebody; name an audience");
    }

    @Override
    public String toString() {
        return "JwtSvid[" + id + ", for " + audience + ", until " + expires + "]";
    }
}
