package io.x0tta6bl4.identity.provider.embedded;

import io.x0tta6bl4.identity.api.JwtSvid;
import io.x0tta6bl4.identity.api.SpiffeId;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;

/** Makes a JWT-SVID: ES256, because the standard's list has no post-quantum signature. */
final class JwtMaker {
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();
    private static final int REFERENCE = 16;

    private JwtMaker() {}

    /** A token and its {@code jti}. */
    record Made(JwtSvid svid, String reference) {}

    static Made make(SpiffeId id, Set<String> audience, AuthorityKey signer, Instant now, Instant expires)
            throws GeneralSecurityException {
        byte[] random = new byte[REFERENCE];
        new SecureRandom().nextBytes(random);
        String reference = HexFormat.of().formatHex(random);
        Instant issued = now.truncatedTo(ChronoUnit.SECONDS);
        JsonArrayBuilder to = Json.createArrayBuilder();
        new TreeSet<>(audience).forEach(to::add);
        JsonObject header = Json.createObjectBuilder()
                .add("alg", "ES256")
                .add("kid", signer.jwtId())
                .add("typ", "JWT")
                .build();
        JsonObject claims = Json.createObjectBuilder()
                .add("sub", id.toString())
                .add("aud", to)
                .add("iat", issued.getEpochSecond())
                .add("exp", expires.getEpochSecond())
                .add("jti", reference)
                .build();
        String signed = encoded(header) + "." + encoded(claims);
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initSign(signer.jwtKey());
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        String token = signed + "." + URL.encodeToString(signature.sign());
        return new Made(new JwtSvid(id, audience, issued, expires, token), reference);
    }

    private static String encoded(JsonObject part) {
        return URL.encodeToString(part.toString().getBytes(StandardCharsets.UTF_8));
    }
}
