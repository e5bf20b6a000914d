package io.x0tta6bl4.channel.provider.jsse;

import io.x0tta6bl4.identity.api.SpiffeId;
import java.io.IOException;
import java.security.KeyManagementException;
import java.security.SecureRandom;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/**
 * For libraries that insist on a context, such as the JDK's HTTP client: its engines are set up as those of the channel, and so are its
 * default parameters. It makes no sockets, which nobody could set up before their users do.
 */
final class PreparedContext extends SSLContext {
    PreparedContext(Transport transport, SSLContext context) {
        super(new Prepared(transport, context), context.getProvider(), context.getProtocol());
    }

    private static final class Prepared extends SSLContextSpi {
        private final Transport transport;
        private final SSLContext context;

        Prepared(Transport transport, SSLContext context) {
            this.transport = transport;
            this.context = context;
        }

        /** Whose engine it becomes is said later; that it asks for a certificate has no effect on a client. */
        private SSLEngine engine(String host, int port) {
            try {
                SSLEngine engine = transport.engine(false, host, port, Optional.<SpiffeId>empty());
                engine.setNeedClientAuth(true);
                return engine;
            } catch (IOException full) {
                throw new IllegalStateException(full.getMessage(), full);
            }
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            return engine("", 0);
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String host, int port) {
            return engine(host, port);
        }

        @Override
        protected SSLParameters engineGetDefaultSSLParameters() {
            return transport.parameters();
        }

        @Override
        protected SSLParameters engineGetSupportedSSLParameters() {
            return transport.parameters();
        }

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            throw new UnsupportedOperationException("use SecureChannel.call, or the engines of this context");
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            throw new UnsupportedOperationException("use SecureChannel.answer, or the engines of this context");
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            return context.getServerSessionContext();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            return context.getClientSessionContext();
        }

        @Override
        protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random)
                throws KeyManagementException {
            throw new KeyManagementException("the context of the channel has the node's identity and no other");
        }
    }
}
