package io.x0tta6bl4.pqc.api.engine;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The bare computations of one technology. Lengths were checked before; randomness is given, so that known answers can be
 * asked for. An exception means that the input is malformed, or that the technology failed.
 */
@ConsumerType
public interface Engine {

    /** The technology, for example {@code jdk}. */
    String name();

    Set<Primitive> primitives();

    /** How long a context of a post-quantum signature may be. */
    int contextLimit();

    /** The portable private key made of these random octets ({@link Primitive#randomLength}). */
    default byte[] privateKey(Primitive primitive, byte[] random) throws GeneralSecurityException {
        return random.clone();
    }

    /** Reads a portable private key into the engine's own form. */
    Native read(Primitive primitive, byte[] encoded) throws GeneralSecurityException;

    Sealed encapsulate(Primitive kem, byte[] publicKey, SecureRandom random) throws GeneralSecurityException;

    byte[] decapsulate(Primitive kem, Native key, byte[] ciphertext) throws GeneralSecurityException;

    /** X25519 (RFC 7748), without the check for zeros. */
    byte[] agree(Native key, byte[] publicKey) throws GeneralSecurityException;

    byte[] sign(Primitive signature, Native key, byte[] message, byte[] context, SecureRandom random)
            throws GeneralSecurityException;

    boolean verify(Primitive signature, byte[] publicKey, byte[] message, byte[] context, byte[] signed)
            throws GeneralSecurityException;

    /** A private key in the engine's own form, with its raw public key. */
    record Native(Object form, byte[] publicKey) {}

    /** Ciphertext and secret of an encapsulation. */
    record Sealed(byte[] ciphertext, byte[] secret) {}
}
