package io.x0tta6bl4.itests.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.x0tta6bl4.identity.api.BundleDocument;
import io.x0tta6bl4.identity.api.ForeignBundles;
import io.x0tta6bl4.identity.api.TrustDomain;
import io.x0tta6bl4.identity.provider.federation.Asking;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Endpoints in the web, served by the web server of the JDK; {@code https_web}. */
class WebFederationTest {
    private static final TrustDomain OTHER = new TrustDomain("other.org");
    private static final Duration SOON = Duration.ofSeconds(5);

    @TempDir
    Path folder;

    private Node node;
    private Node other;
    private WebServer server;
    private TrustManager[] trusted;

    @BeforeEach
    void begin() throws Exception {
        node = new Node(Files.createDirectory(folder.resolve("a")), "example.org", Duration.ofHours(1));
        other = new Node(Files.createDirectory(folder.resolve("b")), "other.org", Duration.ofHours(1));
        KeyStore keys = WebServer.certificate(folder, "ip:127.0.0.1");
        trusted = WebServer.trusting(keys);
        server = WebServer.of(keys).says("/bundle.json", document());
    }

    @AfterEach
    void end() {
        server.close();
        node.close();
        other.close();
    }

    private String document() {
        return BundleDocument.write(other.identity().bundle(OTHER).orElseThrow());
    }

    private Asking asking(String url) {
        return new Asking(node.identity(), node.journal, trusted, Duration.ofSeconds(10), "other.org https_web " + url);
    }

    private String refused(String url) throws Exception {
        try (Asking asks = asking(url)) {
            asks.poll();
            assertThat(node.identity().bundle(OTHER)).isEmpty();
            assertThat(asks.selfTest().passed()).isFalse();
            assertThat(asks.selfTest().detail()).contains("other.org", url);
            return asks.selfTest().detail();
        }
    }

    @Test
    void section_5_2_1_2_three_parameters_are_enough_to_fetch_a_bundle_by_https_web() throws Exception {
        try (Asking asks = asking(server.url("/bundle.json"))) {
            asks.poll();

            assertThat(asks.selfTest().passed()).isTrue();
            assertThat(node.identity().bundle(OTHER)).isEqualTo(other.identity().bundle(OTHER));
            assertThat(server.asked.get("/bundle.json")).doesNotContainIgnoringCase("authorization");
        }
    }

    @Test
    void section_5_2_1_4_a_certificate_of_an_authority_that_is_not_trusted_here_is_refused() throws Exception {
        try (WebServer stranger =
                WebServer.of(WebServer.certificate(folder, "ip:127.0.0.1")).says("/bundle.json", document())) {
            assertThat(refused(stranger.url("/bundle.json"))).contains("certi");
        }
    }

    @Test
    void section_5_2_1_4_a_certificate_for_another_host_is_refused() throws Exception {
        KeyStore keys = WebServer.certificate(folder, "dns:elsewhere.example");
        trusted = WebServer.trusting(keys);
        try (WebServer elsewhere = WebServer.of(keys).says("/bundle.json", document())) {
            assertThat(refused(elsewhere.url("/bundle.json"))).contains("127.0.0.1");
        }
    }

    @Test
    void section_5_2_1_4_an_svid_proves_nothing_in_the_web() throws Exception {
        try (WebServer svid =
                WebServer.of(other.identity().svid().orElseThrow()).says("/bundle.json", document())) {
            assertThat(refused(svid.url("/bundle.json"))).contains("certi");
        }
    }

    @Test
    void section_5_2_1_4_a_redirect_to_another_bundle_endpoint_is_followed_and_not_remembered() throws Exception {
        server.leads("/moved", "/bundle.json");
        try (Asking asks = asking(server.url("/moved"))) {
            asks.poll();
            assertThat(node.identity().bundle(OTHER)).isPresent();

            server.asked.clear();
            asks.poll();
            assertThat(server.asked).containsKey("/moved");
        }
    }

    @Test
    void section_5_2_1_4_a_redirect_to_what_is_no_bundle_endpoint_is_not_followed() throws Exception {
        server.leads("/plain", server.url("/bundle.json").replace("https:", "http:"))
                .leads("/user", server.url("/bundle.json").replace("https://", "https://user@"));
        assertThat(refused(server.url("/plain"))).contains("does not begin with https://");
        assertThat(refused(server.url("/user"))).contains("names a user");
        assertThat(server.asked).doesNotContainKey("/bundle.json");
    }

    @Test
    void section_5_2_1_4_where_it_leads_elsewhere_the_same_is_asked_of_the_certificate() throws Exception {
        try (WebServer stranger =
                WebServer.of(WebServer.certificate(folder, "ip:127.0.0.1")).says("/bundle.json", document())) {
            server.leads("/moved", stranger.url("/bundle.json"));
            assertThat(refused(server.url("/moved"))).contains("certi");
        }
    }

    @Test
    void an_endpoint_that_leads_in_circles_is_followed_three_times() throws Exception {
        server.leads("/circle", "/circle");
        assertThat(refused(server.url("/circle"))).contains("more than 3 times");
    }

    @Test
    void a_document_that_is_too_large_is_not_read_to_its_end() throws Exception {
        byte[] large = new byte[ForeignBundles.LIMIT + 1];
        CountDownLatch over = new CountDownLatch(1);
        server.at("/large", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, 0);
                while (true) exchange.getResponseBody().write(large);
            } finally {
                over.countDown();
            }
        });
        assertThat(refused(server.url("/large"))).contains("body exceeds capacity");
        assertThat(over.await(10, TimeUnit.SECONDS))
                .as("the connection is ended")
                .isTrue();
    }

    @Test
    void an_endpoint_that_does_not_answer_or_not_to_the_end_is_left_in_time() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        server.at("/silent", exchange -> waiting(end)).at("/half", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("{\"keys\":[".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            waiting(end);
        });
        try (Asking asks = asking(server.url("/silent"))) {
            for (String path : new String[] {"/silent", "/half"}) {
                long begun = System.nanoTime();
                assertThat(asks.ask(server.url(path), Duration.ofSeconds(1)))
                        .contains("no whole answer came within 1000 ms");
                assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(15));
            }
        } finally {
            end.countDown();
        }
    }

    private static void waiting(CountDownLatch end) {
        try {
            end.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void what_is_no_bundle_is_refused_and_what_is_held_stays() throws Exception {
        try (Asking asks = asking(server.url("/bundle.json"))) {
            asks.poll();
        }
        server.says("/broken", "{\"keys\":").at("/gone", exchange -> WebServer.answer(exchange, 404, new byte[0]));
        for (String path : new String[] {"/broken", "/gone"})
            try (Asking asks = asking(server.url(path))) {
                for (int i = 0; i < 3; i++) asks.poll();

                assertThat(asks.selfTest().detail())
                        .contains(path.equals("/gone") ? "answered 404" : "is no JSON object", "stays in force");
                assertThat(node.identity().bundle(OTHER)).isPresent();
            }
    }

    @Test
    void section_5_1_every_bundle_is_kept_under_the_name_of_its_trust_domain() throws Exception {
        try (Asking asks = asking(server.url("/bundle.json")).begin()) {
            await().atMost(SOON).until(() -> node.identity().bundle(OTHER).isPresent());
            assertThat(node.bundles().resolve("other.org.json")).hasContent(document());
            assertThat(asks.selfTest().passed()).isTrue();
        }
        node.swapAuthority();
        await().atMost(SOON).until(() -> node.identity().bundle(OTHER).isPresent());
        Files.delete(node.bundles().resolve("other.org.json"));
        await("section 6.3: ended by deleting it")
                .atMost(SOON)
                .until(() -> node.identity().bundle(OTHER).isEmpty());
    }
}
