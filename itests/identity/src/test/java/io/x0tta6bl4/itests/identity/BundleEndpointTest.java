package io.x0tta6bl4.itests.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.x0tta6bl4.identity.api.BundleDocument;
import io.x0tta6bl4.identity.api.TrustBundle;
import io.x0tta6bl4.identity.api.X509Validator;
import io.x0tta6bl4.identity.api.X509Verdict;
import io.x0tta6bl4.identity.provider.federation.Serving;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The node's own endpoint, asked by the TLS of the JDK, without a certificate of the caller and octet by octet. */
class BundleEndpointTest {
    private static final String GET = "GET /bundle HTTP/1.1\r\nHost: node\r\n\r\n";

    @TempDir
    Path folder;

    private Node node;
    private Serving endpoint;

    @BeforeEach
    void begin() throws Exception {
        node = new Node(folder, "example.org", Duration.ofHours(1));
        endpoint = Serving.forAll(node.identity());
    }

    @AfterEach
    void end() {
        endpoint.close();
        node.close();
    }

    private TrustBundle own() {
        return node.identity().bundle(node.identity().trustDomain()).orElseThrow();
    }

    /** Whoever it is; a test looks itself. */
    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private SSLSocket connect(String... protocols) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Anybody()}, null);
        SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), endpoint.port());
        socket.setSoTimeout(20_000);
        socket.setEnabledProtocols(protocols.length == 0 ? new String[] {"TLSv1.3"} : protocols);
        socket.startHandshake();
        return socket;
    }

    private String say(String request) throws Exception {
        try (SSLSocket socket = connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<X509Certificate> shown(SSLSocket socket) throws Exception {
        return Arrays.stream(socket.getSession().getPeerCertificates())
                .map(X509Certificate.class::cast)
                .toList();
    }

    @Test
    void section_5_2_2_3_the_certificate_of_the_server_is_a_valid_x509_svid() throws Exception {
        try (SSLSocket socket = connect()) {
            assertThat(X509Validator.validate(shown(socket), node.identity()::bundle, Instant.now()))
                    .isInstanceOfSatisfying(
                            X509Verdict.Accepted.class,
                            accepted -> assertThat(accepted.id()).hasToString("spiffe://example.org/node"));
        }
    }

    @Test
    void section_5_2_2_3_nobody_is_asked_who_he_is() throws Exception {
        try (SSLSocket socket = connect()) {
            assertThat(socket.getSession().getLocalCertificates()).isNull();
        }
        assertThat(say(GET)).startsWith("HTTP/1.1 200 OK\r\n");
    }

    @Test
    void section_5_2_2_3_the_answer_is_the_bundle_of_this_moment_as_json_in_utf_8() throws Exception {
        String before = say(GET);
        node.identity().prepare();
        String after = say(GET);

        assertThat(before).contains("\r\nContent-Type: application/json\r\n", "\"spiffe_refresh_hint\":300");
        assertThat(after).endsWith("\r\n\r\n" + BundleDocument.write(own()));
        assertThat(own().x509Authorities()).hasSize(2);
    }

    @Test
    void it_answers_at_its_path_and_to_get_alone() throws Exception {
        assertThat(say("GET / HTTP/1.1\r\nHost: node\r\n\r\n")).startsWith("HTTP/1.1 404 ");
        assertThat(say("POST /bundle HTTP/1.1\r\nHost: node\r\nContent-Length: 0\r\n\r\n"))
                .startsWith("HTTP/1.1 405 ")
                .contains("\r\nAllow: GET\r\n");
        assertThat(say("GET https://node/bundle?a=b HTTP/1.1\r\nHost: node\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
        for (String none : List.of(
                "\r\n\r\n",
                "GET /bundle\r\n\r\n",
                "GET /bundle HTTP/1.1\r\n\r\n",
                "GET \\ HTTP/1.1\r\nHost: a\r\n\r\n"))
            assertThat(say(none)).as(none).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void a_request_that_is_too_large_is_refused() throws Exception {
        String large = "GET /bundle HTTP/1.1\r\nHost: node\r\nX: " + "x".repeat(8 * 1024);
        assertThat(say(large.substring(0, 8 * 1024))).startsWith("HTTP/1.1 431 ");
    }

    @Test
    void a_renewed_svid_is_shown_to_the_next_caller() throws Exception {
        List<X509Certificate> before;
        try (SSLSocket open = connect()) {
            before = shown(open);
            node.identity().renew();
            try (SSLSocket next = connect()) {
                assertThat(shown(next))
                        .isEqualTo(node.identity().svid().orElseThrow().chain());
                assertThat(shown(next)).isNotEqualTo(before);
            }
            open.getOutputStream().write(GET.getBytes(StandardCharsets.ISO_8859_1));
            assertThat(new String(open.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .as("a connection that was open before is served")
                    .startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void section_5_with_the_setting_it_speaks_what_the_intermediate_compatibility_of_mozilla_lists() throws Exception {
        for (String protocol : new String[] {"TLSv1.3", "TLSv1.2"})
            try (SSLSocket socket = connect(protocol)) {
                assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
                assertThat(socket.getSession().getCipherSuite()).contains("GCM");
            }
        assertThatThrownBy(() -> connect("TLSv1.1")).isInstanceOf(IOException.class);
    }

    @Test
    void without_the_setting_it_speaks_post_quantum_or_not_at_all() throws Exception {
        endpoint.close();
        endpoint = Serving.of(node.identity());
        assertThat(endpoint.selfTest().passed()).as("its own client has that").isTrue();
        for (String protocol : new String[] {"TLSv1.3", "TLSv1.2"})
            assertThatThrownBy(() -> connect(protocol)).as(protocol).isInstanceOf(IOException.class);
    }

    @Test
    void a_caller_that_says_nothing_is_left_in_time_before_and_after_the_handshake() throws Exception {
        endpoint.close();
        endpoint = new Serving(node.identity(), 0, true, Duration.ofSeconds(1)).listening();
        try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), endpoint.port());
                SSLSocket shaken = connect()) {
            silent.setSoTimeout(20_000);
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
            assertThatThrownBy(() -> {
                        if (shaken.getInputStream().read() < 0) throw new IOException("ended");
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void more_than_so_many_callers_at_a_time_are_not_served_and_later_ones_are() throws Exception {
        List<Socket> held = new ArrayList<>();
        try {
            for (int i = 0; i < Serving.CONNECTIONS; i++)
                held.add(new Socket(InetAddress.getLoopbackAddress(), endpoint.port()));
            assertThatThrownBy(this::connect).isInstanceOf(IOException.class);
        } finally {
            for (Socket socket : held) socket.close();
        }
        await().ignoreExceptions().untilAsserted(() -> assertThat(say(GET)).startsWith("HTTP/1.1 200 "));
    }

    @Test
    void a_newer_version_takes_the_port_over_when_the_older_one_leaves() throws Exception {
        int port = endpoint.port();
        try (Serving newer = new Serving(node.identity(), port, true, Duration.ofSeconds(10))) {
            assertThat(newer.selfTest().detail()).contains("cannot listen", "" + port);
            assertThat(say(GET)).startsWith("HTTP/1.1 200 ");

            long before = newer.changes();
            endpoint.close();
            newer.listening();
            await("readiness asks anew").until(() -> newer.changes() > before);
            assertThat(say(newer)).startsWith("HTTP/1.1 200 ");
            assertThat(newer.selfTest().passed()).isTrue();
        }
    }

    private String say(Serving at) throws Exception {
        Serving before = endpoint;
        endpoint = at;
        try {
            return say(GET);
        } finally {
            endpoint = before;
        }
    }
}
