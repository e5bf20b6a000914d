package io.x0tta6bl4.identity.provider.federation;

import io.x0tta6bl4.identity.api.X509Svid;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** Shows one SVID: that of the moment at which the connection was accepted. */
final class OneSvid extends X509ExtendedKeyManager {
    private static final String NAME = "svid";

    private final X509Svid svid;

    OneSvid(X509Svid svid) {
        this.svid = svid;
    }

    /** Key types come as {@code EC}, {@code EC/secp256r1}, {@code ECDHE_ECDSA}, {@code RSA} or {@code RSASSA-PSS}. */
    private @Nullable String name(String type) {
        String algorithm = svid.leaf().getPublicKey().getAlgorithm();
        boolean fits = algorithm.startsWith("EC")
                ? type.startsWith("EC/") || type.equals("EC") || type.equals("ECDHE_ECDSA")
                : type.contains(algorithm);
        return fits ? NAME : null;
    }

    @Override
    public @Nullable String chooseServerAlias(String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return name(type);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String type, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return name(type);
    }

    @Override
    public @Nullable String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
        return null;
    }

    @Override
    public String @Nullable [] getClientAliases(String type, Principal[] issuers) {
        return null;
    }

    @Override
    public String @Nullable [] getServerAliases(String type, Principal[] issuers) {
        String name = name(type);
        return name == null ? null : new String[] {name};
    }

    @Override
    public X509Certificate[] getCertificateChain(String name) {
        return svid.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String name) {
        return svid.key();
    }
}
