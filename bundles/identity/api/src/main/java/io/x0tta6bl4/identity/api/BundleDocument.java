package io.x0tta6bl4.identity.api;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.TreeMap;

/** Writes a trust bundle as the JWK set of SPIFFE Trust Domain and Bundle, section 4 (RFC 7517, RFC 7518, RFC 9964). */
public final class BundleDocument {
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

    private BundleDocument() {}

    /** The whole bundle, as it is published. */
    public static String write(TrustBundle bundle) {
        List<String> keys = new ArrayList<>();
        for (X509Certificate authority : bundle.x509Authorities()) keys.add(x509(authority));
        keys.addAll(jwtKeys(bundle));
        StringBuilder document =
                new StringBuilder("{\"keys\":[").append(String.join(",", keys)).append(']');
        bundle.sequence()
                .ifPresent(number -> document.append(",\"spiffe_sequence\":").append(number));
        bundle.refreshHint()
                .ifPresent(hint -> document.append(",\"spiffe_refresh_hint\":").append(hint.toSeconds()));
        return document.append('}').toString();
    }

    /** Its keys for JWT-SVIDs alone, as the Workload API hands them out. */
    public static String writeJwtKeys(TrustBundle bundle) {
        return "{\"keys\":[" + String.join(",", jwtKeys(bundle)) + "]}";
    }

    private static List<String> jwtKeys(TrustBundle bundle) {
        List<String> keys = new ArrayList<>();
        new TreeMap<>(bundle.jwtAuthorities())
                .forEach((id, key) ->
                        keys.add("{\"use\":\"jwt-svid\",\"kid\":" + quoted(id) + "," + parameters(key) + "}"));
        return keys;
    }

    private static String x509(X509Certificate authority) {
        try {
            String der = Base64.getEncoder().encodeToString(authority.getEncoded());
            return "{\"use\":\"x509-svid\"," + parameters(authority.getPublicKey()) + ",\"x5c\":[\"" + der + "\"]}";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate that was read cannot be written: " + e.getMessage(), e);
        }
    }

    private static String parameters(PublicKey key) {
        return switch (key) {
            case ECPublicKey ec -> {
                int octets = (ec.getParams().getOrder().bitLength() + 7) / 8;
                yield "\"kty\":\"EC\",\"crv\":\"P-" + ec.getParams().getOrder().bitLength() + "\",\"x\":\""
                        + number(ec.getW().getAffineX(), octets) + "\",\"y\":\""
                        + number(ec.getW().getAffineY(), octets) + "\"";
            }
            case RSAPublicKey rsa ->
                "\"kty\":\"RSA\",\"n\":\""
                        + number(rsa.getModulus(), (rsa.getModulus().bitLength() + 7) / 8)
                        + "\",\"e\":\""
                        + number(
                                rsa.getPublicExponent(),
                                (rsa.getPublicExponent().bitLength() + 7) / 8)
                        + "\"";
            default -> other(key);
        };
    }

    /** ML-DSA as in RFC 9964; its key stands at the end of the encoding, after a head of 22 octets (RFC 9881). */
    private static String other(PublicKey key) {
        byte[] encoded = key.getEncoded();
        if (key.getAlgorithm().equals("EdDSA") && encoded.length == 44)
            return "\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\""
                    + URL.encodeToString(Arrays.copyOfRange(encoded, 12, 44)) + "\"";
        int head = 22;
        String name = switch (encoded.length - head) {
            case 1312 -> "ML-DSA-44";
            case 1952 -> "ML-DSA-65";
            case 2592 -> "ML-DSA-87";
            default -> throw new IllegalArgumentException("a bundle holds no keys of " + key.getAlgorithm());
        };
        String raw = URL.encodeToString(Arrays.copyOfRange(encoded, head, encoded.length));
        return "\"kty\":\"AKP\",\"alg\":\"" + name + "\",\"pub\":\"" + raw + "\"";
    }

    private static String number(BigInteger value, int octets) {
        byte[] signed = value.toByteArray();
        byte[] plain = new byte[octets];
        int length = Math.min(signed.length, octets);
        System.arraycopy(signed, signed.length - length, plain, octets - length, length);
        return URL.encodeToString(plain);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') quoted.append('\\').append((char) c);
            else if (c < ' ') quoted.append(String.format("\\u%04x", c));
            else quoted.append((char) c);
        });
        return quoted.append('"').toString();
    }
}
