package io.x0tta6bl4.identity.provider.embedded;

import io.x0tta6bl4.identity.api.ForeignBundles;
import io.x0tta6bl4.identity.api.TrustBundle;
import io.x0tta6bl4.identity.api.TrustDomain;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EllipticCurve;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Reads the JWK set of SPIFFE Trust Domain and Bundle, section 4. Elements of unknown type or use are ignored, as the standard demands;
 * a known one that cannot be read makes the whole document unreadable, so that a damaged key is not a key that is silently missing.
 */
final class BundleReader {
    /** The most octets of a document that are looked at. */
    static final int LIMIT = ForeignBundles.LIMIT;

    /** The most keys of a document. */
    static final int KEY_LIMIT = 256;

    private static final Set<String> KEY_TYPES = Set.of("EC", "RSA", "OKP", "AKP");
    private static final Map<String, String> CURVES =
            Map.of("P-256", "secp256r1", "P-384", "secp384r1", "P-521", "secp521r1");
    private static final int NUMBER_LIMIT = 2048;

    private BundleReader() {}

    /** @throws IllegalArgumentException when it is none; the message says why */
    static TrustBundle read(TrustDomain domain, byte[] document) {
        if (document.length > LIMIT)
            throw new IllegalArgumentException("it has " + document.length + " octets, at most " + LIMIT + " are read");
        JsonObject set = StrictJson.object(document);
        if (!(set.get("keys") instanceof JsonArray keys)) throw new IllegalArgumentException("it has no list 'keys'");
        if (keys.size() > KEY_LIMIT)
            throw new IllegalArgumentException("it has " + keys.size() + " keys, at most " + KEY_LIMIT + " are read");
        List<X509Certificate> x509 = new ArrayList<>();
        Map<String, PublicKey> jwt = new HashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            if (!(keys.get(i) instanceof JsonObject key))
                throw new IllegalArgumentException("key " + i + " is no object");
            try {
                add(key, x509, jwt);
            } catch (GeneralSecurityException | IllegalArgumentException e) {
                throw new IllegalArgumentException("key " + i + " cannot be read: " + e.getMessage(), e);
            }
        }
        return new TrustBundle(domain, x509, jwt, sequence(set), hint(set));
    }

    private static OptionalLong sequence(JsonObject set) {
        if (!set.containsKey("spiffe_sequence")) return OptionalLong.empty();
        return OptionalLong.of(StrictJson.whole(set, "spiffe_sequence")
                .filter(number -> number >= 0)
                .orElseThrow(() -> new IllegalArgumentException("spiffe_sequence is no whole number from 0")));
    }

    private static Optional<Duration> hint(JsonObject set) {
        if (!set.containsKey("spiffe_refresh_hint")) return Optional.empty();
        return Optional.of(Duration.ofSeconds(StrictJson.whole(set, "spiffe_refresh_hint")
                .filter(seconds -> seconds >= 0 && seconds <= Integer.MAX_VALUE)
                .orElseThrow(() -> new IllegalArgumentException("spiffe_refresh_hint is no whole number of seconds"))));
    }

    private static void add(JsonObject key, List<X509Certificate> x509, Map<String, PublicKey> jwt)
            throws GeneralSecurityException {
        String type = StrictJson.text(key, "kty").orElse("");
        if (!KEY_TYPES.contains(type)) return;
        switch (StrictJson.text(key, "use").orElse("")) {
            case "x509-svid" -> {
                if (!(key.get("x5c") instanceof JsonArray chain) || chain.isEmpty()) return;
                if (!(chain.getFirst() instanceof JsonString first))
                    throw new IllegalArgumentException("x5c holds something else than texts");
                x509.add(authority(Base64.getDecoder().decode(first.getString())));
            }
            case "jwt-svid" -> {
                if (!known(type, key)) return;
                String id = StrictJson.text(key, "kid").orElse("");
                if (id.isEmpty()) throw new IllegalArgumentException("a key for tokens needs a kid");
                if (jwt.putIfAbsent(id, key(type, key)) != null)
                    throw new IllegalArgumentException("the kid '" + id + "' is there twice");
            }
            default -> {}
        }
    }

    /** Whether tokens can be signed by such a key at all: JWT-SVID, section 2.1, has EC on three curves and RSA. */
    private static boolean known(String type, JsonObject key) {
        if (!type.equals("EC")) return type.equals("RSA");
        return StrictJson.text(key, "crv").map(CURVES::containsKey).orElse(true);
    }

    private static X509Certificate authority(byte[] der) throws GeneralSecurityException {
        X509Certificate certificate = Certificates.read(der);
        if (certificate.getBasicConstraints() < 0)
            throw new IllegalArgumentException("the certificate is not that of an authority (cA is false)");
        return certificate;
    }

    private static PublicKey key(String type, JsonObject key) throws GeneralSecurityException {
        return type.equals("EC")
                ? curve(key)
                : KeyFactory.getInstance("RSA")
                        .generatePublic(new RSAPublicKeySpec(number(key, "n"), number(key, "e")));
    }

    private static PublicKey curve(JsonObject key) throws GeneralSecurityException {
        String curve = CURVES.get(StrictJson.text(key, "crv").orElse(""));
        if (curve == null) throw new IllegalArgumentException("crv is none of " + CURVES.keySet());
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec(curve));
        ECParameterSpec spec = parameters.getParameterSpec(ECParameterSpec.class);
        ECPoint point = new ECPoint(number(key, "x"), number(key, "y"));
        if (!on(spec.getCurve(), point)) throw new IllegalArgumentException("the point is not on the curve");
        return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, spec));
    }

    private static boolean on(EllipticCurve curve, ECPoint point) {
        BigInteger p = ((java.security.spec.ECFieldFp) curve.getField()).getP();
        BigInteger x = point.getAffineX();
        BigInteger y = point.getAffineY();
        if (x.compareTo(p) >= 0 || y.compareTo(p) >= 0) return false;
        BigInteger right = x.multiply(x).add(curve.getA()).multiply(x).add(curve.getB());
        return y.multiply(y).subtract(right).mod(p).signum() == 0;
    }

    private static BigInteger number(JsonObject key, String name) {
        String text = StrictJson.text(key, name).orElseThrow(() -> new IllegalArgumentException("it has no " + name));
        if (text.length() > NUMBER_LIMIT) throw new IllegalArgumentException(name + " is too long");
        return new BigInteger(1, Base64.getUrlDecoder().decode(text));
    }
}
