package io.x0tta6bl4.channel.provider.jsse;

import io.x0tta6bl4.identity.api.X509Svid;
import java.net.Socket;
import java.security.AsymmetricKey;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.NamedParameterSpec;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** Shows the SVID of the moment; the last eight stay known by name until running handshakes have ended. */
final class OwnKeys extends X509ExtendedKeyManager {
    private static final int KEPT = 8;

    private final Supplier<Optional<X509Svid>> source;
    private final Map<String, X509Svid> named = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, X509Svid> eldest) {
            return size() > KEPT;
        }
    });

    OwnKeys(Supplier<Optional<X509Svid>> source) {
        this.source = source;
    }

    /** Key types come as {@code EC}, {@code EC/secp256r1} or {@code ML-DSA-65}. */
    private @Nullable String name(String... types) {
        Optional<X509Svid> now = source.get();
        if (now.isEmpty()) return null;
        for (String type : types) {
            if (!fits(type.split("/")[0], now.get())) continue;
            String name = now.get().leaf().getSerialNumber().toString(16);
            named.put(name, Cryptography.readable(now.get()));
            return name;
        }
        return null;
    }

    /** The JDK calls every ML-DSA key {@code ML-DSA}, Bouncy Castle by its parameters. */
    private static boolean fits(String type, X509Svid svid) {
        String algorithm = svid.leaf().getPublicKey().getAlgorithm();
        if (type.startsWith("ML-DSA") && svid.key() instanceof AsymmetricKey key)
            return key.getParams() instanceof NamedParameterSpec parameters
                    ? parameters.getName().equals(type)
                    : algorithm.equals(type);
        return type.equals(algorithm) || type.equals("EC") && algorithm.startsWith("EC");
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String type, Principal[] issuers, SSLEngine engine) {
        return name(type);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
        return name(types);
    }

    @Override
    public @Nullable String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
        return name(type);
    }

    @Override
    public @Nullable String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
        return name(types);
    }

    @Override
    public String @Nullable [] getClientAliases(String type, Principal[] issuers) {
        String name = name(type);
        return name == null ? null : new String[] {name};
    }

    @Override
    public String @Nullable [] getServerAliases(String type, Principal[] issuers) {
        return getClientAliases(type, issuers);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String name) {
        X509Svid svid = named.get(name);
        return svid == null ? null : svid.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String name) {
        X509Svid svid = named.get(name);
        return svid == null ? null : svid.key();
    }
}
