package io.x0tta6bl4.channel.provider.jsse;

import io.x0tta6bl4.channel.api.SecureChannel;
import io.x0tta6bl4.identity.api.SpiffeId;
import jakarta.servlet.Filter;
import java.lang.ref.WeakReference;
import java.net.InetSocketAddress;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import org.apache.felix.http.jetty.ConnectorFactory;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Serves every HTTP endpoint of the node also over the channel, on all addresses, when the node was given a port for it. The
 * verified identity of the caller goes with each request, where policy is asked for it; while nobody asks it, the door is shut.
 */
@Component(
        service = {},
        immediate = true)
public final class HttpsDoor {
    /** Request attribute with the SPIFFE ID of the caller. */
    static final String PEER = "io.x0tta6bl4.channel.peer";

    private static final int HEADER_LIMIT = 16 * 1024;

    private final @Nullable ServiceRegistration<ConnectorFactory> registration;

    @Activate
    public HttpsDoor(
            BundleContext context,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) JsseChannel channel,
            @Reference(target = "(x0.gate=policy)", policyOption = ReferencePolicyOption.GREEDY) Filter gate) {
        String port = context.getProperty("x0.https");
        registration = port == null
                ? null
                : context.registerService(
                        ConnectorFactory.class, server -> connector(server, channel, Integer.parseInt(port)), null);
    }

    @Deactivate
    void close() {
        if (registration != null) registration.unregister();
    }

    static Connector connector(Server server, SecureChannel channel, int port) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(HEADER_LIMIT);
        http.addCustomizer(new SecureRequestCustomizer(false));
        http.addCustomizer((request, headers) -> named(request, headers, channel));
        ServerConnector connector =
                new ServerConnector(server, 1, 1, new Secured(channel), new HttpConnectionFactory(http));
        connector.setPort(port);
        connector.setIdleTimeout(SecureChannel.HANDSHAKE_LIMIT.toMillis());
        connector.addBean(new SslHandshakeListener() {
            @Override
            public void handshakeFailed(Event event, Throwable failure) {
                EndPoint end = event.getEndPoint();
                channel.failed(
                        "a caller from " + (end == null ? "an unknown address" : end.getRemoteSocketAddress()),
                        failure);
            }
        });
        return connector;
    }

    /** A request whose caller cannot be named has no identity, and is refused where policy is asked. */
    private static Request named(Request request, HttpFields.Mutable headers, SecureChannel channel) {
        if (request.getConnectionMetaData().getConnection().getEndPoint() instanceof SslConnection.SslEndPoint end)
            channel.peer(end.getSslConnection().getSSLEngine())
                    .map(SpiffeId::toString)
                    .ifPresent(peer -> request.setAttribute(PEER, peer));
        return request;
    }

    /** Tells the channel how each connection is ended. */
    private static final class Secured extends SslConnectionFactory {
        private final SecureChannel channel;

        Secured(SecureChannel channel) {
            super(new Engines(channel), "http/1.1");
            this.channel = channel;
        }

        @Override
        protected SslConnection newSslConnection(Connector connector, EndPoint end, SSLEngine engine) {
            // Weakly: what ends a connection must not keep it.
            WeakReference<EndPoint> held = new WeakReference<>(end);
            channel.endBy(engine, () -> Optional.ofNullable(held.get()).ifPresent(EndPoint::close));
            return super.newSslConnection(connector, end, engine);
        }
    }

    /** Engines of the channel, as they are: nothing of Jetty's settings is put into them. */
    private static final class Engines extends SslContextFactory.Server {
        private final SecureChannel channel;

        Engines(SecureChannel channel) {
            this.channel = channel;
            setSslContext(channel.context());
            setNeedClientAuth(true);
        }

        @Override
        public SSLEngine newSSLEngine() {
            return channel.serverEngine();
        }

        @Override
        public SSLEngine newSSLEngine(InetSocketAddress address) {
            return channel.serverEngine();
        }

        @Override
        public void customize(SSLEngine engine) {}

        /** Would look at the context's own settings, which no engine has, and warn of them. */
        @Override
        protected void checkConfiguration() {}
    }
}
