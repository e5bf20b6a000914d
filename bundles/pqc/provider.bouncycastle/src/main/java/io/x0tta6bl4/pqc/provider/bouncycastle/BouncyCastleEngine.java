package io.x0tta6bl4.pqc.provider.bouncycastle;

import io.x0tta6bl4.pqc.api.engine.ChosenRandom;
import io.x0tta6bl4.pqc.api.engine.Engine;
import io.x0tta6bl4.pqc.api.engine.Primitive;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.SecureRandom;
import java.security.SignatureException;
import java.util.EnumSet;
import java.util.Set;
import javax.security.auth.DestroyFailedException;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.SecretWithEncapsulation;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.generators.SLHDSAKeyPairGenerator;
import org.bouncycastle.crypto.kems.MLKEMExtractor;
import org.bouncycastle.crypto.kems.MLKEMGenerator;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.params.MLKEMParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLKEMPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithContext;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.params.SLHDSAKeyGenerationParameters;
import org.bouncycastle.crypto.params.SLHDSAParameters;
import org.bouncycastle.crypto.params.SLHDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.SLHDSAPublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.bouncycastle.crypto.signers.SLHDSASigner;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** Bouncy Castle below its provider: no names are looked up, and nothing is registered with the JDK. */
final class BouncyCastleEngine implements Engine {
    private static final int CONTEXT_LIMIT = 255;

    @Override
    public String name() {
        return "bouncycastle";
    }

    @Override
    public Set<Primitive> primitives() {
        return EnumSet.allOf(Primitive.class);
    }

    @Override
    public int contextLimit() {
        return CONTEXT_LIMIT;
    }

    @Override
    public byte[] privateKey(Primitive primitive, byte[] random) {
        if (primitive != Primitive.SLH_DSA_SHA2_128S && primitive != Primitive.SLH_DSA_SHA2_128F) return random.clone();
        var generator = new SLHDSAKeyPairGenerator();
        generator.init(new SLHDSAKeyGenerationParameters(new ChosenRandom(random), slhDsa(primitive)));
        return ((SLHDSAPrivateKeyParameters) generator.generateKeyPair().getPrivate()).getEncoded();
    }

    @Override
    public Native read(Primitive primitive, byte[] encoded) {
        return switch (primitive) {
            case ML_KEM_512, ML_KEM_768, ML_KEM_1024 -> {
                var key = new MLKEMPrivateKeyParameters(mlKem(primitive), encoded);
                yield new Native(key, key.getPublicKey());
            }
            case ML_DSA_44, ML_DSA_65, ML_DSA_87 -> {
                var key = new MLDSAPrivateKeyParameters(mlDsa(primitive), encoded);
                yield new Native(key, key.getPublicKey());
            }
            case SLH_DSA_SHA2_128S, SLH_DSA_SHA2_128F -> {
                var key = new SLHDSAPrivateKeyParameters(slhDsa(primitive), encoded);
                yield new Native(key, key.getPublicKey());
            }
            case ED25519 -> {
                byte[] publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
                Ed25519.generatePublicKey(encoded, 0, publicKey, 0);
                yield new Native(new Octets(encoded.clone()), publicKey);
            }
            case X25519 -> {
                byte[] publicKey = new byte[X25519.POINT_SIZE];
                X25519.generatePublicKey(encoded, 0, publicKey, 0);
                yield new Native(new Octets(encoded.clone()), publicKey);
            }
        };
    }

    @Override
    public Sealed encapsulate(Primitive kem, byte[] publicKey, SecureRandom random) throws GeneralSecurityException {
        SecretWithEncapsulation made =
                new MLKEMGenerator(random).generateEncapsulated(new MLKEMPublicKeyParameters(mlKem(kem), publicKey));
        try {
            return new Sealed(made.getEncapsulation(), made.getSecret());
        } finally {
            destroy(made);
        }
    }

    private static void destroy(SecretWithEncapsulation made) throws InvalidKeyException {
        try {
            made.destroy();
        } catch (DestroyFailedException e) {
            throw new InvalidKeyException("the secret could not be wiped", e);
        }
    }

    @Override
    public byte[] decapsulate(Primitive kem, Native key, byte[] ciphertext) {
        return new MLKEMExtractor((MLKEMPrivateKeyParameters) key.form()).extractSecret(ciphertext);
    }

    @Override
    public byte[] agree(Native key, byte[] publicKey) {
        byte[] agreed = new byte[X25519.POINT_SIZE];
        X25519.scalarMult(((Octets) key.form()).octets(), 0, publicKey, 0, agreed, 0);
        return agreed;
    }

    @Override
    public byte[] sign(Primitive primitive, Native key, byte[] message, byte[] context, SecureRandom random)
            throws GeneralSecurityException {
        try {
            return switch (primitive) {
                case ML_DSA_44, ML_DSA_65, ML_DSA_87 -> {
                    var hedged = new ParametersWithRandom((MLDSAPrivateKeyParameters) key.form(), random);
                    yield signed(new MLDSASigner(), new ParametersWithContext(hedged, context), message);
                }
                case SLH_DSA_SHA2_128S, SLH_DSA_SHA2_128F -> {
                    var signer = new SLHDSASigner();
                    var hedged = new ParametersWithRandom((SLHDSAPrivateKeyParameters) key.form(), random);
                    signer.init(true, new ParametersWithContext(hedged, context));
                    yield signer.generateSignature(message);
                }
                case ED25519 -> {
                    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
                    Ed25519.sign(((Octets) key.form()).octets(), 0, message, 0, message.length, signature, 0);
                    yield signature;
                }
                case ML_KEM_512, ML_KEM_768, ML_KEM_1024, X25519 -> throw noSignature(primitive);
            };
        } catch (CryptoException e) {
            throw new SignatureException(e);
        }
    }

    private static byte[] signed(Signer signer, org.bouncycastle.crypto.CipherParameters key, byte[] message)
            throws CryptoException {
        signer.init(true, key);
        signer.update(message, 0, message.length);
        return signer.generateSignature();
    }

    @Override
    public boolean verify(Primitive primitive, byte[] publicKey, byte[] message, byte[] context, byte[] signature) {
        switch (primitive) {
            case ML_DSA_44, ML_DSA_65, ML_DSA_87 -> {
                var key = new MLDSAPublicKeyParameters(mlDsa(primitive), publicKey);
                return verified(new MLDSASigner(), new ParametersWithContext(key, context), message, signature);
            }
            case SLH_DSA_SHA2_128S, SLH_DSA_SHA2_128F -> {
                var signer = new SLHDSASigner();
                var key = new SLHDSAPublicKeyParameters(slhDsa(primitive), publicKey);
                signer.init(false, new ParametersWithContext(key, context));
                return signer.verifySignature(message, signature);
            }
            case ED25519 -> {
                return verified(new Ed25519Signer(), new Ed25519PublicKeyParameters(publicKey), message, signature);
            }
            case ML_KEM_512, ML_KEM_768, ML_KEM_1024, X25519 -> throw noSignature(primitive);
        }
        throw noSignature(primitive);
    }

    private static boolean verified(
            Signer signer, org.bouncycastle.crypto.CipherParameters key, byte[] message, byte[] signature) {
        signer.init(false, key);
        signer.update(message, 0, message.length);
        return signer.verifySignature(signature);
    }

    private static IllegalArgumentException noSignature(Primitive primitive) {
        return new IllegalArgumentException(primitive.standardName() + " is no signature");
    }

    private static MLKEMParameters mlKem(Primitive primitive) {
        return switch (primitive) {
            case ML_KEM_512 -> MLKEMParameters.ml_kem_512;
            case ML_KEM_768 -> MLKEMParameters.ml_kem_768;
            case ML_KEM_1024 -> MLKEMParameters.ml_kem_1024;
            default -> throw new IllegalArgumentException(primitive.standardName() + " is no KEM");
        };
    }

    private static MLDSAParameters mlDsa(Primitive primitive) {
        return switch (primitive) {
            case ML_DSA_44 -> MLDSAParameters.ml_dsa_44;
            case ML_DSA_65 -> MLDSAParameters.ml_dsa_65;
            case ML_DSA_87 -> MLDSAParameters.ml_dsa_87;
            default -> throw noSignature(primitive);
        };
    }

    private static SLHDSAParameters slhDsa(Primitive primitive) {
        return switch (primitive) {
            case SLH_DSA_SHA2_128S -> SLHDSAParameters.sha2_128s;
            case SLH_DSA_SHA2_128F -> SLHDSAParameters.sha2_128f;
            default -> throw noSignature(primitive);
        };
    }

    /** A key of X25519 or Ed25519 as it is, so that it can be wiped: Bouncy Castle's own forms of them cannot. */
    private record Octets(byte[] octets) implements javax.security.auth.Destroyable {
        @Override
        public void destroy() {
            java.util.Arrays.fill(octets, (byte) 0);
        }
    }
}
