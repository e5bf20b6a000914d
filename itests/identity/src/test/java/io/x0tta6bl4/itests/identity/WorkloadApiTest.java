package io.x0tta6bl4.itests.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grpc.MethodDescriptor.MethodType;
import io.spiffe.bundle.jwtbundle.JwtBundleSet;
import io.spiffe.exception.JwtSvidException;
import io.spiffe.exception.X509ContextException;
import io.spiffe.spiffeid.TrustDomain;
import io.spiffe.svid.jwtsvid.JwtSvid;
import io.spiffe.svid.x509svid.X509SvidValidator;
import io.spiffe.workloadapi.DefaultWorkloadApiClient;
import io.spiffe.workloadapi.DefaultWorkloadApiClient.ClientOptions;
import io.spiffe.workloadapi.Watcher;
import io.spiffe.workloadapi.WorkloadApiClient;
import io.spiffe.workloadapi.X509Context;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SPIFFE's own Java client, unmodified, and calls that it would never make, over the socket. */
class WorkloadApiTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final TrustDomain DOMAIN = TrustDomain.parse("example.org");

    @TempDir
    Path folder;

    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private Node node;
    private WorkloadApiClient client;

    @BeforeEach
    void begin() throws Exception {
        InstantSource clock = () -> Instant.now().plus(ahead.get());
        node = new Node(folder, "example.org", Duration.ofHours(1), clock);
        node.register(Myself.program("/web", Myself.PROGRAM));
        client = DefaultWorkloadApiClient.newClient(
                ClientOptions.builder().spiffeSocketPath(node.address()).build());
    }

    @AfterEach
    void end() throws Exception {
        client.close();
        node.close();
    }

    @Test
    void an_x509_svid_is_fetched_and_its_chain_holds_for_the_client() throws Exception {
        X509Context context = client.fetchX509Context();

        assertThat(context.getDefaultSvid().getSpiffeId()).hasToString("spiffe://example.org/web");
        X509SvidValidator.verifyChain(context.getDefaultSvid().getChain(), context.getX509BundleSet());
        X509SvidValidator.verifyChain(context.getDefaultSvid().getChain(), client.fetchX509Bundles());
    }

    @Test
    void every_identity_of_a_process_is_handed_out_in_the_order_of_the_watch_file() throws Exception {
        node.register(Myself.program("/web", Myself.PROGRAM), Myself.program("/batch", Myself.PROGRAM));

        assertThat(client.fetchX509Context().getX509Svids())
                .extracting(svid -> svid.getSpiffeId().toString())
                .containsExactly("spiffe://example.org/web", "spiffe://example.org/batch");
        assertThat(client.fetchJwtSvid(io.spiffe.spiffeid.SpiffeId.parse("spiffe://example.org/batch"), "reports")
                        .getSpiffeId())
                .hasToString("spiffe://example.org/batch");
    }

    @Test
    void a_jwt_svid_is_fetched_and_holds_for_the_client_and_for_the_api() throws Exception {
        JwtSvid svid = client.fetchJwtSvid("reports", "billing");

        JwtBundleSet bundles = client.fetchJwtBundles();
        assertThat(JwtSvid.parseAndValidate(svid.getToken(), bundles, Set.of("reports"))
                        .getSpiffeId())
                .hasToString("spiffe://example.org/web");
        assertThat(client.validateJwtSvid(svid.getToken(), "billing").getSpiffeId())
                .hasToString("spiffe://example.org/web");
        assertThatThrownBy(() -> client.validateJwtSvid(svid.getToken(), "somebody-else"))
                .isInstanceOf(JwtSvidException.class);
        assertThatThrownBy(() -> client.validateJwtSvid(svid.getToken().substring(1), "billing"))
                .isInstanceOf(JwtSvidException.class);
        assertThat(node.journal.texts)
                .anyMatch(note -> note.contains("WRONG_AUDIENCE") && note.contains("process " + Myself.PID));
    }

    @Test
    void bundles_of_other_trust_domains_are_handed_out_each_under_its_own_name(@TempDir Path other) throws Exception {
        try (Node stranger = new Node(other, "other.org", Duration.ofHours(1))) {
            Files.writeString(
                    node.bundles().resolve("other.org.json"),
                    io.x0tta6bl4.identity.api.BundleDocument.write(
                            stranger.identity().bundles().getFirst()));
            TrustDomain domain = TrustDomain.parse("other.org");

            await().atMost(SOON)
                    .until(() -> client.fetchX509Bundles().getBundles().size() == 2);

            assertThat(client.fetchX509Bundles().getBundleForTrustDomain(domain).getX509Authorities())
                    .containsExactlyElementsOf(
                            stranger.identity().bundles().getFirst().x509Authorities());
            assertThat(client.fetchJwtBundles().getBundleForTrustDomain(domain).getJwtAuthorities())
                    .hasSize(1);
            assertThat(client.fetchX509Context().getX509BundleSet().getBundles())
                    .containsOnlyKeys(DOMAIN, domain);
        }
    }

    private static <T> Watcher<T> into(List<T> seen, List<Throwable> errors) {
        return new Watcher<>() {
            @Override
            public void onUpdate(T update) {
                seen.add(update);
            }

            @Override
            public void onError(Throwable error) {
                errors.add(error);
            }
        };
    }

    @Test
    void an_svid_at_half_its_life_is_renewed_on_the_stream_and_not_before() {
        List<X509Context> seen = new CopyOnWriteArrayList<>();
        List<Throwable> errors = new CopyOnWriteArrayList<>();
        client.watchX509Context(into(seen, errors));
        await().atMost(SOON).until(() -> seen.size() == 1);

        // A tenth of the life is the spread: before 0.4 of it nothing is due.
        ahead.set(Duration.ofMinutes(23));
        await().during(Duration.ofSeconds(3)).atMost(SOON).until(() -> seen.size() == 1);
        ahead.set(Duration.ofMinutes(31));
        await().atMost(SOON).until(() -> seen.size() == 2);

        assertThat(seen.getLast().getDefaultSvid().getLeaf().getSerialNumber())
                .isNotEqualTo(seen.getFirst().getDefaultSvid().getLeaf().getSerialNumber());
        assertThat(errors).isEmpty();
    }

    @Test
    void a_new_key_of_the_authority_is_in_the_bundles_that_watchers_are_told_of() {
        List<X509Context> contexts = new CopyOnWriteArrayList<>();
        List<JwtBundleSet> keys = new CopyOnWriteArrayList<>();
        List<Throwable> errors = new CopyOnWriteArrayList<>();
        client.watchX509Context(into(contexts, errors));
        client.watchJwtBundles(into(keys, errors));
        await().atMost(SOON).until(() -> contexts.size() == 1 && keys.size() == 1);

        node.identity().prepare();

        await().atMost(SOON).until(() -> contexts.size() == 2 && keys.size() == 2);
        assertThat(contexts.getLast()
                        .getX509BundleSet()
                        .getBundles()
                        .get(DOMAIN)
                        .getX509Authorities())
                .hasSize(2);
        assertThat(contexts.getLast().getDefaultSvid().getLeaf())
                .isEqualTo(contexts.getFirst().getDefaultSvid().getLeaf());
    }

    @Test
    void an_svid_whose_authority_was_taken_out_of_the_bundle_is_replaced_at_once() throws Exception {
        List<X509Context> seen = new CopyOnWriteArrayList<>();
        client.watchX509Context(into(seen, new CopyOnWriteArrayList<>()));
        await().atMost(SOON).until(() -> seen.size() == 1);

        int next = node.identity().prepare();
        node.identity().activate(next, true);
        node.identity().retire(next - 1, true);

        await().atMost(SOON)
                .until(() -> !seen.getLast()
                        .getDefaultSvid()
                        .getLeaf()
                        .equals(seen.getFirst().getDefaultSvid().getLeaf()));
        X509SvidValidator.verifyChain(
                seen.getLast().getDefaultSvid().getChain(), seen.getLast().getX509BundleSet());
    }

    @Test
    void a_process_that_nothing_is_registered_for_is_refused_and_the_journal_says_why() {
        node.register();

        assertThatThrownBy(client::fetchX509Context)
                .isInstanceOf(X509ContextException.class)
                .hasStackTraceContaining("PERMISSION_DENIED");
        assertThatThrownBy(() -> client.fetchJwtSvid("reports")).hasStackTraceContaining("PERMISSION_DENIED");
        assertThatThrownBy(client::fetchX509Bundles).hasStackTraceContaining("PERMISSION_DENIED");
        assertThatThrownBy(client::fetchJwtBundles).hasStackTraceContaining("PERMISSION_DENIED");
        assertThat(node.journal.texts)
                .filteredOn(note -> note.contains("no identity is registered for process " + Myself.PID + " of user"))
                .hasSizeGreaterThanOrEqualTo(4);
    }

    @Test
    void whose_registration_ends_loses_the_stream_within_seconds() {
        List<X509Context> seen = new CopyOnWriteArrayList<>();
        client.watchX509Context(into(seen, new CopyOnWriteArrayList<>()));
        await().atMost(SOON).until(() -> seen.size() == 1);

        node.register();

        await().atMost(SOON)
                .until(() -> node.journal.texts.stream()
                        .anyMatch(note -> note.contains("refused the X509_SVIDS") && note.contains("no identity")));
        assertThat(node.served().selfTest().detail()).contains("serving 0 streams");
    }

    @Test
    void a_name_that_is_not_registered_for_the_process_is_not_signed_for() {
        assertThatThrownBy(() ->
                        client.fetchJwtSvid(io.spiffe.spiffeid.SpiffeId.parse("spiffe://example.org/admin"), "reports"))
                .hasStackTraceContaining("PERMISSION_DENIED");
    }

    @Test
    void a_call_without_the_header_of_the_standard_is_refused() {
        try (Raw raw = new Raw(node.socket)) {
            Raw.CALLS.forEach((method, type) -> {
                byte[] request = Raw.text(1, "reports");
                for (List<String> header : List.of(List.<String>of(), List.of("false"), List.of("True"), List.of("")))
                    assertThat(raw.status(method, type, request, header))
                            .as("%s with header %s", method, header)
                            .startsWith("INVALID_ARGUMENT: the header workload.spiffe.io: true is missing");
            });
            assertThat(raw.status("FetchX509SVID", MethodType.SERVER_STREAMING, new byte[0], List.of("true")))
                    .isEqualTo("OK");
        }
    }

    @Test
    void requests_that_are_nonsense_are_refused_in_the_words_of_the_standard() {
        try (Raw raw = new Raw(node.socket)) {
            List<String> header = List.of("true");
            assertThat(raw.status("FetchJWTSVID", MethodType.UNARY, new byte[0], header))
                    .startsWith("INVALID_ARGUMENT: audience must be given");
            assertThat(raw.status("ValidateJWTSVID", MethodType.UNARY, Raw.text(1, "a"), header))
                    .startsWith("INVALID_ARGUMENT: audience and svid must be given");
            assertThat(raw.status("FetchJWTSVID", MethodType.UNARY, new byte[] {10, 100, 1}, header))
                    .startsWith("INVALID_ARGUMENT: the request cannot be read");
            assertThat(raw.status("FetchJWTSVID", MethodType.UNARY, new byte[65 * 1024], header))
                    .startsWith("RESOURCE_EXHAUSTED");
            assertThat(raw.status("FetchWITSVID", MethodType.UNARY, new byte[0], header))
                    .startsWith("UNIMPLEMENTED");
        }
    }
}
