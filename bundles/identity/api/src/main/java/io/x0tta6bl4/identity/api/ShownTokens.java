package io.x0tta6bl4.identity.api;

import io.x0tta6bl4.identity.api.JwtVerdict.Accepted;
import io.x0tta6bl4.identity.api.JwtVerdict.Refused;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The tokens that were shown once, until they expire. Safe for use by many threads. */
public final class ShownTokens {
    /** The most tokens that are remembered. */
    public static final int LIMIT = 100_000;

    /** For so long after it expired a token may still be accepted, by those whose clocks are behind. */
    public static final Duration LEEWAY = Duration.ofSeconds(10);

    private final Instant begun;
    private final int limit;
    private final Map<ByteBuffer, Instant> until = new HashMap<>();

    /**
     * @param begun since when showings are remembered
     * @param limit how many at most
     */
    public ShownTokens(Instant begun, int limit) {
        this.begun = begun;
        this.limit = limit;
    }

    /**
     * What an accepted token is when it is shown: the same verdict the first time.
     *
     * @param issued its {@code iat}, when it has one
     */
    public synchronized JwtVerdict first(String token, Accepted accepted, Optional<Instant> issued, Instant now) {
        if (issued.isEmpty())
            return new Refused(Refusal.MISSING_CLAIM, "without iat it cannot be told whether it was shown before");
        if (issued.get().isBefore(begun.minusSeconds(1)))
            return new Refused(
                    Refusal.REPLAYED,
                    "it was made at " + issued.get() + ", and showings are remembered since " + begun);
        if (until.size() >= limit) until.values().removeIf(end -> end.isBefore(now));
        if (until.size() >= limit)
            return new Refused(Refusal.REPLAYED, limit + " tokens are remembered; there is no room for one more");
        Instant end = accepted.expires().plus(LEEWAY);
        Instant before = until.putIfAbsent(digest(signed(token)), end);
        return before == null ? accepted : new Refused(Refusal.REPLAYED, "the token was shown before");
    }

    /** What is signed, by which a second showing is recognised: the signature itself can be written in several ways. */
    private static String signed(String token) {
        return token.substring(0, token.lastIndexOf('.'));
    }

    private static ByteBuffer digest(String signed) {
        try {
            byte[] octets = signed.getBytes(StandardCharsets.US_ASCII);
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(octets));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
