package io.x0tta6bl4.identity.provider.federation;

import io.x0tta6bl4.identity.api.BundleSource;
import io.x0tta6bl4.identity.api.SvidSource;
import io.x0tta6bl4.identity.api.TrustBundle;
import io.x0tta6bl4.identity.api.X509Svid;
import io.x0tta6bl4.identity.provider.federation.Relationship.Profile;
import io.x0tta6bl4.platform.api.HotReference;
import io.x0tta6bl4.platform.api.Retired;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * The bundle endpoint of the own trust domain (SPIFFE Federation, section 5.2.2.3): whoever asks gets its bundle of this moment, from
 * a server that shows the node's own SVID of this moment. Nobody is asked who he is: a bundle is public.
 */
@Component(
        service = SelfTest.class,
        immediate = true,
        property = {"x0.capability=identity", "x0.name=federation-endpoint"},
        configurationPid = "io.x0tta6bl4.identity.provider.federation.FederationEndpoint")
public final class FederationEndpoint implements SelfTest {
    private static final Duration GATE = Duration.ofSeconds(2);
    private static final Duration CONNECTION = Duration.ofSeconds(10);
    private static final Duration PROBE = Duration.ofMillis(900);

    /** Where it serves. */
    public @interface Config {
        /** 0 for none. */
        int port() default 0;

        /** Of this host; by default all of them. */
        String address() default "0.0.0.0";

        String path() default "/";

        /** Also TLS 1.2 and classical key exchanges, as in Mozilla's intermediate compatibility; else only a post-quantum one. */
        boolean intermediate() default false;
    }

    private final HotReference<BundleSource> bundles = new HotReference<>("trust bundles", GATE);
    private final HotReference<SvidSource> svids = new HotReference<>("identity of the node", GATE);
    private final String path;
    private final Offer offer;
    private final Optional<Port> port;

    @Activate
    public FederationEndpoint(Config config) {
        this(
                config.port() == 0
                        ? Optional.empty()
                        : Optional.of(new InetSocketAddress(config.address(), config.port())),
                config.path(),
                config.intermediate() ? Offer.INTERMEDIATE : Offer.MODERN,
                CONNECTION);
    }

    /** @param limit for a whole connection */
    FederationEndpoint(Optional<InetSocketAddress> address, String path, Offer offer, Duration limit) {
        if (!path.startsWith("/") || !path.equals(URI.create(path).getRawPath()))
            throw new IllegalArgumentException("'" + path + "' is no path; it begins with a slash and has no query");
        this.path = path;
        this.offer = offer;
        this.port = address.map(at -> new Port(at, limit, this::hold));
    }

    private void hold(Socket plain) throws IOException {
        X509Svid svid = svids.call(SvidSource::svid).orElseThrow(() -> new IOException("the node has no SVID"));
        try (SSLSocket socket = Tls.server(plain, svid, offer)) {
            socket.startHandshake();
            Answer answer = Answer.to(Request.read(socket.getInputStream()), path, this::bundle);
            socket.getOutputStream().write(answer.octets());
            socket.getOutputStream().flush();
        }
    }

    private Optional<TrustBundle> bundle() {
        try {
            return bundles.call(source -> source.bundle(source.trustDomain()));
        } catch (Retired absent) {
            return Optional.empty();
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindBundles(ServiceReference<BundleSource> reference, BundleSource service) {
        bundles.bind(reference, service);
    }

    void unbindBundles(ServiceReference<BundleSource> reference) {
        bundles.unbind(reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindSvids(ServiceReference<SvidSource> reference, SvidSource service) {
        svids.bind(reference, service);
    }

    void unbindSvids(ServiceReference<SvidSource> reference) {
        svids.unbind(reference);
    }

    /** Stands for the framework in a test. */
    FederationEndpoint with(BundleSource source, SvidSource own) {
        bundles.bind(0, source);
        svids.bind(0, own);
        return this;
    }

    /** Where it listens. */
    Optional<InetSocketAddress> address() {
        return port.flatMap(Port::address);
    }

    @Deactivate
    void close() {
        port.ifPresent(Port::close);
        bundles.close();
        svids.close();
    }

    /** A port that is free at last is asked at once. */
    @Override
    public long changes() {
        return port.map(Port::changes).orElse(0L);
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of("fetch the own bundle from the own endpoint", this::probe);
    }

    private String probe() throws InterruptedException {
        if (port.isEmpty()) return "off: no port is configured";
        port.get().trouble().ifPresent(why -> {
            throw new IllegalStateException(why);
        });
        InetSocketAddress at = port.get().address().orElseThrow();
        X509Svid svid = svids.call(SvidSource::svid)
                .orElseThrow(() -> new IllegalStateException("the node has no SVID to show at its bundle endpoint"));
        Fetch fetch =
                new Fetch(domain -> bundles.call(source -> source.bundle(domain)), InstantSource.system(), Tls::web);
        Reply reply = fetch.fetch(own(at), new Profile.Spiffe(svid.id(), Optional.empty()), PROBE);
        if (reply instanceof Reply.Failed(String why)) throw new IllegalStateException("its own endpoint: " + why);
        return "serving at port " + at.getPort() + ", " + path + ", as " + svid.id();
    }

    private URI own(InetSocketAddress at) {
        String host = at.getAddress().isAnyLocalAddress()
                ? InetAddress.getLoopbackAddress().getHostAddress()
                : at.getAddress().getHostAddress();
        return URI.create("https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + at.getPort() + path);
    }
}
