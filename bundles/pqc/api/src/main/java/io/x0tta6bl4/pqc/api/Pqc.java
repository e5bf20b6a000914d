package io.x0tta6bl4.pqc.api;

import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Post-quantum cryptography. A provider is registered only after it gave the known answers of the standards.
 *
 * <p>Safe for use by many threads. Keys belong to no provider. Everything wrong that a caller gives is refused with a
 * {@link PqcException}; a signature that is not valid is an answer, not an error. No array that is given is kept or changed.
 */
@ProviderType
public interface Pqc {
    /** The most octets of a message; larger ones are refused. Hash first what is larger. */
    int MESSAGE_LIMIT = 64 * 1024 * 1024;

    /** What this provider has. */
    Set<Algorithm> algorithms();

    /** How long a context this provider takes; 0 when only the empty one. */
    int contextLimit(SignatureAlgorithm algorithm);

    /** Makes a private key. */
    PrivateKey generate(Algorithm algorithm);

    /** The public key that belongs to a private key. */
    PublicKey publicKey(PrivateKey key);

    /** Makes a fresh secret for the holder of the private key. */
    Encapsulation encapsulate(PublicKey key);

    /** The secret of a ciphertext; another one, not an error, when the ciphertext was tampered with. */
    SharedSecret decapsulate(PrivateKey key, byte[] ciphertext);

    /** Signs a message under a context, see {@link #contextLimit}; the message may be empty. */
    byte[] sign(PrivateKey key, byte[] message, byte[] context);

    /** Whether the signature is of this key, message and context; false for one of a wrong length. */
    boolean verify(PublicKey key, byte[] message, byte[] context, byte[] signature);

    /** Signs under the empty context. */
    default byte[] sign(PrivateKey key, byte[] message) {
        return sign(key, message, new byte[0]);
    }

    /** Verifies under the empty context. */
    default boolean verify(PublicKey key, byte[] message, byte[] signature) {
        return verify(key, message, new byte[0], signature);
    }
}
