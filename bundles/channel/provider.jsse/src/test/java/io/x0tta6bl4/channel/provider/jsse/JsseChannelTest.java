package io.x0tta6bl4.channel.provider.jsse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.x0tta6bl4.channel.provider.jsse.Issuer.Wish;
import io.x0tta6bl4.identity.api.SpiffeId;
import io.x0tta6bl4.identity.api.X509Svid;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsseChannelTest {
    private static final int X25519MLKEM768 = 0x11EC;
    private static final String A = "spiffe://prod.example/node/a";
    private static final String B = "spiffe://prod.example/node/b";
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final Issuer PROD = new Issuer("prod.example");
    private static final Issuer OTHER = new Issuer("other.example");

    private final Node server = new Node(PROD.svid(A), PROD).allows(B);
    private ServerSocket door;
    private Wire wire;

    @BeforeEach
    void open() throws IOException {
        door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        wire = new Wire(door.getLocalPort());
        Thread.ofVirtual().start(this::serve);
    }

    /** Answers with what it hears, in capitals. */
    private void serve() {
        try {
            while (true) {
                Socket plain = door.accept();
                Thread.ofVirtual().start(() -> {
                    try (SSLSocket peer = server.channel.answer(plain)) {
                        byte[] heard = new byte[64];
                        for (int n = peer.getInputStream().read(heard);
                                n > 0;
                                n = peer.getInputStream().read(heard))
                            peer.getOutputStream()
                                    .write(new String(heard, 0, n, UTF_8)
                                            .toUpperCase(java.util.Locale.ROOT)
                                            .getBytes(UTF_8));
                    } catch (IOException refused) {
                        // The journal has it.
                    }
                });
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    @AfterEach
    void close() throws IOException {
        wire.close();
        door.close();
    }

    private static String say(SSLSocket peer) throws IOException {
        peer.setSoTimeout(10_000);
        peer.getOutputStream().write("hello, this is plain".getBytes(UTF_8));
        return new String(peer.getInputStream().readNBytes(20), UTF_8);
    }

    private String call(Node client) throws IOException {
        try (SSLSocket peer = client.channel.call(wire.address(), Optional.empty())) {
            return say(peer);
        }
    }

    private static Node client(X509Svid svid) {
        return new Node(svid, PROD).allows(A);
    }

    private void refused(String why) {
        await().atMost(SOON).until(() -> server.written.stream().anyMatch(w -> w.contains(why)));
    }

    @Test
    void two_nodes_speak_by_the_hybrid_group_and_nothing_is_plain_on_the_wire() throws IOException {
        Node client = client(PROD.svid(B));
        try (SSLSocket peer = client.channel.call(wire.address(), Optional.of(SpiffeId.parse(A)))) {
            assertThat(say(peer)).isEqualTo("HELLO, THIS IS PLAIN");
            assertThat(wire.group()).isEqualTo(X25519MLKEM768);
            assertThat(client.channel.peers()).singleElement().satisfies(p -> {
                assertThat(p.id()).hasToString(A);
                assertThat(p.called()).isTrue();
                assertThat(p.protocol()).isEqualTo("TLSv1.3");
                assertThat(p.group()).isEqualTo("X25519MLKEM768");
                assertThat(p.cipher()).isEqualTo("TLS_AES_256_GCM_SHA384");
                assertThat(p.expires()).isAfter(Instant.now());
            });
            assertThat(server.channel.peers())
                    .singleElement()
                    .satisfies(p -> assertThat(p.id()).hasToString(B));
        }
        assertThat(wire.fromClient.toString(UTF_8)).doesNotContain("plain", "prod.example");
        assertThat(wire.fromServer.toString(UTF_8)).doesNotContain("PLAIN", "prod.example");
        assertThat(client.channel.peers()).isEmpty();
        await().atMost(SOON).until(() -> server.channel.peers().isEmpty());
        assertThat(server.written).isEmpty();
    }

    @Test
    void an_SVID_made_after_the_wall_clock_was_set_ahead_is_good_and_one_of_before_is_not() {
        Instant now = Instant.now();
        server.ahead = Duration.ofMinutes(30);
        server.svid = Optional.of(PROD.svid(A, Wish.of(A).valid(now.minusSeconds(60), now.plusSeconds(600))));
        assertThat(server.channel.selfTest().passed()).as("of before").isFalse();
        server.svid = Optional.of(PROD.svid(A, Wish.of(A).valid(now.plusSeconds(1200), now.plusSeconds(2400))));
        assertThat(server.channel.selfTest().passed()).as("of after").isTrue();
    }

    static Stream<Arguments> forgeries() {
        Instant now = Instant.now();
        return Stream.of(
                Arguments.of("EXPIRED", Wish.of(B).valid(now.minusSeconds(900), now.minusSeconds(300))),
                Arguments.of("NOT_YET_VALID", Wish.of(B).valid(now.plusSeconds(900), now.plusSeconds(1900))),
                Arguments.of("UNKNOWN_TRUST_DOMAIN", Wish.of("spiffe://prod.example.evil/node/b")),
                Arguments.of("FORGED_SIGNATURE", Wish.of(B).signedBy(Issuer.pair())),
                Arguments.of("CA_AS_LEAF", Wish.of(B).authority()),
                Arguments.of("SEVERAL_URI_SANS", Wish.of(B, B + "2")),
                Arguments.of("NO_URI_SAN", Wish.of()),
                Arguments.of("NO_PATH", Wish.of("spiffe://prod.example")),
                Arguments.of("NOT_A_SPIFFE_ID", Wish.of("https://prod.example/node/b")),
                Arguments.of("WRONG_KEY_USAGE", Wish.of(B).usage(KeyUsage.digitalSignature | KeyUsage.keyCertSign)));
    }

    @ParameterizedTest
    @MethodSource("forgeries")
    void a_caller_without_a_valid_svid_is_refused_with_the_reason_in_the_journal(String reason, Wish wish) {
        assertThatThrownBy(() -> call(client(PROD.svid(B, wish)))).isInstanceOf(IOException.class);
        refused(reason);
        assertThat(server.channel.peers()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("forgeries")
    void a_called_peer_without_a_valid_svid_is_refused_too(String reason, Wish wish) {
        server.svid = Optional.of(PROD.svid(A, wish));
        Node client = client(PROD.svid(B));
        assertThatThrownBy(() -> call(client)).isInstanceOf(IOException.class);
        assertThat(client.written).anyMatch(w -> w.contains(reason));
        assertThat(client.channel.peers()).isEmpty();
    }

    @Test
    void an_authority_vouches_for_its_own_trust_domain_alone() {
        server.trusted.put(OTHER.domain, OTHER.bundle());
        assertThatThrownBy(() -> call(client(OTHER.svid(B)))).isInstanceOf(IOException.class);
        refused("UNKNOWN_ISSUER");
    }

    @Test
    void whoever_lost_its_authority_is_refused_from_then_on() throws IOException {
        Node client = client(PROD.svid(B));
        assertThat(call(client)).isEqualTo("HELLO, THIS IS PLAIN");
        server.trusted.clear();
        assertThatThrownBy(() -> call(client)).isInstanceOf(IOException.class);
        refused("UNKNOWN_TRUST_DOMAIN");
    }

    @ParameterizedTest
    @ValueSource(strings = {B + "b", "spiffe://prod.example/node/B", "spiffe://prod.example/node/b/x"})
    void a_look_alike_is_refused_by_policy(String id) {
        assertThatThrownBy(() -> call(client(PROD.svid(id)))).isInstanceOf(IOException.class);
        refused("policy: told not to");
    }

    @Test
    void nobody_comes_in_the_name_of_the_node_itself() {
        Issuer local = new Issuer("x0.local");
        server.trusted.put(local.domain, local.bundle());
        server.allows("spiffe://x0.local/user/root");
        assertThatThrownBy(() -> call(client(local.svid("spiffe://x0.local/user/root"))))
                .isInstanceOf(IOException.class);
        refused("reserved");
    }

    @Test
    void another_than_the_expected_peer_is_refused() {
        Node client = client(PROD.svid(B));
        assertThatThrownBy(() -> client.channel.call(wire.address(), Optional.of(SpiffeId.parse(B))))
                .isInstanceOf(IOException.class);
        assertThat(client.written).anyMatch(w -> w.contains("expected was " + B));
    }

    @Test
    void without_an_identity_of_its_own_a_node_speaks_to_nobody() {
        Node client = client(PROD.svid(B));
        client.svid = Optional.empty();
        assertThatThrownBy(() -> call(client)).isInstanceOf(IOException.class);
        refused("the handshake failed");
        assertThat(client.channel.selfTest().passed()).isFalse();
    }

    @Test
    void a_renewed_svid_serves_new_connections_and_leaves_the_old_ones_up() throws IOException {
        Node client = client(PROD.svid(B));
        try (SSLSocket before = client.channel.call(wire.address(), Optional.empty())) {
            say(before);
            X509Svid renewed = PROD.svid(A);
            server.svid = Optional.of(renewed);
            try (SSLSocket after = client.channel.call(wire.address(), Optional.empty())) {
                X509Certificate shown = (X509Certificate) after.getSession().getPeerCertificates()[0];
                assertThat(shown.getSerialNumber()).isEqualTo(renewed.leaf().getSerialNumber());
                assertThat(say(before)).isEqualTo("HELLO, THIS IS PLAIN");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 60, 600, 1400, 1600})
    void a_changed_octet_of_the_handshake_ends_it(int octet) {
        wire.flip = octet;
        Node client = client(PROD.svid(B));
        assertThatThrownBy(() -> call(client)).isInstanceOf(IOException.class);
        assertThat(client.channel.peers()).isEmpty();
        assertThat(client.written).anyMatch(w -> w.contains("the handshake failed"));
    }

    /** The JDK's own TLS, which has no post-quantum group. */
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

    /** Without it a channel that came before the first SVID would be tested again after two seconds only, and the node wait. */
    @Test
    void the_self_test_is_asked_anew_as_soon_as_there_is_an_svid() {
        Node early = client(PROD.svid(B));
        early.svid = Optional.empty();
        long before = early.channel.changes();
        assertThat(early.channel.selfTest().passed()).isFalse();
        early.svid = Optional.of(PROD.svid(B));
        early.told.forEach(Runnable::run);
        assertThat(early.channel.changes()).isNotEqualTo(before);
        assertThat(early.channel.selfTest().passed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x25519", "secp256r1", "secp384r1", "ffdhe2048"})
    void a_client_with_a_classical_group_alone_gets_no_connection(String group) throws Exception {
        try (SSLSocket socket = (SSLSocket)
                classical(Optional.of(PROD.svid(B))).getSocketFactory().createSocket()) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setNamedGroups(new String[] {group});
            parameters.setProtocols(new String[] {"TLSv1.3"});
            socket.setSSLParameters(parameters);
            socket.connect(wire.address());
            assertThatThrownBy(() -> say(socket)).isInstanceOf(IOException.class);
        }
        refused("the handshake failed");
        assertThat(server.channel.peers()).isEmpty();
        assertNoServerHelloWithAGroup();
    }

    /** What the server said is an alert (21), not a ServerHello (22) that agrees on anything. */
    private void assertNoServerHelloWithAGroup() {
        assertThat(wire.fromServer.toByteArray()).isNotEmpty().startsWith((byte) 21);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x25519", "secp256r1"})
    void a_server_with_a_classical_group_alone_gets_no_connection(String group) throws Exception {
        try (SSLServerSocket classical = (SSLServerSocket) classical(Optional.of(PROD.svid(A)))
                .getServerSocketFactory()
                .createServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            SSLParameters parameters = classical.getSSLParameters();
            parameters.setNamedGroups(new String[] {group});
            parameters.setProtocols(new String[] {"TLSv1.3"});
            parameters.setNeedClientAuth(true);
            classical.setSSLParameters(parameters);
            AtomicReference<String> heard = new AtomicReference<>("");
            Thread.ofVirtual().start(() -> {
                try (Socket peer = classical.accept()) {
                    heard.set("octet " + peer.getInputStream().read());
                } catch (IOException refused) {
                    heard.set("refused");
                }
            });
            Node client = client(PROD.svid(B));
            assertThatThrownBy(() -> client.channel.call(
                            new InetSocketAddress(classical.getInetAddress(), classical.getLocalPort()),
                            Optional.empty()))
                    .isInstanceOf(IOException.class);
            await().atMost(SOON).until(() -> heard.get().equals("refused"));
            assertThat(client.written).anyMatch(w -> w.contains("the handshake failed"));
        }
    }

    @Test
    void tls_1_2_gets_no_connection() throws Exception {
        try (SSLSocket socket = (SSLSocket)
                classical(Optional.of(PROD.svid(B))).getSocketFactory().createSocket()) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.connect(wire.address());
            assertThatThrownBy(() -> say(socket)).isInstanceOf(IOException.class);
        }
        refused("the handshake failed");
    }

    @Test
    void plain_text_gets_no_connection() throws Exception {
        try (Socket socket =
                new Socket(wire.address().getAddress(), wire.address().getPort())) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(UTF_8));
            socket.getInputStream().readAllBytes();
        }
        refused("the handshake failed");
    }

    @Test
    void a_chain_that_is_too_long_is_not_looked_at() {
        X509Svid one = PROD.svid(B);
        List<X509Certificate> many = java.util.Collections.nCopies(9, one.leaf());
        assertThatThrownBy(() -> call(client(new X509Svid(one.id(), many, one.key()))))
                .isInstanceOf(IOException.class);
        refused("Certificate chain longer than maximum");
    }

    @Test
    void the_self_test_shakes_hands_with_itself_and_names_the_ciphers_provider() {
        var result = server.channel.selfTest();
        assertThat(result.detail()).isEqualTo("TLS_AES_256_GCM_SHA384 from SunJCE");
        assertThat(result.passed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x25519", "secp256r1", "SecP256r1MLKEM768", "ffdhe2048", "", "x25519mlkem768"})
    void no_classical_group_can_be_configured(String name) {
        assertThatThrownBy(() -> Group.of(name)).hasMessageContaining("none of them classical");
    }
}
