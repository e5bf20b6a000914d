package io.x0tta6bl4.channel.provider.jsse;

import java.io.IOException;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.TlsAgreement;
import org.bouncycastle.tls.crypto.TlsECDomain;
import org.bouncycastle.tls.crypto.TlsEncryptor;
import org.bouncycastle.tls.crypto.TlsSecret;

/**
 * What two peers share by X25519. It is good for nothing but to be put together with what they share by ML-KEM, so that nothing is
 * ever protected by it alone, whatever groups somebody sets on an engine.
 */
record HalfSecret(TlsSecret classical) implements TlsSecret {
    /** The curve, as far as it is the classical half of a hybrid. */
    static TlsECDomain of(TlsECDomain domain) {
        return () -> {
            TlsAgreement agreement = domain.createECDH();
            return new TlsAgreement() {
                @Override
                public byte[] generateEphemeral() throws IOException {
                    return agreement.generateEphemeral();
                }

                @Override
                public void receivePeerValue(byte[] value) throws IOException {
                    agreement.receivePeerValue(value);
                }

                @Override
                public TlsSecret calculateSecret() throws IOException {
                    return new HalfSecret(agreement.calculateSecret());
                }
            };
        };
    }

    /** The secret as it may go into a hybrid. */
    static TlsSecret opened(TlsSecret secret) {
        return secret instanceof HalfSecret half ? half.classical() : secret;
    }

    private static IllegalStateException alone() {
        return new IllegalStateException("the peer wants the classical key exchange x25519; this channel has none");
    }

    @Override
    public byte[] calculateHMAC(int algorithm, byte[] octets, int at, int length) {
        throw alone();
    }

    @Override
    public TlsSecret deriveUsingPRF(int algorithm, String label, byte[] seed, int length) {
        throw alone();
    }

    @Override
    public void destroy() {
        classical.destroy();
    }

    @Override
    public byte[] encrypt(TlsEncryptor encryptor) throws IOException {
        throw new TlsFatalAlert(AlertDescription.internal_error);
    }

    @Override
    public byte[] extract() {
        throw alone();
    }

    @Override
    public TlsSecret hkdfExpand(int algorithm, byte[] info, int length) {
        throw alone();
    }

    @Override
    public TlsSecret hkdfExtract(int algorithm, TlsSecret material) {
        throw alone();
    }

    @Override
    public boolean isAlive() {
        return classical.isAlive();
    }

    @Override
    public String toString() {
        return "half a secret";
    }
}
