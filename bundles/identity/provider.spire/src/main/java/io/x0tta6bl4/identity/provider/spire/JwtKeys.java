package io.x0tta6bl4.identity.provider.spire;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/**
 * The keys for JWT-SVIDs of one trust domain, as an agent hands them out: a JWK set (RFC 7517), whose keys need not say their use. Keys
 * of another use, and of a type by which no token can be signed, are left out (SPIFFE Trust Domain and Bundle, section 4.1.3).
 */
final class JwtKeys {
    private static final Map<String, String> CURVES =
            Map.of("P-256", "secp256r1", "P-384", "secp384r1", "P-521", "secp521r1");

    private static final String USE = "jwt-svid";

    private JwtKeys() {}

    /** @throws GeneralSecurityException when it is none; the message says why */
    static Map<String, PublicKey> read(byte[] document) throws GeneralSecurityException {
        Map<String, PublicKey> keys = new HashMap<>();
        try (var reader = Json.createReader(new ByteArrayInputStream(document))) {
            if (!(reader.readObject().get("keys") instanceof JsonArray set))
                throw new GeneralSecurityException("the set of keys has no list 'keys'");
            for (JsonValue value : set) {
                JsonObject key = value.asJsonObject();
                String id = key.getString("kid", "");
                if (!id.isEmpty() && known(key)) keys.put(id, key(key));
            }
            return keys;
        } catch (RuntimeException e) {
            throw new GeneralSecurityException("the set of keys cannot be read: " + e.getMessage(), e);
        }
    }

    private static boolean known(JsonObject key) {
        if (!key.getString("use", USE).equals(USE)) return false;
        return switch (key.getString("kty", "")) {
            case "EC" -> CURVES.containsKey(key.getString("crv"));
            case "RSA" -> true;
            default -> false;
        };
    }

    private static PublicKey key(JsonObject key) throws GeneralSecurityException {
        if (key.getString("kty").equals("RSA"))
            return KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(number(key, "n"), number(key, "e")));
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec(CURVES.get(key.getString("crv"))));
        ECPoint point = new ECPoint(number(key, "x"), number(key, "y"));
        return KeyFactory.getInstance("EC")
                .generatePublic(new ECPublicKeySpec(point, parameters.getParameterSpec(ECParameterSpec.class)));
    }

    private static BigInteger number(JsonObject key, String name) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(key.getString(name)));
    }
}
