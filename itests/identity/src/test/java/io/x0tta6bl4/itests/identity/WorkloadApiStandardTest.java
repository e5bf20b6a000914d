package io.x0tta6bl4.itests.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.MethodDescriptor.MethodType;
import io.spiffe.spiffeid.TrustDomain;
import io.spiffe.svid.jwtsvid.JwtSvid;
import io.spiffe.svid.x509svid.X509Svid;
import io.spiffe.workloadapi.DefaultWorkloadApiClient;
import io.spiffe.workloadapi.DefaultWorkloadApiClient.ClientOptions;
import io.spiffe.workloadapi.WorkloadApiClient;
import io.spiffe.workloadapi.grpc.Workload;
import io.x0tta6bl4.identity.api.BundleDocument;
import io.x0tta6bl4.identity.api.TrustBundle;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The MUSTs of SPIFFE Workload API and SPIFFE Workload Endpoint that a server keeps, by SPIFFE's own client and by its messages. */
class WorkloadApiStandardTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final List<String> HEADER = List.of("true");

    @TempDir
    Path folder;

    private Node node;
    private WorkloadApiClient client;

    @BeforeEach
    void begin() throws Exception {
        node = new Node(folder, "example.org", Duration.ofHours(1));
        node.register(Myself.program("/web", Myself.PROGRAM), Myself.program("/batch", Myself.PROGRAM));
        client = DefaultWorkloadApiClient.newClient(
                ClientOptions.builder().spiffeSocketPath(node.address()).build());
    }

    @AfterEach
    void end() throws Exception {
        client.close();
        node.close();
    }

    private byte[] streamed(String method) {
        try (Raw raw = new Raw(node.socket)) {
            return raw.call(method, MethodType.SERVER_STREAMING, new byte[0], HEADER);
        }
    }

    private Workload.X509SVIDResponse svids() throws Exception {
        return Workload.X509SVIDResponse.parseFrom(streamed("FetchX509SVID"));
    }

    /** Bundles of other trust domains, in which keys of one kind, of the other, or all are missing. */
    private void federate(Path other) throws Exception {
        try (Node stranger = new Node(other, "other.org", Duration.ofHours(1))) {
            TrustBundle all = stranger.identity().bundles().getFirst();
            publish("both.org", all.x509Authorities(), all.jwtAuthorities());
            publish("certificates.org", all.x509Authorities(), Map.of());
            publish("tokens.org", List.of(), all.jwtAuthorities());
            publish("nobody.org", List.of(), Map.of());
        }
        await().atMost(SOON).until(() -> node.identity().bundles().size() == 5);
    }

    private void publish(String domain, List<X509Certificate> x509, Map<String, PublicKey> jwt) throws Exception {
        TrustBundle bundle = new TrustBundle(
                new io.x0tta6bl4.identity.api.TrustDomain(domain), x509, jwt, OptionalLong.empty(), Optional.empty());
        Files.writeString(node.bundles().resolve(domain + ".json"), BundleDocument.write(bundle));
    }

    private static TrustDomain domain(String name) {
        return TrustDomain.parse(name);
    }

    @Test
    void a_trust_domain_without_keys_keeps_no_client_from_the_keys_of_the_others(@TempDir Path other) throws Exception {
        federate(other);

        assertThat(client.fetchX509Bundles().getBundles())
                .containsOnlyKeys(domain("example.org"), domain("both.org"), domain("certificates.org"));
        assertThat(client.fetchX509Context().getX509BundleSet().getBundles())
                .isEqualTo(client.fetchX509Bundles().getBundles());
        assertThat(client.fetchJwtBundles().getBundles())
                .containsOnlyKeys(domain("example.org"), domain("both.org"), domain("tokens.org"));
    }

    @Test
    void section_4_3_the_first_answer_of_a_stream_comes_at_once_and_not_with_the_next_look() {
        int streams = 30;
        long begun = System.nanoTime();
        try (Raw raw = new Raw(node.socket)) {
            for (int i = 0; i < streams; i++)
                assertThat(raw.call("FetchX509SVID", MethodType.SERVER_STREAMING, new byte[0], HEADER))
                        .isNotEmpty();
        }
        // Callers are looked at each second: one after the other would have waited a second for each.
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(streams / 2));
    }

    @Test
    void sections_4_3_and_4_4_every_message_is_complete_and_what_is_not_in_it_is_no_more(@TempDir Path other)
            throws Exception {
        federate(other);
        Workload.X509SVIDResponse before = svids();
        assertThat(before.getFederatedBundlesMap()).containsOnlyKeys("spiffe://both.org", "spiffe://certificates.org");

        Files.delete(node.bundles().resolve("both.org.json"));
        await().atMost(SOON).until(() -> node.identity().bundles().size() == 4);

        Workload.X509SVIDResponse after = svids();
        assertThat(after.getFederatedBundlesMap()).containsOnlyKeys("spiffe://certificates.org");
        assertThat(after.getSvidsList())
                .extracting(Workload.X509SVID::getSpiffeId)
                .containsExactly("spiffe://example.org/web", "spiffe://example.org/batch");
    }

    @Test
    void section_5_1_an_x509_svid_is_its_leaf_first_with_its_key_in_the_clear() throws Exception {
        TrustBundle own = node.identity().bundles().getFirst();
        List<Workload.X509SVID> svids = svids().getSvidsList();
        assertThat(svids).hasSize(2);
        for (Workload.X509SVID svid : svids) {
            X509Svid read = X509Svid.parseRaw(
                    svid.getX509Svid().toByteArray(), svid.getX509SvidKey().toByteArray());
            assertThat(read.getSpiffeId()).hasToString(svid.getSpiffeId());
            // java-spiffe does not ask whether the key is that of the first certificate.
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(read.getPrivateKey());
            byte[] signed = signature.sign();
            signature.initVerify(read.getLeaf());
            assertThat(signature.verify(signed)).isTrue();
            assertThat(svid.getBundle().toByteArray())
                    .isEqualTo(own.x509Authorities().getFirst().getEncoded());
        }
    }

    @Test
    void section_5_2_1_hints_are_not_given_twice() throws Exception {
        assertThat(svids().getSvidsList().stream()
                        .map(Workload.X509SVID::getHint)
                        .filter(hint -> !hint.isEmpty()))
                .doesNotHaveDuplicates();
    }

    @Test
    void sections_5_2_2_and_6_2_2_the_own_bundle_is_always_among_the_bundles() throws Exception {
        assertThat(client.fetchX509Bundles().getBundles()).containsOnlyKeys(domain("example.org"));
        assertThat(client.fetchJwtBundles().getBundles()).containsOnlyKeys(domain("example.org"));
    }

    @Test
    void section_6_2_1_without_a_name_tokens_for_all_identities_are_given_each_for_the_whole_audience()
            throws Exception {
        // By the message itself: java-spiffe 0.8.17 keeps the first of several tokens that have no hint.
        Workload.JWTSVIDRequest all = Workload.JWTSVIDRequest.newBuilder()
                .addAudience("reports")
                .addAudience("billing")
                .build();
        assertThat(tokens(all))
                .extracting(Workload.JWTSVID::getSpiffeId)
                .containsExactly("spiffe://example.org/web", "spiffe://example.org/batch");
        for (Workload.JWTSVID svid : tokens(all))
            assertThat(JwtSvid.parseInsecure(svid.getSvid(), Set.of("reports")))
                    .returns(svid.getSpiffeId(), token -> token.getSpiffeId().toString())
                    .returns(Set.of("reports", "billing"), JwtSvid::getAudience);
        assertThat(tokens(all.toBuilder()
                        .setSpiffeId("spiffe://example.org/batch")
                        .build()))
                .extracting(Workload.JWTSVID::getSpiffeId)
                .containsExactly("spiffe://example.org/batch");
    }

    private List<Workload.JWTSVID> tokens(Workload.JWTSVIDRequest request) throws Exception {
        try (Raw raw = new Raw(node.socket)) {
            return Workload.JWTSVIDResponse.parseFrom(
                            raw.call("FetchJWTSVID", MethodType.UNARY, request.toByteArray(), HEADER))
                    .getSvidsList();
        }
    }

    @Test
    void section_6_2_2_the_bundles_for_tokens_hold_no_keys_of_another_use(@TempDir Path other) throws Exception {
        federate(other);
        Workload.JWTBundlesResponse answer = Workload.JWTBundlesResponse.parseFrom(streamed("FetchJWTBundles"));
        assertThat(answer.getBundlesMap())
                .containsOnlyKeys("spiffe://example.org", "spiffe://both.org", "spiffe://tokens.org");
        for (var document : answer.getBundlesMap().values())
            try (var reader = Json.createReader(new ByteArrayInputStream(document.toByteArray()))) {
                assertThat(reader.readObject().getJsonArray("keys").getValuesAs(JsonObject.class))
                        .hasSize(1)
                        .allSatisfy(key -> {
                            assertThat(key.getString("use", "jwt-svid")).isEqualTo("jwt-svid");
                            assertThat(key).containsKey("kid").doesNotContainKey("x5c");
                        });
            }
    }

    @Test
    void section_6_2_3_the_claims_that_the_standard_names_are_in_the_answer() throws Exception {
        // By the message itself: java-spiffe reads the claims out of the token and not out of the answer.
        Workload.ValidateJWTSVIDRequest request = Workload.ValidateJWTSVIDRequest.newBuilder()
                .setAudience("reports")
                .setSvid(client.fetchJwtSvid("reports").getToken())
                .build();
        try (Raw raw = new Raw(node.socket)) {
            Workload.ValidateJWTSVIDResponse answer = Workload.ValidateJWTSVIDResponse.parseFrom(
                    raw.call("ValidateJWTSVID", MethodType.UNARY, request.toByteArray(), HEADER));
            assertThat(answer.getClaims().getFieldsOrThrow("sub").getStringValue())
                    .isEqualTo("spiffe://example.org/web");
            assertThat(answer.getClaims()
                            .getFieldsOrThrow("aud")
                            .getListValue()
                            .getValues(0)
                            .getStringValue())
                    .isEqualTo("reports");
            assertThat(answer.getClaims().getFieldsOrThrow("exp").getNumberValue())
                    .isGreaterThan(Instant.now().getEpochSecond());
        }
    }

    @Test
    void endpoint_section_6_the_header_comes_before_the_question_whether_there_is_such_a_call() {
        try (Raw raw = new Raw(node.socket)) {
            for (String method : List.of("FetchWITSVID", "FetchWITBundles", "FetchEverything")) {
                assertThat(raw.status(method, MethodType.SERVER_STREAMING, new byte[0], List.of()))
                        .startsWith("INVALID_ARGUMENT: the header workload.spiffe.io: true is missing");
                assertThat(raw.status(method, MethodType.SERVER_STREAMING, new byte[0], HEADER))
                        .startsWith("UNIMPLEMENTED");
            }
        }
    }
}
