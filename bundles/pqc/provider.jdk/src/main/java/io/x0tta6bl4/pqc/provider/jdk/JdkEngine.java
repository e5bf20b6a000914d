package io.x0tta6bl4.pqc.provider.jdk;

import io.x0tta6bl4.pqc.api.engine.ChosenRandom;
import io.x0tta6bl4.pqc.api.engine.Engine;
import io.x0tta6bl4.pqc.api.engine.Primitive;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.EnumSet;
import java.util.Set;
import javax.crypto.KEM;
import javax.crypto.KeyAgreement;

/**
 * The JDK's own providers, each asked by its instance, so that what others register changes nothing.
 *
 * <p>The JDK reads no seeds of ML-KEM and ML-DSA yet; a seed becomes a key by generating one with the seed as the randomness.
 * That it asks for the octets in the order of the standard is part of the known answers.
 */
final class JdkEngine implements Engine {
    private static final byte[] X25519_BASE = new byte[32];

    static {
        X25519_BASE[0] = 9;
    }

    private final Provider kems = provider("SunJCE");
    private final Provider signatures = provider("SUN");
    private final Provider curves = provider("SunEC");

    private static Provider provider(String name) {
        Provider provider = Security.getProvider(name);
        if (provider == null)
            throw new IllegalStateException("this JDK has no provider " + name + "; use a JDK 25 as it is delivered");
        return provider;
    }

    @Override
    public String name() {
        return "jdk";
    }

    @Override
    public Set<Primitive> primitives() {
        return EnumSet.complementOf(EnumSet.of(Primitive.SLH_DSA_SHA2_128S, Primitive.SLH_DSA_SHA2_128F));
    }

    @Override
    public int contextLimit() {
        return 0;
    }

    private Provider of(Primitive primitive) {
        return switch (primitive) {
            case ML_KEM_512, ML_KEM_768, ML_KEM_1024 -> kems;
            case ML_DSA_44, ML_DSA_65, ML_DSA_87 -> signatures;
            case X25519, ED25519 -> curves;
            case SLH_DSA_SHA2_128S, SLH_DSA_SHA2_128F ->
                throw new IllegalArgumentException("the JDK has no " + primitive.standardName());
        };
    }

    @Override
    public Native read(Primitive primitive, byte[] encoded) throws GeneralSecurityException {
        if (primitive == Primitive.X25519) {
            PrivateKey key = KeyFactory.getInstance("X25519", curves)
                    .generatePrivate(new PKCS8EncodedKeySpec(Der.privateKey(primitive, encoded)));
            return new Native(key, agree(key, X25519_BASE));
        }
        ChosenRandom seed = new ChosenRandom(encoded);
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(primitive.standardName(), of(primitive));
            generator.initialize(new NamedParameterSpec(primitive.standardName()), seed);
            KeyPair pair = generator.generateKeyPair();
            byte[] raw = Der.raw(primitive, pair.getPublic().getEncoded());
            Object form = of(primitive) == kems ? decapsulator(primitive, pair.getPrivate()) : pair.getPrivate();
            return new Native(form, raw);
        } finally {
            seed.wipe();
        }
    }

    private KemKey decapsulator(Primitive kem, PrivateKey key) throws GeneralSecurityException {
        return new KemKey(key, KEM.getInstance(kem.standardName(), kems).newDecapsulator(key));
    }

    @Override
    public Sealed encapsulate(Primitive kem, byte[] publicKey, SecureRandom random) throws GeneralSecurityException {
        KEM.Encapsulated made = KEM.getInstance(kem.standardName(), kems)
                .newEncapsulator(publicKey(kem, publicKey), random)
                .encapsulate();
        return new Sealed(made.encapsulation(), octets(made.key()));
    }

    @Override
    public byte[] decapsulate(Primitive kem, Native key, byte[] ciphertext) throws GeneralSecurityException {
        return octets(((KemKey) key.form()).decapsulator().decapsulate(ciphertext));
    }

    private static byte[] octets(Key secret) {
        return secret.getEncoded();
    }

    @Override
    public byte[] agree(Native key, byte[] publicKey) throws GeneralSecurityException {
        return agree((PrivateKey) key.form(), publicKey);
    }

    /** The JDK refuses a result of zeros by itself. */
    private byte[] agree(PrivateKey key, byte[] publicKey) throws GeneralSecurityException {
        KeyAgreement agreement = KeyAgreement.getInstance("X25519", curves);
        agreement.init(key);
        agreement.doPhase(publicKey(Primitive.X25519, publicKey), true);
        return agreement.generateSecret();
    }

    @Override
    public byte[] sign(Primitive primitive, Native key, byte[] message, byte[] context, SecureRandom random)
            throws GeneralSecurityException {
        empty(context);
        Signature signature = Signature.getInstance(primitive.standardName(), of(primitive));
        signature.initSign((PrivateKey) key.form(), random);
        signature.update(message);
        return signature.sign();
    }

    @Override
    public boolean verify(Primitive primitive, byte[] publicKey, byte[] message, byte[] context, byte[] signed)
            throws GeneralSecurityException {
        empty(context);
        PublicKey key = publicKey(primitive, publicKey);
        Signature signature = Signature.getInstance(primitive.standardName(), of(primitive));
        signature.initVerify(key);
        signature.update(message);
        try {
            return signature.verify(signed);
        } catch (SignatureException notOne) {
            // Octets that are no signature at all are not a valid one.
            return false;
        }
    }

    private static void empty(byte[] context) {
        if (context.length != 0) throw new IllegalArgumentException("the JDK takes only the empty context");
    }

    private PublicKey publicKey(Primitive primitive, byte[] raw) throws GeneralSecurityException {
        return KeyFactory.getInstance(primitive.standardName(), of(primitive))
                .generatePublic(new X509EncodedKeySpec(Der.publicKey(primitive, raw)));
    }

    /** What decapsulates, with the key that it came from. */
    private record KemKey(PrivateKey key, KEM.Decapsulator decapsulator) implements javax.security.auth.Destroyable {
        @Override
        public void destroy() throws javax.security.auth.DestroyFailedException {
            key.destroy();
        }
    }
}
