package io.x0tta6bl4.identity.provider.embedded;

import io.x0tta6bl4.identity.api.IdentityException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;

/** With what the authority signs certificates. */
enum Algorithm {
    ECDSA_P256("ECDSA P-256", "EC", new ECGenParameterSpec("secp256r1"), "SHA256withECDSA", "1.2.840.10045.4.3.2"),
    ML_DSA_65("ML-DSA-65", "ML-DSA-65", NamedParameterSpec.ML_DSA_65, "ML-DSA-65", "2.16.840.1.101.3.4.3.18");

    final String label;
    /** The name of the signature by the JDK. */
    final String signature;
    /** The object identifier of the signature, without parameters. */
    final String identifier;

    private final String keys;
    private final AlgorithmParameterSpec parameters;

    Algorithm(String label, String keys, AlgorithmParameterSpec parameters, String signature, String identifier) {
        this.label = label;
        this.keys = keys;
        this.parameters = parameters;
        this.signature = signature;
        this.identifier = identifier;
    }

    static Algorithm of(String label) {
        for (Algorithm algorithm : values()) if (algorithm.label.equals(label)) return algorithm;
        throw new IdentityException(
                IdentityException.Reason.REFUSED,
                "an authority cannot sign with '" + label + "'; configure " + ECDSA_P256.label + " or "
                        + ML_DSA_65.label);
    }

    KeyPair generate() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(keys);
        generator.initialize(parameters);
        return generator.generateKeyPair();
    }

    PrivateKey read(byte[] pkcs8) throws GeneralSecurityException {
        return KeyFactory.getInstance(keys).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }

    byte[] sign(PrivateKey key, byte[] octets) throws GeneralSecurityException {
        Signature signer = Signature.getInstance(signature);
        signer.initSign(key);
        signer.update(octets);
        return signer.sign();
    }
}
