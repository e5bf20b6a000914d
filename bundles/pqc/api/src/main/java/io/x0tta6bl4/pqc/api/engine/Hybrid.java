package io.x0tta6bl4.pqc.api.engine;

import static io.x0tta6bl4.pqc.api.engine.Primitive.ED25519;
import static io.x0tta6bl4.pqc.api.engine.Primitive.ML_DSA_65;
import static io.x0tta6bl4.pqc.api.engine.Primitive.ML_KEM_768;
import static io.x0tta6bl4.pqc.api.engine.Primitive.X25519;

import io.x0tta6bl4.pqc.api.KemAlgorithm;
import io.x0tta6bl4.pqc.api.PqcException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;

/** The two compositions, by their documents: X25519MLKEM768 (RFC 10024) and ML-DSA-65+Ed25519 (draft-ietf-openpgp-pqc). */
final class Hybrid {
    private static final int KEM_KEY = KemAlgorithm.ML_KEM_768.publicKeyLength();
    private static final int KEM_CIPHERTEXT = KemAlgorithm.ML_KEM_768.ciphertextLength();
    private static final int SALT = 32;
    private static final int ED25519_KEY = 32;
    private static final int ED25519_SIGNATURE = 64;
    private static final byte[] NO_CONTEXT = {};
    /**
     * Version 6, binary document, algorithm 30, SHA-512, no hashed subpackets; then version 6, 0xFF and the length of what
     * came before (RFC 9580, section 5.2.4).
     */
    private static final byte[] TRAILER = {6, 0, 30, 10, 0, 0, 0, 0, 6, (byte) 0xFF, 0, 0, 0, 8};

    private Hybrid() {}

    static Engine.Sealed encapsulate(Engine engine, byte[] key, SecureRandom random) throws GeneralSecurityException {
        Engine.Sealed sealed = engine.encapsulate(ML_KEM_768, Octets.head(key, KEM_KEY), random);
        byte[] seed = new byte[X25519.randomLength()];
        random.nextBytes(seed);
        Engine.Native own = engine.read(X25519, seed);
        byte[] agreed = agree(engine, own, Octets.tail(key, KEM_KEY));
        byte[] secret = Octets.join(sealed.secret(), agreed);
        for (byte[] wiped : new byte[][] {seed, agreed, sealed.secret()}) Arrays.fill(wiped, (byte) 0);
        return new Engine.Sealed(Octets.join(sealed.ciphertext(), own.publicKey()), secret);
    }

    static byte[] decapsulate(Engine engine, Engine.Native[] key, byte[] ciphertext) throws GeneralSecurityException {
        byte[] first = engine.decapsulate(ML_KEM_768, key[0], Octets.head(ciphertext, KEM_CIPHERTEXT));
        byte[] second = agree(engine, key[1], Octets.tail(ciphertext, KEM_CIPHERTEXT));
        byte[] secret = Octets.join(first, second);
        Arrays.fill(first, (byte) 0);
        Arrays.fill(second, (byte) 0);
        return secret;
    }

    private static byte[] agree(Engine engine, Engine.Native own, byte[] other) throws GeneralSecurityException {
        byte[] agreed;
        try {
            agreed = engine.agree(own, other);
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new PqcException(
                    PqcException.Reason.MALFORMED, "the X25519 key of the other side cannot be used: " + e, e);
        }
        if (MessageDigest.isEqual(agreed, new byte[agreed.length]))
            throw new PqcException(
                    PqcException.Reason.MALFORMED,
                    "the X25519 key of the other side is of small order: the secret would be zeros (RFC 7748, 6.1)");
        return agreed;
    }

    static byte[] sign(Engine engine, Engine.Native[] key, byte[] message, SecureRandom random)
            throws GeneralSecurityException {
        byte[] salt = new byte[SALT];
        random.nextBytes(salt);
        byte[] digest = digest(salt, message);
        byte[] classical = engine.sign(ED25519, key[0], digest, NO_CONTEXT, random);
        byte[] quantum = engine.sign(ML_DSA_65, key[1], digest, NO_CONTEXT, random);
        return Octets.join(salt, classical, quantum);
    }

    static boolean verify(Engine engine, byte[] key, byte[] message, byte[] signature) throws GeneralSecurityException {
        int second = SALT + ED25519_SIGNATURE;
        byte[] digest = digest(Octets.head(signature, SALT), message);
        boolean classical = engine.verify(
                ED25519,
                Octets.head(key, ED25519_KEY),
                digest,
                NO_CONTEXT,
                Arrays.copyOfRange(signature, SALT, second));
        boolean quantum = engine.verify(
                ML_DSA_65, Octets.tail(key, ED25519_KEY), digest, NO_CONTEXT, Octets.tail(signature, second));
        return classical && quantum;
    }

    private static byte[] digest(byte[] salt, byte[] message) throws GeneralSecurityException {
        MessageDigest hash = MessageDigest.getInstance("SHA-512");
        hash.update(salt);
        hash.update(message);
        return hash.digest(TRAILER);
    }
}
