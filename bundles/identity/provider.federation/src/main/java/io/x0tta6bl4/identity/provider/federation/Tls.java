package io.x0tta6bl4.identity.provider.federation;

import io.x0tta6bl4.identity.api.X509Svid;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.jsse.BCSSLParameters;
import org.bouncycastle.jsse.BCSSLSocket;
import org.bouncycastle.jsse.provider.BouncyCastleJsseProvider;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCryptoProvider;
import org.jspecify.annotations.Nullable;

/**
 * How bundle endpoints are spoken to. Every connection has a context of its own, so that no session is taken up again that was begun
 * under another bundle or another SVID. Registers no provider.
 */
final class Tls {
    private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();
    private static final Provider OPEN =
            new BouncyCastleJsseProvider(false, new JcaTlsCryptoProvider().setProvider(BOUNCY_CASTLE));
    private static final Provider HYBRID = new BouncyCastleJsseProvider(false, new HybridOnly(BOUNCY_CASTLE));

    private Tls() {}

    /** For {@code https_web}: what this JDK trusts, and the host of the address. */
    static SSLContext web() {
        return web(null);
    }

    static SSLContext web(TrustManager @Nullable [] trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(null, trust, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    /** For {@code https_spiffe}; also with classical groups, for endpoints of others that have no other, as a bundle is no secret. */
    static SSLContext spiffe(X509ExtendedTrustManager trust) {
        return context(OPEN, new KeyManager[0], new TrustManager[] {trust});
    }

    static SSLParameters client() {
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3"});
        return parameters;
    }

    /** The server's side of a connection that was accepted, before its handshake. It asks nobody who he is. */
    static SSLSocket server(Socket plain, X509Svid svid, Offer offer) throws IOException {
        SSLContext context = context(
                offer == Offer.MODERN ? HYBRID : OPEN, new KeyManager[] {new OneSvid(svid)}, new TrustManager[0]);
        SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket(plain, plain.getInetAddress().getHostAddress(), plain.getPort(), true);
        socket.setUseClientMode(false);
        BCSSLSocket set = (BCSSLSocket) socket;
        BCSSLParameters parameters = set.getParameters();
        parameters.setProtocols(offer.protocols());
        parameters.setCipherSuites(offer.ciphers());
        parameters.setNamedGroups(offer.groups());
        parameters.setUseNamedGroupsOrder(true);
        parameters.setUseCipherSuitesOrder(true);
        parameters.setNeedClientAuth(false);
        set.setParameters(parameters);
        return socket;
    }

    private static SSLContext context(Provider provider, KeyManager[] keys, TrustManager[] trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLS", provider);
            context.init(keys, trust, SecureRandom.getInstance("DRBG"));
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }
}
