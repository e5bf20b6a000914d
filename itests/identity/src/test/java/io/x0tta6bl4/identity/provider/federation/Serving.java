package io.x0tta6bl4.identity.provider.federation;

import static org.awaitility.Awaitility.await;

import io.x0tta6bl4.identity.provider.embedded.EmbeddedIdentity;
import io.x0tta6bl4.platform.api.SelfTestResult;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/** The bundle endpoint of a node on a port of this host, wired as the framework would. */
public final class Serving implements AutoCloseable {
    /** The most connections at a time. */
    public static final int CONNECTIONS = Port.CONNECTIONS;

    private final FederationEndpoint endpoint;

    public Serving(EmbeddedIdentity identity, int port, boolean intermediate, Duration limit) {
        this.endpoint = new FederationEndpoint(
                        Optional.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)),
                        "/bundle",
                        intermediate ? Offer.INTERMEDIATE : Offer.MODERN,
                        limit)
                .with(identity, identity);
    }

    /** As a node does it. */
    public static Serving of(EmbeddedIdentity identity) {
        return new Serving(identity, 0, false, Duration.ofSeconds(10)).listening();
    }

    /** Also for the TLS of the JDK, which has no post-quantum key exchange. */
    public static Serving forAll(EmbeddedIdentity identity) {
        return new Serving(identity, 0, true, Duration.ofSeconds(10)).listening();
    }

    public Serving listening() {
        await().until(() -> endpoint.address().isPresent());
        return this;
    }

    public int port() {
        return endpoint.address().orElseThrow().getPort();
    }

    public String url() {
        return "https://127.0.0.1:" + port() + "/bundle";
    }

    public SelfTestResult selfTest() {
        return endpoint.selfTest();
    }

    public long changes() {
        return endpoint.changes();
    }

    @Override
    public void close() {
        endpoint.close();
    }
}
