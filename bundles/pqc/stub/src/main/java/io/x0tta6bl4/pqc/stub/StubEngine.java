package io.x0tta6bl4.pqc.stub;

import io.x0tta6bl4.pqc.api.Algorithm;
import io.x0tta6bl4.pqc.api.KemAlgorithm;
import io.x0tta6bl4.pqc.api.SignatureAlgorithm;
import io.x0tta6bl4.pqc.api.engine.Engine;
import io.x0tta6bl4.pqc.api.engine.Primitive;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** Hashes of what everybody knows, in the right lengths. */
final class StubEngine implements Engine {
    private static final int CURVE_KEY = 32;
    private static final int CURVE_SIGNATURE = 64;
    private static final int SALT = 16;
    private static final int SECRET = 32;

    @Override
    public String name() {
        return "stub";
    }

    @Override
    public Set<Primitive> primitives() {
        return EnumSet.allOf(Primitive.class);
    }

    @Override
    public int contextLimit() {
        return 255;
    }

    @Override
    public byte[] privateKey(Primitive primitive, byte[] random) throws GeneralSecurityException {
        return stretch(primitive.privateKeyLength(), random);
    }

    @Override
    public Native read(Primitive primitive, byte[] encoded) throws GeneralSecurityException {
        int length = Algorithm.named(primitive.standardName())
                .map(Algorithm::publicKeyLength)
                .orElse(CURVE_KEY);
        byte[] publicKey = stretch(length, encoded);
        return new Native(publicKey, publicKey);
    }

    @Override
    public Sealed encapsulate(Primitive kem, byte[] publicKey, SecureRandom random) throws GeneralSecurityException {
        int length = Algorithm.named(kem.standardName())
                .map(a -> ((KemAlgorithm) a).ciphertextLength())
                .orElseThrow();
        byte[] ciphertext = new byte[length];
        random.nextBytes(ciphertext);
        return new Sealed(ciphertext, stretch(SECRET, publicKey, ciphertext));
    }

    @Override
    public byte[] decapsulate(Primitive kem, Native key, byte[] ciphertext) throws GeneralSecurityException {
        return stretch(SECRET, key.publicKey(), ciphertext);
    }

    @Override
    public byte[] agree(Native key, byte[] publicKey) throws GeneralSecurityException {
        boolean first = Arrays.compare(key.publicKey(), publicKey) < 0;
        return first ? stretch(SECRET, key.publicKey(), publicKey) : stretch(SECRET, publicKey, key.publicKey());
    }

    @Override
    public byte[] sign(Primitive signature, Native key, byte[] message, byte[] context, SecureRandom random)
            throws GeneralSecurityException {
        byte[] salt = new byte[SALT];
        random.nextBytes(salt);
        return signature(signature, key.publicKey(), message, context, salt);
    }

    @Override
    public boolean verify(Primitive signature, byte[] publicKey, byte[] message, byte[] context, byte[] signed)
            throws GeneralSecurityException {
        byte[] right = signature(signature, publicKey, message, context, Arrays.copyOf(signed, SALT));
        return MessageDigest.isEqual(right, signed);
    }

    private static byte[] signature(Primitive signature, byte[] key, byte[] message, byte[] context, byte[] salt)
            throws GeneralSecurityException {
        int length = Algorithm.named(signature.standardName())
                .map(a -> ((SignatureAlgorithm) a).signatureLength())
                .orElse(CURVE_SIGNATURE);
        byte[] made = stretch(length, key, message, context, salt);
        System.arraycopy(salt, 0, made, 0, SALT);
        return made;
    }

    /** As many octets as wanted, by hashing the parts with a counter. */
    private static byte[] stretch(int length, byte[]... parts) throws GeneralSecurityException {
        byte[] stretched = new byte[length];
        int at = 0;
        for (int counter = 0; at < length; counter++) {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            hash.update(ByteBuffer.allocate(Integer.BYTES).putInt(counter).array());
            for (byte[] part : parts) {
                hash.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
                hash.update(part);
            }
            byte[] block = hash.digest();
            int taken = Math.min(block.length, length - at);
            System.arraycopy(block, 0, stretched, at, taken);
            at += taken;
        }
        return stretched;
    }
}
