package io.x0tta6bl4.pqc.api.engine;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.Set;

/** An engine that is right but for one bit in one place of one primitive. */
final class CorruptedEngine implements Engine {
    private final Engine right;
    private final Primitive wrong;
    private final Place place;

    enum Place {
        PUBLIC_KEY(EnumSet.of(Primitive.SLH_DSA_SHA2_128F)),
        CIPHERTEXT(EnumSet.range(Primitive.X25519, Primitive.ED25519)),
        SECRET(EnumSet.range(Primitive.X25519, Primitive.ED25519)),
        DECAPSULATED(EnumSet.range(Primitive.X25519, Primitive.ED25519)),
        AGREED(EnumSet.complementOf(EnumSet.of(Primitive.X25519))),
        SIGNATURE(EnumSet.range(Primitive.ML_KEM_512, Primitive.X25519)),
        ALWAYS_VERIFIED(EnumSet.range(Primitive.ML_KEM_512, Primitive.X25519)),
        NEVER_VERIFIED(EnumSet.range(Primitive.ML_KEM_512, Primitive.X25519));

        private final Set<Primitive> without;

        Place(Set<Primitive> without) {
            this.without = without;
        }

        /** Its known answers of SLH-DSA-SHA2-128s are of the key generation alone, because signing takes too long. */
        boolean concerns(Primitive primitive) {
            if (primitive == Primitive.SLH_DSA_SHA2_128S) return this == PUBLIC_KEY;
            return !without.contains(primitive);
        }
    }

    CorruptedEngine(Engine right, Primitive wrong, Place place) {
        this.right = right;
        this.wrong = wrong;
        this.place = place;
    }

    private byte[] at(Primitive primitive, Place here, byte[] octets) {
        if (primitive == wrong && place == here) octets[octets.length / 2] ^= 1;
        return octets;
    }

    @Override
    public String name() {
        return "corrupted " + right.name();
    }

    @Override
    public Set<Primitive> primitives() {
        return right.primitives();
    }

    @Override
    public int contextLimit() {
        return right.contextLimit();
    }

    @Override
    public byte[] privateKey(Primitive primitive, byte[] random) throws GeneralSecurityException {
        return right.privateKey(primitive, random);
    }

    @Override
    public Native read(Primitive primitive, byte[] encoded) throws GeneralSecurityException {
        Native read = right.read(primitive, encoded);
        return new Native(read.form(), at(primitive, Place.PUBLIC_KEY, read.publicKey()));
    }

    @Override
    public Sealed encapsulate(Primitive kem, byte[] publicKey, SecureRandom random) throws GeneralSecurityException {
        Sealed made = right.encapsulate(kem, publicKey, random);
        return new Sealed(at(kem, Place.CIPHERTEXT, made.ciphertext()), at(kem, Place.SECRET, made.secret()));
    }

    @Override
    public byte[] decapsulate(Primitive kem, Native key, byte[] ciphertext) throws GeneralSecurityException {
        return at(kem, Place.DECAPSULATED, right.decapsulate(kem, key, ciphertext));
    }

    @Override
    public byte[] agree(Native key, byte[] publicKey) throws GeneralSecurityException {
        return at(Primitive.X25519, Place.AGREED, right.agree(key, publicKey));
    }

    @Override
    public byte[] sign(Primitive signature, Native key, byte[] message, byte[] context, SecureRandom random)
            throws GeneralSecurityException {
        return at(signature, Place.SIGNATURE, right.sign(signature, key, message, context, random));
    }

    @Override
    public boolean verify(Primitive signature, byte[] publicKey, byte[] message, byte[] context, byte[] signed)
            throws GeneralSecurityException {
        if (signature == wrong && place == Place.ALWAYS_VERIFIED) return true;
        if (signature == wrong && place == Place.NEVER_VERIFIED) return false;
        return right.verify(signature, publicKey, message, context, signed);
    }
}
