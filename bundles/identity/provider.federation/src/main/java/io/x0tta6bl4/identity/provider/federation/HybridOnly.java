package io.x0tta6bl4.identity.provider.federation;

import java.security.Provider;
import java.security.SecureRandom;
import org.bouncycastle.jcajce.util.JcaJceHelper;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.crypto.TlsECConfig;
import org.bouncycastle.tls.crypto.TlsECDomain;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCryptoProvider;

/** Stops a key exchange by a curve alone: of the groups that are offered, x25519 is a half of the post-quantum one and no group itself. */
final class HybridOnly extends JcaTlsCryptoProvider {
    HybridOnly(Provider provider) {
        setProvider(provider);
    }

    @Override
    public JcaTlsCrypto create(SecureRandom keys, SecureRandom nonces) {
        return new Guarded(getHelper(), keys, nonces);
    }

    private static final class Guarded extends JcaTlsCrypto {
        Guarded(JcaJceHelper helper, SecureRandom keys, SecureRandom nonces) {
            super(helper, keys, nonces);
        }

        @Override
        public TlsECDomain createECDomain(TlsECConfig config) {
            if (config.getNamedGroup() == NamedGroup.x25519) return super.createECDomain(config);
            throw new IllegalStateException("the caller wants the classical key exchange "
                    + NamedGroup.getText(config.getNamedGroup()) + "; this endpoint has none");
        }
    }
}
