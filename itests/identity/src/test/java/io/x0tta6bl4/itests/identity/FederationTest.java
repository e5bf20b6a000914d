package io.x0tta6bl4.itests.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.x0tta6bl4.identity.api.BundleDocument;
import io.x0tta6bl4.identity.api.JwtVerdict;
import io.x0tta6bl4.identity.api.SpiffeId;
import io.x0tta6bl4.identity.api.TrustDomain;
import io.x0tta6bl4.identity.api.X509Svid;
import io.x0tta6bl4.identity.api.X509Validator;
import io.x0tta6bl4.identity.api.X509Verdict;
import io.x0tta6bl4.identity.provider.federation.Asking;
import io.x0tta6bl4.identity.provider.federation.Serving;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes of two trust domains, with the TLS that they have in production; {@code https_spiffe}. */
class FederationTest {
    private static final Duration LIFE = Duration.ofHours(1);
    private static final TrustDomain OTHER = new TrustDomain("other.org");

    @TempDir
    Path folder;

    private Node node;
    private Node other;

    @BeforeEach
    void begin() throws Exception {
        node = new Node(Files.createDirectory(folder.resolve("a")), "example.org", LIFE);
        other = new Node(Files.createDirectory(folder.resolve("b")), "other.org", LIFE);
    }

    @AfterEach
    void end() {
        node.close();
        other.close();
    }

    /** The bundle of a node, as somebody carried it over. */
    private Path carried(Node from) throws Exception {
        return Files.writeString(folder.resolve("carried" + System.nanoTime()), document(from));
    }

    private static String document(Node from) {
        TrustDomain domain = from.identity().trustDomain();
        return BundleDocument.write(from.identity().bundle(domain).orElseThrow());
    }

    private static String by(Node from, String url, Path first) {
        String domain = from.identity().trustDomain().name();
        return domain + " https_spiffe " + url + " spiffe://" + domain + "/node " + first;
    }

    private static X509Verdict judged(Node by, X509Svid svid) {
        return X509Validator.validate(svid.chain(), by.identity()::bundle, Instant.now());
    }

    private static boolean believes(Node by, Node whom) {
        return judged(by, whom.identity().svid().orElseThrow()) instanceof X509Verdict.Accepted;
    }

    @Test
    void two_nodes_believe_one_another_by_their_bundle_endpoints() throws Exception {
        try (Serving here = Serving.of(node.identity());
                Serving there = Serving.of(other.identity());
                Asking asks = Asking.of(node.identity(), node.journal, by(other, there.url(), carried(other)));
                Asking asked = Asking.of(other.identity(), other.journal, by(node, here.url(), carried(node)))) {
            assertThat(believes(node, other)).isFalse();

            assertThat(asks.poll()).as("as often as the bundle says").isEqualTo(Duration.ofMinutes(5));
            asked.poll();

            assertThat(believes(node, other)).isTrue();
            assertThat(believes(other, node)).isTrue();
            String token = other.identity().jwtSvid(Set.of("reports")).token();
            assertThat(node.identity().validate(token, "reports")).isInstanceOf(JwtVerdict.Accepted.class);
            assertThat(asks.selfTest().passed()).isTrue();
            assertThat(asks.selfTest().detail()).contains("other.org from " + there.url() + ": kept up");
            assertThat(here.selfTest().detail()).contains("serving at port " + here.port());
            assertThat(node.bundles().resolve("other.org.json")).hasContent(document(other));
            other.identity().prepare();
            asks.poll();
            assertThat(node.journal.texts)
                    .anyMatch(text ->
                            text.startsWith("the bundle of other.org was taken from " + there.url() + ", sequence"));
        }
    }

    @Test
    void section_5_2_2_4_the_endpoint_shows_the_configured_name_and_no_other() throws Exception {
        try (Serving there = Serving.of(other.identity());
                Asking asks = Asking.of(
                        node.identity(),
                        node.journal,
                        "other.org https_spiffe " + there.url() + " spiffe://other.org/bundles " + carried(other))) {
            asks.poll();
            other.identity().prepare();
            asks.poll();

            assertThat(node.identity().bundle(OTHER).orElseThrow().x509Authorities())
                    .as("nothing was taken from it")
                    .hasSize(1);
            asks.poll();
            assertThat(node.journal.texts.stream().filter(text -> text.contains("instead of")))
                    .as("told once")
                    .hasSize(1);
            assertThat(asks.selfTest().passed()).isFalse();
            assertThat(asks.selfTest().detail())
                    .contains(
                            "other.org",
                            there.url(),
                            "the endpoint is spiffe://other.org/node instead of" + " spiffe://other.org/bundles");
        }
    }

    @Test
    void section_5_2_2_4_the_svid_of_the_endpoint_is_judged_by_the_bundle_that_is_held() throws Exception {
        try (Node forger = new Node(Files.createDirectory(folder.resolve("c")), "other.org", LIFE);
                Serving there = Serving.of(forger.identity());
                Asking asks = Asking.of(node.identity(), node.journal, by(other, there.url(), carried(other)))) {
            for (int i = 0; i < 3; i++) asks.poll();

            assertThat(asks.selfTest().detail()).contains("UNKNOWN_ISSUER", "the one held stays in force");
            assertThat(believes(node, forger)).isFalse();
            assertThat(believes(node, other)).isTrue();
        }
    }

    @Test
    void section_5_2_2_2_without_a_bundle_of_the_endpoints_trust_domain_it_is_not_believed() throws Exception {
        try (Serving there = Serving.of(other.identity());
                Asking asks = Asking.of(
                        node.identity(),
                        node.journal,
                        "other.org https_spiffe " + there.url() + " spiffe://other.org/node")) {
            asks.poll();

            assertThat(asks.selfTest().passed())
                    .as("at once, since nothing is held")
                    .isFalse();
            assertThat(asks.selfTest().detail()).contains("nobody of other.org is believed");
            assertThat(node.identity().bundle(OTHER)).isEmpty();
        }
    }

    @Test
    void a_first_bundle_that_is_not_there_or_is_none_is_told_and_looked_for_again_soon() throws Exception {
        Path first = folder.resolve("first.json");
        try (Serving there = Serving.of(other.identity());
                Asking asks = Asking.of(node.identity(), node.journal, by(other, there.url(), first))) {
            assertThat(asks.poll()).hasSeconds(10);
            assertThat(asks.selfTest().detail()).contains(first + " cannot be read: there is no regular file");
            Files.writeString(first, "{");
            assertThat(asks.poll()).hasSeconds(10);
            assertThat(asks.selfTest().detail()).contains(first + " is refused: it is no JSON object");

            Files.copy(carried(other), first, StandardCopyOption.REPLACE_EXISTING);
            assertThat(asks.poll()).hasMinutes(5);
            assertThat(asks.selfTest().passed()).isTrue();
            assertThat(believes(node, other)).isTrue();
        }
    }

    @Test
    void section_5_2_2_4_later_connections_are_judged_by_the_latest_bundle_so_that_keys_may_rotate() throws Exception {
        try (Serving there = Serving.of(other.identity());
                Asking asks = Asking.of(node.identity(), node.journal, by(other, there.url(), carried(other)))) {
            asks.poll();
            int next = other.identity().prepare();
            asks.poll();
            other.identity().activate(next, true);
            other.identity().retire(1, true);
            await().until(() -> judged(other, other.identity().svid().orElseThrow()) instanceof X509Verdict.Accepted);

            asks.poll();

            assertThat(asks.selfTest().passed()).isTrue();
            assertThat(node.identity().bundle(OTHER)).isEqualTo(other.identity().bundle(OTHER));
            assertThat(believes(node, other)).isTrue();
        }
    }

    @Test
    void section_4_1_an_endpoint_is_asked_again_as_often_as_its_bundle_says() throws Exception {
        String often = document(other).replace("\"spiffe_refresh_hint\":300", "\"spiffe_refresh_hint\":1");
        try (WebServer server =
                        WebServer.of(other.identity().svid().orElseThrow()).says("/", often);
                Asking asks = new Asking(
                                node.identity(),
                                node.journal,
                                null,
                                Duration.ofMillis(200),
                                by(other, server.url("/"), carried(other)))
                        .begin()) {
            await().until(() -> !server.asked.isEmpty());
            server.asked.clear();
            await().until(() -> !server.asked.isEmpty());
            assertThat(asks.selfTest().passed()).isTrue();
        }
    }

    @Test
    void section_5_2_2_4_an_endpoint_of_another_trust_domain_is_judged_by_the_bundle_of_that_one() throws Exception {
        try (Node third = new Node(Files.createDirectory(folder.resolve("c")), "third.org", LIFE);
                WebServer server =
                        WebServer.of(third.identity().svid().orElseThrow()).says("/other", document(other));
                Serving thirds = Serving.of(third.identity());
                Asking early = Asking.of(
                        node.identity(),
                        node.journal,
                        "other.org https_spiffe " + server.url("/other") + " spiffe://third.org/node");
                Asking asks = Asking.of(
                        node.identity(),
                        node.journal,
                        by(third, thirds.url(), carried(third)),
                        "other.org https_spiffe " + server.url("/other") + " spiffe://third.org/node")) {
            early.poll();
            assertThat(node.identity().bundle(OTHER)).isEmpty();

            asks.poll();

            assertThat(asks.selfTest().passed()).isTrue();
            assertThat(believes(node, other)).isTrue();
        }
    }

    @Test
    void section_4_2_a_bundle_with_an_older_sequence_is_not_taken() throws Exception {
        String old = document(other);
        other.identity().prepare();
        try (WebServer server =
                        WebServer.of(other.identity().svid().orElseThrow()).says("/", old);
                Asking asks = Asking.of(node.identity(), node.journal, by(other, server.url("/"), carried(other)))) {
            for (int i = 0; i < 3; i++) asks.poll();

            assertThat(asks.selfTest().detail()).contains("goes back from", "the one held stays in force");
            assertThat(node.identity().bundle(OTHER)).isEqualTo(other.identity().bundle(OTHER));
        }
    }

    @Test
    void section_5_1_a_bundle_that_shows_itself_as_that_of_another_trust_domain_is_refused() throws Exception {
        try (WebServer server =
                        WebServer.of(other.identity().svid().orElseThrow()).says("/", document(node));
                Asking asks = Asking.of(node.identity(), node.journal, by(other, server.url("/"), carried(other)))) {
            for (int i = 0; i < 3; i++) asks.poll();

            assertThat(asks.selfTest().detail())
                    .contains("it is not that of other.org: it has the authority spiffe://example.org");
            assertThat(believes(node, other)).isTrue();
        }
    }

    @Test
    void section_5_2_2_4_where_it_leads_elsewhere_the_same_name_is_asked_for() throws Exception {
        X509Svid same = other.identity().svid().orElseThrow();
        X509Svid another = other.identity().issue(SpiffeId.parse("spiffe://other.org/web"), Optional.empty());
        Path first = carried(other);
        other.identity().prepare();
        try (WebServer wrong = WebServer.of(another).says("/", document(other));
                WebServer right = WebServer.of(same).says("/", document(other));
                WebServer moved =
                        WebServer.of(same).leads("/wrong", wrong.url("/")).leads("/right", right.url("/"));
                Asking refused = Asking.of(node.identity(), node.journal, by(other, moved.url("/wrong"), first));
                Asking followed = Asking.of(node.identity(), node.journal, by(other, moved.url("/right"), first))) {
            for (int i = 0; i < 3; i++) refused.poll();
            assertThat(refused.selfTest().detail())
                    .contains("the endpoint is spiffe://other.org/web instead of spiffe://other.org/node");
            assertThat(node.identity().bundle(OTHER))
                    .isNotEqualTo(other.identity().bundle(OTHER));

            followed.poll();
            assertThat(node.identity().bundle(OTHER)).isEqualTo(other.identity().bundle(OTHER));
        }
    }

    @Test
    void what_is_held_stays_while_the_endpoint_is_gone_and_it_is_asked_ever_later() throws Exception {
        Serving there = Serving.of(other.identity());
        String url = there.url();
        try (Asking asks = Asking.of(node.identity(), node.journal, by(other, url, carried(other)))) {
            asks.poll();
            there.close();

            assertThat(asks.poll())
                    .as("section 6.2: at the next polling interval")
                    .hasMinutes(5);
            long before = asks.changes();
            assertThat(asks.selfTest().passed())
                    .as("a poll or two may be missed")
                    .isTrue();
            assertThat(List.of(asks.poll(), asks.poll(), asks.poll(), asks.poll()))
                    .containsExactly(
                            Duration.ofMinutes(10),
                            Duration.ofMinutes(20),
                            Duration.ofMinutes(40),
                            Duration.ofHours(1));

            assertThat(asks.selfTest().passed()).isFalse();
            assertThat(asks.selfTest().detail())
                    .contains("other.org", url, "nobody answers there; the one held stays in force");
            assertThat(asks.changes()).as("readiness asks anew").isGreaterThan(before);
            assertThat(believes(node, other)).isTrue();
            assertThat(node.bundles().resolve("other.org.json")).exists();
        }
    }
}
