package io.x0tta6bl4.channel.provider.jsse;

import io.x0tta6bl4.identity.api.X509Svid;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.crypto.KeyAgreement;
import org.bouncycastle.jcajce.util.DefaultJcaJceHelper;
import org.bouncycastle.jcajce.util.JcaJceHelper;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.EncryptionAlgorithm;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.TlsCipher;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.TlsDHConfig;
import org.bouncycastle.tls.crypto.TlsDHDomain;
import org.bouncycastle.tls.crypto.TlsECConfig;
import org.bouncycastle.tls.crypto.TlsECDomain;
import org.bouncycastle.tls.crypto.TlsSecret;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCryptoProvider;

/**
 * AES-GCM, hashes and ML-KEM from the JDK, classical curves from Bouncy Castle: each where it is fastest; Bouncy Castle's AES-GCM
 * would cost a factor of 25. And the guard: bctls 1.84 lists secp256r1 as a group because it ties it to ECDSA certificates, so a
 * key exchange with it, or with anything else classical on its own, is stopped here.
 */
final class Cryptography extends JcaTlsCryptoProvider {
    private static final Set<String> CURVES =
            Set.of("ec", "ecdh", "ecdsa", "xdh", "x25519", "ed25519", "eddsa", "nonewithecdsa");

    /** Making one is dear, and it has no state of ours. */
    private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();

    private final JcaJceHelper helper = new Mix(BOUNCY_CASTLE);
    private final boolean hybrid;

    Cryptography(Group group) {
        this.hybrid = group == Group.X25519MLKEM768;
    }

    @Override
    public JcaJceHelper getHelper() {
        return helper;
    }

    @Override
    public JcaTlsCrypto create(SecureRandom keys, SecureRandom nonces) {
        return new Guarded(helper, keys, nonces, hybrid);
    }

    /** The one provider of the cipher that protects the data, whatever others are registered with the JDK. */
    static Provider cipherProvider() {
        Provider provider = Security.getProvider("SunJCE");
        if (provider == null)
            throw new IllegalStateException("this JDK has no provider SunJCE; use a JDK 25 as it is delivered");
        return provider;
    }

    /** The same SVID in the classes that bctls knows: of ML-DSA it takes Bouncy Castle's alone. */
    static X509Svid readable(X509Svid svid) {
        if (!svid.key().getAlgorithm().startsWith("ML-DSA")) return svid;
        try {
            CertificateFactory certificates = CertificateFactory.getInstance("X.509", BOUNCY_CASTLE);
            List<X509Certificate> chain = new ArrayList<>();
            for (X509Certificate one : svid.chain())
                chain.add(
                        (X509Certificate) certificates.generateCertificate(new ByteArrayInputStream(one.getEncoded())));
            PrivateKey key = KeyFactory.getInstance("ML-DSA", BOUNCY_CASTLE)
                    .generatePrivate(new PKCS8EncodedKeySpec(svid.key().getEncoded()));
            return new X509Svid(svid.id(), chain, key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the SVID " + svid + " cannot be used by the channel: " + e, e);
        }
    }

    private static final class Guarded extends JcaTlsCrypto {
        private final boolean hybrid;

        Guarded(JcaJceHelper helper, SecureRandom keys, SecureRandom nonces, boolean hybrid) {
            super(helper, keys, nonces);
            this.hybrid = hybrid;
        }

        /** Whatever else is asked for was never offered. */
        @Override
        public TlsCipher createCipher(TlsCryptoParameters parameters, int encryption, int mac) throws IOException {
            return switch (encryption) {
                case EncryptionAlgorithm.AES_128_GCM -> new GcmRecords(parameters, 16, cipherProvider());
                case EncryptionAlgorithm.AES_256_GCM -> new GcmRecords(parameters, 32, cipherProvider());
                default -> throw new TlsFatalAlert(AlertDescription.internal_error);
            };
        }

        @Override
        public TlsECDomain createECDomain(TlsECConfig config) {
            if (hybrid && config.getNamedGroup() == NamedGroup.x25519)
                return HalfSecret.of(super.createECDomain(config));
            throw new IllegalStateException("the peer wants the classical key exchange "
                    + NamedGroup.getText(config.getNamedGroup()) + "; this channel has none");
        }

        @Override
        public TlsSecret createHybridSecret(TlsSecret first, TlsSecret second) {
            return super.createHybridSecret(HalfSecret.opened(first), HalfSecret.opened(second));
        }

        @Override
        public TlsDHDomain createDHDomain(TlsDHConfig config) {
            throw new IllegalStateException("the peer wants a classical key exchange; this channel has none");
        }
    }

    private static final class Mix extends DefaultJcaJceHelper {
        private final Provider bc;

        Mix(Provider bc) {
            this.bc = bc;
        }

        private boolean curve(String algorithm) {
            String name = algorithm.toLowerCase(Locale.ROOT);
            return CURVES.contains(name)
                    || name.startsWith("ml-dsa")
                    || name.endsWith("withecdsa")
                    || name.endsWith("withrsaandmgf1");
        }

        @Override
        public KeyAgreement createKeyAgreement(String algorithm) throws NoSuchAlgorithmException {
            return curve(algorithm) ? KeyAgreement.getInstance(algorithm, bc) : KeyAgreement.getInstance(algorithm);
        }

        @Override
        public KeyPairGenerator createKeyPairGenerator(String algorithm) throws NoSuchAlgorithmException {
            return curve(algorithm)
                    ? KeyPairGenerator.getInstance(algorithm, bc)
                    : KeyPairGenerator.getInstance(algorithm);
        }

        @Override
        public KeyFactory createKeyFactory(String algorithm) throws NoSuchAlgorithmException {
            return curve(algorithm) ? KeyFactory.getInstance(algorithm, bc) : KeyFactory.getInstance(algorithm);
        }

        @Override
        public java.security.AlgorithmParameters createAlgorithmParameters(String algorithm)
                throws NoSuchAlgorithmException {
            return curve(algorithm)
                    ? java.security.AlgorithmParameters.getInstance(algorithm, bc)
                    : java.security.AlgorithmParameters.getInstance(algorithm);
        }

        @Override
        public Signature createSignature(String algorithm) throws NoSuchAlgorithmException {
            return curve(algorithm) ? Signature.getInstance(algorithm, bc) : Signature.getInstance(algorithm);
        }

        @Override
        public CertificateFactory createCertificateFactory(String type) throws CertificateException {
            return CertificateFactory.getInstance(type, bc);
        }

        @Override
        public SecureRandom createSecureRandom(String algorithm) throws NoSuchAlgorithmException {
            return algorithm.equals("DEFAULT")
                    ? SecureRandom.getInstance(algorithm, bc)
                    : SecureRandom.getInstance(algorithm);
        }
    }
}
