package io.x0tta6bl4.identity.provider.spire;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.x0tta6bl4.identity.api.IdentityException;
import io.x0tta6bl4.identity.api.JwtSource;
import io.x0tta6bl4.identity.api.JwtSvid;
import io.x0tta6bl4.identity.api.JwtVerdict;
import io.x0tta6bl4.identity.api.Refusal;
import io.x0tta6bl4.identity.api.RefusedTokens;
import io.x0tta6bl4.identity.api.ShownTokens;
import io.x0tta6bl4.identity.api.SpiffeId;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** JWT-SVIDs by the agent: it signs them, and it judges them. */
final class Tokens implements JwtSource {
    /** What agents say of a token that they refuse, and what it is called here. */
    private static final Map<String, Refusal> WORDS = Map.of(
            "audience", Refusal.WRONG_AUDIENCE,
            "expired", Refusal.EXPIRED,
            "signature", Refusal.FORGED_SIGNATURE,
            "algorithm", Refusal.WRONG_ALGORITHM,
            "no keys found for trust domain", Refusal.UNKNOWN_TRUST_DOMAIN,
            "authority", Refusal.UNKNOWN_ISSUER);

    private final Agent agent;
    private final InstantSource clock;
    private final String id;
    private final ShownTokens shown;
    private final RefusedTokens record;

    /** @param id the identity to ask for, empty for the first one */
    Tokens(Agent agent, InstantSource clock, String id, RefusedTokens record) {
        this.record = record;
        this.agent = agent;
        this.clock = clock;
        this.id = id;
        this.shown = new ShownTokens(clock.instant(), ShownTokens.LIMIT);
    }

    @Override
    public JwtSvid jwtSvid(Set<String> audience) {
        if (audience.isEmpty() || audience.size() > AUDIENCE_LIMIT)
            throw new IdentityException(
                    IdentityException.Reason.REFUSED,
                    "an audience has 1 to " + AUDIENCE_LIMIT + " values, not " + audience.size());
        try {
            byte[] answer = agent.call("FetchJWTSVID", Wire.request(1, new TreeSet<>(audience), 2, id));
            List<byte[]> svids = Wire.all(answer, 1);
            if (svids.isEmpty()) throw new IOException("it sent none");
            String token = Wire.text(svids.getFirst(), 2);
            JsonObject claims = claims(token);
            return new JwtSvid(
                    SpiffeId.parse(Wire.text(svids.getFirst(), 1)),
                    audience,
                    Claims.moment(claims, "iat").orElseThrow(() -> new IOException("it has no iat")),
                    Claims.moment(claims, "exp").orElseThrow(() -> new IOException("it has no exp")),
                    token);
        } catch (StatusRuntimeException e) {
            throw unavailable("the agent gives no JWT-SVID: " + e.getStatus(), e);
        } catch (IOException | RuntimeException e) {
            if (e instanceof IdentityException known) throw known;
            throw unavailable("the JWT-SVID that the agent gave cannot be read: " + e.getMessage(), e);
        }
    }

    private static IdentityException unavailable(String why, Exception cause) {
        return new IdentityException(IdentityException.Reason.UNAVAILABLE, why, cause);
    }

    /** Of a token that comes from the agent itself. */
    private static JsonObject claims(String token) {
        byte[] json = Base64.getUrlDecoder().decode(token.split("\\.")[1]);
        try (var reader = Json.createReader(new ByteArrayInputStream(json))) {
            return reader.readObject();
        }
    }

    private sealed interface Judged {
        record Yes(JwtVerdict.Accepted accepted, Optional<Instant> issued) implements Judged {}

        record No(JwtVerdict.Refused refused) implements Judged {}
    }

    @Override
    public JwtVerdict validate(String token, String audience) {
        return record.heard(offTheRecord(token, audience), audience);
    }

    /** For a self-test, which refuses on purpose. */
    JwtVerdict offTheRecord(String token, String audience) {
        return switch (judge(token, audience)) {
            case Judged.Yes yes -> yes.accepted();
            case Judged.No no -> no.refused();
        };
    }

    @Override
    public JwtVerdict validateOnce(String token, String audience) {
        JwtVerdict verdict = switch (judge(token, audience)) {
            case Judged.Yes yes -> shown.first(token, yes.accepted(), yes.issued(), clock.instant());
            case Judged.No no -> no.refused();
        };
        return record.heard(verdict, audience);
    }

    private Judged judge(String token, String audience) {
        if (token.isEmpty()) return refused(Refusal.EMPTY, "no token was shown");
        if (token.length() > TOKEN_LIMIT)
            return refused(Refusal.TOO_LARGE, "the token has more than " + TOKEN_LIMIT + " octets");
        if (audience.isEmpty()) return refused(Refusal.WRONG_AUDIENCE, "the audience to judge by is empty");
        try {
            byte[] answer = agent.call("ValidateJWTSVID", Wire.request(1, List.of(audience), 2, token));
            JsonObject claims = Claims.object(Wire.last(answer, 2));
            Optional<Instant> expires = Claims.moment(claims, "exp");
            if (expires.isEmpty()) return refused(Refusal.MISSING_CLAIM, "the agent accepted a token without exp");
            return new Judged.Yes(
                    new JwtVerdict.Accepted(SpiffeId.parse(Wire.text(answer, 1)), expires.get(), claims.toString()),
                    Claims.moment(claims, "iat"));
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() != Status.Code.INVALID_ARGUMENT)
                throw unavailable("the agent does not judge tokens: " + e.getStatus(), e);
            return refused(
                    reason(String.valueOf(e.getStatus().getDescription())),
                    "the agent refused it: " + e.getStatus().getDescription());
        } catch (IOException | IllegalArgumentException e) {
            return refused(Refusal.MALFORMED, "what the agent said of the token cannot be read: " + e.getMessage());
        }
    }

    private static Judged refused(Refusal reason, String detail) {
        return new Judged.No(new JwtVerdict.Refused(reason, detail));
    }

    /** The reason as far as the words of the agent tell it; an agent of this project begins with its name. */
    static Refusal reason(String words) {
        for (Refusal refusal : Refusal.values()) if (words.startsWith(refusal.name() + ":")) return refusal;
        String said = words.toLowerCase(Locale.ROOT);
        return WORDS.entrySet().stream()
                .filter(entry -> said.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .min(java.util.Comparator.naturalOrder())
                .orElse(Refusal.MALFORMED);
    }
}
