package io.x0tta6bl4.identity.provider.embedded;

import io.x0tta6bl4.identity.api.Authority;
import io.x0tta6bl4.identity.api.IdentityException;
import io.x0tta6bl4.identity.api.TrustDomain;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The authority as the one secret of the key store that it is. */
final class StateFormat {
    private static final int VERSION = 1;

    private StateFormat() {}

    static byte[] write(AuthorityState state) throws GeneralSecurityException {
        JsonArrayBuilder keys = Json.createArrayBuilder();
        for (AuthorityKey key : state.keys())
            keys.add(Json.createObjectBuilder()
                    .add("number", key.number())
                    .add("algorithm", key.algorithm().label)
                    .add("state", key.state().name())
                    .add("since", key.since().toString())
                    .add("root", base64(key.root().getEncoded()))
                    .add("key", base64(key.key().getEncoded()))
                    .add("jwtId", key.jwtId())
                    .add("jwtPublic", base64(key.jwtPublic().getEncoded()))
                    .add("jwtKey", base64(key.jwtKey().getEncoded())));
        return Json.createObjectBuilder()
                .add("version", VERSION)
                .add("domain", state.domain().name())
                .add("sequence", state.sequence())
                .add("keys", keys)
                .build()
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    static AuthorityState read(byte[] octets) {
        try (var reader = Json.createReader(new ByteArrayInputStream(octets))) {
            JsonObject state = reader.readObject();
            if (state.getInt("version") != VERSION)
                throw new IllegalArgumentException("version " + state.getInt("version") + " is not known");
            List<AuthorityKey> keys = new ArrayList<>();
            for (JsonObject key : state.getJsonArray("keys").getValuesAs(JsonObject.class)) keys.add(key(key));
            return new AuthorityState(
                    new TrustDomain(state.getString("domain")),
                    state.getJsonNumber("sequence").longValueExact(),
                    keys);
        } catch (GeneralSecurityException | JsonException | IllegalArgumentException | NullPointerException e) {
            throw new IdentityException(
                    IdentityException.Reason.UNAVAILABLE,
                    "the authority in the key store (" + AuthorityStore.SECRET + ") cannot be read: " + e.getMessage()
                            + "; put back a copy of the key store",
                    e);
        }
    }

    private static AuthorityKey key(JsonObject key) throws GeneralSecurityException {
        Algorithm algorithm = Algorithm.of(key.getString("algorithm"));
        return new AuthorityKey(
                key.getInt("number"),
                algorithm,
                Authority.State.valueOf(key.getString("state")),
                Instant.parse(key.getString("since")),
                Certificates.read(octets(key, "root")),
                algorithm.read(octets(key, "key")),
                key.getString("jwtId"),
                KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(octets(key, "jwtPublic"))),
                Algorithm.ECDSA_P256.read(octets(key, "jwtKey")));
    }

    private static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }

    private static byte[] octets(JsonObject key, String name) {
        return Base64.getDecoder().decode(key.getString(name));
    }
}
