package io.x0tta6bl4.channel.provider.jsse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.x0tta6bl4.channel.provider.jsse.Issuer.Wish;
import io.x0tta6bl4.identity.api.X509Svid;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said on the wire, read from its octets and not from what either side believes. */
class WireTest {
    private static final int X25519MLKEM768 = 0x11EC;
    private static final int SECP256R1 = 0x0017;
    private static final int ALERT = 21;
    private static final String A = "spiffe://prod.example/node/a";
    private static final String B = "spiffe://prod.example/node/b";
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final Issuer PROD = new Issuer("prod.example");

    private Served server;

    @BeforeEach
    void open() throws IOException {
        server = new Served(new Node(PROD.svid(A), PROD).allows(B));
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private void refused(String why) {
        await().atMost(SOON).until(() -> server.node.written.stream().anyMatch(w -> w.contains(why)));
        assertThat(server.node.channel.peers()).isEmpty();
    }

    @Test
    void a_caller_offers_a_key_share_of_the_hybrid_group_alone_and_the_server_takes_it() throws IOException {
        try (SSLSocket peer = server.calledBy(new Node(PROD.svid(B), PROD).allows(A))) {
            assertThat(Served.say(peer)).isEqualTo("HELLO, THIS IS PLAIN");
        }
        assertThat(server.wire.shares()).containsExactly(X25519MLKEM768);
        // bctls 1.84 names the curve of ECDSA certificates among the groups; nobody gets a key exchange with it.
        assertThat(server.wire.offered()).containsExactly(X25519MLKEM768, SECP256R1);
        assertThat(server.wire.group()).isEqualTo(X25519MLKEM768);
    }

    /** The JDK's own TLS, which has no post-quantum group, and believes everybody. */
    private static SSLContext classical(Optional<X509Svid> svid) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        if (svid.isPresent())
            store.setKeyEntry(
                    "own", svid.get().key(), new char[0], svid.get().chain().toArray(X509Certificate[]::new));
        keys.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), new TrustManager[] {new Anybody()}, null);
        return context;
    }

    private String calledWith(String protocol, String... groups) throws Exception {
        try (SSLSocket socket = (SSLSocket)
                classical(Optional.of(PROD.svid(B))).getSocketFactory().createSocket()) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setProtocols(new String[] {protocol});
            parameters.setNamedGroups(groups);
            socket.setSSLParameters(parameters);
            socket.connect(server.wire.address());
            return Served.say(socket);
        } catch (IOException refused) {
            return "refused";
        }
    }

    @ParameterizedTest
    @CsvSource({"x25519, 0x001D", "secp256r1, 0x0017", "secp384r1, 0x0018", "ffdhe2048, 0x0100"})
    void a_caller_that_offers_a_classical_group_alone_hears_an_alert_and_no_hello(String group, String number)
            throws Exception {
        assertThat(calledWith("TLSv1.3", group)).isEqualTo("refused");
        assertThat(server.wire.offered()).containsExactly(Integer.decode(number));
        refused("the handshake failed");
        assertThat(Wire.records(server.wire.fromServer)).containsOnly(ALERT);
    }

    /** 70 is protocol_version (RFC 8446, 6). */
    @Test
    void a_caller_of_tls_1_2_hears_an_alert_and_no_hello() throws Exception {
        assertThat(calledWith("TLSv1.2", "secp256r1")).isEqualTo("refused");
        refused("the handshake failed: protocol_version(70)");
        assertThat(server.wire.fromServer.toByteArray()).endsWith((byte) 2, (byte) 70);
    }

    /** A server that has the curve which the ClientHello names asks for it by a HelloRetryRequest. */
    @Test
    void a_called_server_that_asks_for_a_classical_group_hears_an_alert_and_no_second_hello() throws Exception {
        try (SSLServerSocket classical = (SSLServerSocket) classical(Optional.of(PROD.svid(A)))
                        .getServerSocketFactory()
                        .createServerSocket(0, 5, InetAddress.getLoopbackAddress());
                Wire between = new Wire(classical.getLocalPort())) {
            SSLParameters parameters = classical.getSSLParameters();
            parameters.setNamedGroups(new String[] {"secp256r1"});
            parameters.setProtocols(new String[] {"TLSv1.3"});
            classical.setSSLParameters(parameters);
            Thread.ofVirtual().start(() -> {
                try (Socket peer = classical.accept()) {
                    peer.getInputStream().read();
                } catch (IOException refused) {
                    // What is asserted stands on the wire.
                }
            });
            Node client = new Node(PROD.svid(B), PROD).allows(A);
            assertThatThrownBy(() -> client.channel.call(between.address(), Optional.empty()))
                    .isInstanceOf(IOException.class);
            assertThat(between.group()).isEqualTo(SECP256R1);
            await().atMost(SOON).until(() -> Wire.records(between.fromClient).contains(ALERT));
            assertThat(Wire.records(between.fromClient).stream().filter(type -> type == 22))
                    .hasSize(1);
            assertThat(client.written)
                    .singleElement()
                    .asString()
                    .contains("the handshake failed", "the classical key exchange secp256r1");
        }
    }

    /** Whoever drives an engine can set what it likes; x25519 alone is worth nothing to either side. */
    @ParameterizedTest
    @CsvSource({"true, x25519", "false, x25519", "true, secp256r1", "false, secp256r1"})
    void no_setting_of_an_engine_makes_it_speak_by_a_classical_group(boolean ourServer, String group) throws Exception {
        Node ours = new Node(PROD.svid(A), PROD).allows(B);
        SSLEngine engine =
                ourServer ? ours.channel.serverEngine() : ours.channel.context().createSSLEngine("peer", 1);
        engine.setUseClientMode(!ourServer);
        SSLParameters parameters = new SSLParameters();
        // With the curve of its certificate, without which bctls shows none.
        parameters.setNamedGroups(Stream.of(group, "secp256r1").distinct().toArray(String[]::new));
        engine.setSSLParameters(parameters);
        SSLEngine theirs = classical(Optional.of(PROD.svid(B))).createSSLEngine("peer", 1);
        theirs.setUseClientMode(ourServer);
        SSLParameters other = theirs.getSSLParameters();
        other.setProtocols(new String[] {"TLSv1.3"});
        other.setNamedGroups(new String[] {group});
        theirs.setSSLParameters(other);
        assertThatThrownBy(() -> ChannelBench.shake(ourServer ? theirs : engine, ourServer ? engine : theirs))
                .isInstanceOf(Exception.class);
        assertThat(ours.channel.peers()).isEmpty();
    }

    /** The JDK's HTTP client by the context, which sets parameters of its own on the engine. */
    @Test
    void an_http_client_calls_by_the_context() throws Exception {
        Node client = new Node(PROD.svid(B), PROD).allows(A);
        try (Served http = new Served(new Node(PROD.svid(A), PROD).allows(B));
                HttpClient caller = HttpClient.newBuilder()
                        .sslContext(client.channel.context())
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            URI uri = URI.create("https://localhost:" + http.wire.address().getPort() + "/");
            // What answers speaks in capitals and no HTTP; that it was understood is enough.
            assertThatThrownBy(() -> caller.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()))
                    .hasMessageContaining("GET / HTTP/1.1");
            assertThat(http.wire.group()).isEqualTo(X25519MLKEM768);
            assertThat(http.wire.shares()).containsExactly(X25519MLKEM768);
        }
    }

    @Test
    void a_caller_without_a_certificate_is_refused() throws Exception {
        Node client = new Node(PROD.svid(B), PROD).allows(A);
        client.svid = Optional.empty();
        assertThatThrownBy(() -> Served.say(server.calledBy(client))).isInstanceOf(IOException.class);
        refused("the handshake failed: certificate_required(116)");
    }

    /** A handshake message may have 16 MiB by its length field. */
    @Test
    void an_oversized_message_is_refused_by_its_length_and_not_waited_for() throws Exception {
        try (Socket socket = new Socket(
                server.wire.address().getAddress(), server.wire.address().getPort())) {
            ByteArrayOutputStream record = new ByteArrayOutputStream();
            record.writeBytes(new byte[] {22, 3, 1, 0x40, 0, 1, (byte) 0xff, (byte) 0xff, (byte) 0xff});
            record.writeBytes(new byte[0x4000 - 4]);
            socket.getOutputStream().write(record.toByteArray());
            socket.setSoTimeout(8_000);
            socket.getInputStream().readAllBytes();
        } catch (IOException reset) {
            // Refused before all was read.
        }
        refused("the handshake failed");
    }

    @Test
    void an_oversized_certificate_is_refused() {
        String longest = "spiffe://prod.example/" + "x".repeat(40_000);
        X509Svid svid = new X509Svid(
                io.x0tta6bl4.identity.api.SpiffeId.parse(B),
                PROD.svid(B, Wish.of(longest)).chain(),
                PROD.svid(B).key());
        assertThatThrownBy(() -> Served.say(server.calledBy(new Node(svid, PROD).allows(A))))
                .isInstanceOf(IOException.class);
        refused("the handshake failed");
    }

    /** Whoever records all of it finds neither what was said nor who said it. */
    @Test
    void nothing_that_was_said_and_nobodys_name_can_be_read_on_the_wire() throws IOException {
        try (SSLSocket peer = server.calledBy(new Node(PROD.svid(B), PROD).allows(A))) {
            for (int i = 0; i < 50; i++) Served.say(peer);
        }
        for (ByteArrayOutputStream side : List.of(server.wire.fromClient, server.wire.fromServer)) {
            assertThat(side.toString(UTF_8).toLowerCase(java.util.Locale.ROOT))
                    .doesNotContain("hello", "plain", "prod.example", "spiffe", "node/");
            assertThat(Wire.records(side).stream().filter(type -> type == 23).count())
                    .isGreaterThan(50);
        }
    }

    /** SVIDs of ML-DSA-65 (draft-ietf-tls-mldsa), of one side or of both, by an authority of ML-DSA-65 or of P-256. */
    @ParameterizedTest
    @CsvSource({"EC, ML-DSA-65, ML-DSA-65", "ML-DSA-65, ML-DSA-65, ML-DSA-65", "ML-DSA-65, EC, EC", "EC, EC, ML-DSA-65"
    })
    void post_quantum_svids_are_shown_and_believed(String authority, String called, String calling) throws IOException {
        Issuer issuer = new Issuer("prod.example", keys(authority));
        Node ours = new Node(issuer.svid(A, Wish.of(A), keys(called)), issuer).allows(B);
        Node theirs = new Node(issuer.svid(B, Wish.of(B), keys(calling)), issuer).allows(A);
        try (Served own = new Served(ours);
                SSLSocket peer = own.calledBy(theirs)) {
            assertThat(Served.say(peer)).isEqualTo("HELLO, THIS IS PLAIN");
            assertThat(ours.written).isEmpty();
            assertThat(ours.channel.selfTest().passed()).isTrue();
        }
    }

    private static java.security.KeyPair keys(String algorithm) {
        return algorithm.equals("EC") ? Issuer.pair() : Issuer.pair(algorithm);
    }
}
