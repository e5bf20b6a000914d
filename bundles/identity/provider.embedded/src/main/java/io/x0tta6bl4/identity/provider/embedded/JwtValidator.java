package io.x0tta6bl4.identity.provider.embedded;

import io.x0tta6bl4.identity.api.JwtSource;
import io.x0tta6bl4.identity.api.JwtVerdict;
import io.x0tta6bl4.identity.api.JwtVerdict.Accepted;
import io.x0tta6bl4.identity.api.JwtVerdict.Refused;
import io.x0tta6bl4.identity.api.Refusal;
import io.x0tta6bl4.identity.api.ShownTokens;
import io.x0tta6bl4.identity.api.SpiffeId;
import io.x0tta6bl4.identity.api.TrustBundle;
import io.x0tta6bl4.identity.api.TrustDomain;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Judges a JWT-SVID: a pure function of the token, the audience, the bundles and the time. */
final class JwtValidator {
    /** By how much the clocks of two nodes may differ. */
    private static final Duration LEEWAY = ShownTokens.LEEWAY;

    private static final Set<String> HEADERS = Set.of("alg", "kid", "typ");

    private JwtValidator() {}

    /** A refusal on its way out. */
    private static final class No extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final Refusal reason;

        No(Refusal reason, String detail) {
            super(detail, null, false, false);
            this.reason = reason;
        }
    }

    private record Parts(String signed, JsonObject header, JsonObject claims, byte[] signature) {}

    static JwtVerdict validate(
            String token, String audience, Function<TrustDomain, Optional<TrustBundle>> bundles, Instant now) {
        try {
            Parts parts = parts(token);
            JwtAlgorithm algorithm = algorithm(parts.header());
            SpiffeId id = subject(parts.claims());
            TrustBundle bundle = bundles.apply(id.trustDomain())
                    .orElseThrow(
                            () -> new No(Refusal.UNKNOWN_TRUST_DOMAIN, "there is no bundle for " + id.trustDomain()));
            signature(parts, algorithm, bundle);
            Instant expires = times(parts.claims(), now);
            audience(parts.claims(), audience);
            return new Accepted(id, expires, parts.claims().toString());
        } catch (No refused) {
            return new Refused(refused.reason, String.valueOf(refused.getMessage()));
        }
    }

    static String signed(String token) {
        return token.substring(0, token.lastIndexOf('.'));
    }

    /** When it was made, of a token that was accepted. */
    static Optional<Instant> issued(Accepted accepted) {
        JsonObject claims = StrictJson.object(accepted.claims().getBytes(StandardCharsets.UTF_8));
        return StrictJson.number(claims, "iat").filter(JwtValidator::plausible).map(Instant::ofEpochSecond);
    }

    private static Parts parts(String token) {
        if (token.isEmpty()) throw new No(Refusal.EMPTY, "no token was shown");
        if (token.length() > JwtSource.TOKEN_LIMIT)
            throw new No(
                    Refusal.TOO_LARGE,
                    "the token has " + token.length() + " octets; at most " + JwtSource.TOKEN_LIMIT + " are looked at");
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3)
            throw new No(Refusal.MALFORMED, "a token has three parts (JWS compact serialization), not " + parts.length);
        try {
            return new Parts(
                    signed(token),
                    StrictJson.object(base64(parts[0])),
                    StrictJson.object(base64(parts[1])),
                    base64(parts[2]));
        } catch (IllegalArgumentException e) {
            throw new No(Refusal.MALFORMED, "the token cannot be read: " + e.getMessage());
        }
    }

    private static byte[] base64(String part) {
        if (part.indexOf('=') >= 0) throw new IllegalArgumentException("padding is not allowed");
        return Base64.getUrlDecoder().decode(part);
    }

    private static JwtAlgorithm algorithm(JsonObject header) {
        String name = StrictJson.text(header, "alg").orElse("");
        JwtAlgorithm algorithm = JwtAlgorithm.of(name)
                .orElseThrow(() -> new No(Refusal.WRONG_ALGORITHM, "'" + name + "' is not in JWT-SVID's list"));
        for (String key : header.keySet())
            if (!HEADERS.contains(key))
                throw new No(Refusal.WRONG_HEADER, "JWT-SVID allows the headers alg, kid and typ, not '" + key + "'");
        if (header.containsKey("kid") && StrictJson.text(header, "kid").isEmpty())
            throw new No(Refusal.WRONG_HEADER, "kid is no text");
        if (header.containsKey("typ")
                && !List.of("JWT", "JOSE")
                        .contains(StrictJson.text(header, "typ").orElse("")))
            throw new No(Refusal.WRONG_HEADER, "typ is neither JWT nor JOSE");
        return algorithm;
    }

    private static SpiffeId subject(JsonObject claims) {
        String subject = StrictJson.text(claims, "sub")
                .orElseThrow(() -> new No(Refusal.MISSING_CLAIM, "the token has no sub that is a text"));
        SpiffeId id;
        try {
            id = SpiffeId.parse(subject);
        } catch (IllegalArgumentException e) {
            throw new No(Refusal.NOT_A_SPIFFE_ID, String.valueOf(e.getMessage()));
        }
        if (id.path().isEmpty()) throw new No(Refusal.NO_PATH, id + " names a trust domain, not somebody in it");
        return id;
    }

    private static void signature(Parts parts, JwtAlgorithm algorithm, TrustBundle bundle) {
        Optional<String> id = StrictJson.text(parts.header(), "kid");
        if (id.isPresent() && !bundle.jwtAuthorities().containsKey(id.get()))
            throw new No(Refusal.UNKNOWN_ISSUER, "the bundle of " + bundle.trustDomain() + " has no key of this kid");
        Collection<PublicKey> keys = id.isPresent()
                ? List.of(bundle.jwtAuthorities().get(id.get()))
                : bundle.jwtAuthorities().values();
        if (keys.isEmpty())
            throw new No(Refusal.UNKNOWN_ISSUER, "the bundle of " + bundle.trustDomain() + " has no key for tokens");
        List<PublicKey> fitting = keys.stream().filter(algorithm::fits).toList();
        if (fitting.isEmpty()) throw new No(Refusal.WRONG_ALGORITHM, algorithm + " is not the algorithm of the key");
        if (fitting.stream().noneMatch(key -> verifies(parts, algorithm, key)))
            throw new No(Refusal.FORGED_SIGNATURE, "the signature is not valid");
    }

    private static boolean verifies(Parts parts, JwtAlgorithm algorithm, PublicKey key) {
        try {
            return algorithm.verify(key, parts.signed().getBytes(StandardCharsets.UTF_8), parts.signature());
        } catch (GeneralSecurityException e) {
            throw new No(Refusal.FORGED_SIGNATURE, "the signature cannot be verified: " + e.getMessage());
        }
    }

    private static Instant times(JsonObject claims, Instant now) {
        Instant expires = time(claims, "exp")
                .orElseThrow(() -> new No(Refusal.MISSING_CLAIM, "the token has no exp that is a time"));
        if (!now.isBefore(expires.plus(LEEWAY))) throw new No(Refusal.EXPIRED, "the token was valid until " + expires);
        for (String begin : List.of("nbf", "iat"))
            if (claims.containsKey(begin)) {
                Instant from = time(claims, begin)
                        .orElseThrow(() -> new No(Refusal.MISSING_CLAIM, begin + " of the token is no time"));
                if (now.isBefore(from.minus(LEEWAY)))
                    throw new No(Refusal.NOT_YET_VALID, "the token is valid from " + from);
            }
        return expires;
    }

    private static Optional<Instant> time(JsonObject claims, String name) {
        return StrictJson.number(claims, name).filter(JwtValidator::plausible).map(Instant::ofEpochSecond);
    }

    /** Between 1970 and 9999. */
    private static boolean plausible(long seconds) {
        return seconds >= 0 && seconds < 253_402_300_800L;
    }

    private static void audience(JsonObject claims, String mine) {
        List<String> named = switch (claims.get("aud")) {
            case null -> List.of();
            case JsonString one -> List.of(one.getString());
            case JsonArray several
            when several.size() <= JwtSource.AUDIENCE_LIMIT
                    && several.stream().allMatch(JsonString.class::isInstance) ->
                several.getValuesAs(JsonString::getString);
            default -> throw new No(Refusal.WRONG_AUDIENCE, "aud is neither a text nor a list of some");
        };
        if (named.isEmpty()) throw new No(Refusal.WRONG_AUDIENCE, "the token has no aud");
        if (!named.contains(mine)) throw new No(Refusal.WRONG_AUDIENCE, "the token is not for '" + mine + "'");
    }
}
