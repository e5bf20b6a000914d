package io.x0tta6bl4.identity.provider.embedded;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Optional;

/** The nine algorithms of JWT-SVID, section 2.1; every other one is refused. */
enum JwtAlgorithm {
    RS256,
    RS384,
    RS512,
    ES256,
    ES384,
    ES512,
    PS256,
    PS384,
    PS512;

    private static final int RSA_LEAST = 2048;

    static Optional<JwtAlgorithm> of(String name) {
        for (JwtAlgorithm algorithm : values()) if (algorithm.name().equals(name)) return Optional.of(algorithm);
        return Optional.empty();
    }

    private String digits() {
        return name().substring(2);
    }

    /** Whether a key can be used with it: RFC 7518 binds the curve to the digest. */
    boolean fits(PublicKey key) {
        return switch (key) {
            case ECPublicKey ec ->
                name().startsWith("ES")
                        && ec.getParams().getOrder().bitLength() == (this == ES512 ? 521 : Integer.parseInt(digits()));
            case RSAPublicKey rsa ->
                !name().startsWith("ES") && rsa.getModulus().bitLength() >= RSA_LEAST;
            default -> false;
        };
    }

    boolean verify(PublicKey key, byte[] signed, byte[] signature) throws GeneralSecurityException {
        Signature verifier = verifier();
        verifier.initVerify(key);
        verifier.update(signed);
        try {
            return verifier.verify(signature);
        } catch (SignatureException notOne) {
            // Octets that are no signature at all are not a valid one.
            return false;
        }
    }

    private Signature verifier() throws GeneralSecurityException {
        if (name().startsWith("ES")) return Signature.getInstance("SHA" + digits() + "withECDSAinP1363Format");
        if (name().startsWith("RS")) return Signature.getInstance("SHA" + digits() + "withRSA");
        Signature pss = Signature.getInstance("RSASSA-PSS");
        String digest = "SHA-" + digits();
        pss.setParameter(
                new PSSParameterSpec(digest, "MGF1", new MGF1ParameterSpec(digest), Integer.parseInt(digits()) / 8, 1));
        return pss;
    }
}
