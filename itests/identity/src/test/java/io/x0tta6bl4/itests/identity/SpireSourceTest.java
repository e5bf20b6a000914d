package io.x0tta6bl4.itests.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.x0tta6bl4.identity.api.BundleDocument;
import io.x0tta6bl4.identity.api.IdentityException;
import io.x0tta6bl4.identity.api.SvidSource;
import io.x0tta6bl4.identity.api.TrustDomain;
import io.x0tta6bl4.identity.api.X509Svid;
import io.x0tta6bl4.identity.provider.spire.Spire;
import io.x0tta6bl4.identity.provider.spire.SpireIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client of an agent; the agent is the Workload API of another node, which SPIFFE's own clients find to be one. */
class SpireSourceTest extends SourceContract {
    @TempDir
    Path folder;

    private Node agent;
    private SpireIdentity identity;

    @BeforeEach
    void begin() throws Exception {
        agent = new Node(folder, "example.org", LIFE);
        agent.register(Myself.program("/other-node", Myself.PROGRAM), Myself.program("/second", Myself.PROGRAM));
        identity = Spire.of("unix://" + agent.socket, "");
    }

    @AfterEach
    void end() {
        Spire.close(identity);
        agent.close();
    }

    @Override
    SvidSource svids() {
        return identity;
    }

    @Test
    void the_wanted_one_of_several_identities_is_taken_and_a_missing_one_is_named() {
        assertThat(first().id()).hasToString("spiffe://example.org/other-node");
        SpireIdentity second = Spire.of("unix://" + agent.socket, "spiffe://example.org/second");
        SpireIdentity missing = Spire.of("unix://" + agent.socket, "spiffe://example.org/missing");
        try {
            await().atMost(SOON).until(() -> second.svid().isPresent());
            assertThat(second.svid().orElseThrow().id()).hasToString("spiffe://example.org/second");
            await().atMost(SOON)
                    .until(() -> missing.trouble().orElse("").contains("no identity spiffe://example.org/missing"));
            assertThat(missing.svid()).isEmpty();
        } finally {
            Spire.close(second);
            Spire.close(missing);
        }
    }

    @Test
    void without_an_agent_it_is_not_ready_in_words_and_serves_as_soon_as_there_is_one(@TempDir Path other)
            throws Exception {
        Path socket = other.resolve("w.sock");
        SpireIdentity waiting = Spire.of("unix://" + socket, "");
        try {
            await().atMost(SOON).until(() -> waiting.trouble().orElse("").contains("does not answer"));
            assertThat(waiting.selfTest().passed()).isFalse();
            assertThat(waiting.selfTest().detail())
                    .contains(socket.toString())
                    .contains("start it, or configure socket");
            assertThatThrownBy(waiting::trustDomain).isInstanceOf(IdentityException.class);
            try (Node late = new Node(other, "late.example", Duration.ofHours(1))) {
                late.register(Myself.program("/node", Myself.PROGRAM));
                await().atMost(SOON).until(() -> waiting.selfTest().passed());
                assertThat(waiting.trustDomain()).hasToString("late.example");
            }
        } finally {
            Spire.close(waiting);
        }
    }

    @Test
    void an_agent_that_goes_and_comes_back_is_found_again_and_what_it_gave_is_kept_meanwhile() throws Exception {
        X509Svid before = first();
        agent.stopApi();
        await().atMost(SOON).until(() -> identity.trouble().orElse("").contains("does not answer"));
        // What was given is kept until it expires, and not for a moment longer.
        await().atMost(SOON).until(() -> identity.svid().isEmpty());
        assertThat(java.time.Instant.now()).isAfterOrEqualTo(before.expires().minusMillis(1));
        assertThat(identity.selfTest().passed()).isFalse();

        agent.startApi();
        await().atMost(SOON).until(() -> identity.selfTest().passed());
    }

    @Test
    void without_a_registration_entry_the_identity_is_given_up_and_told_to_make_one() {
        first();
        agent.register();
        await().atMost(SOON).until(() -> identity.trouble().orElse("").contains("make a registration entry"));
        assertThat(identity.svid()).isEmpty();
        assertThat(identity.bundles()).isEmpty();
    }

    @Test
    void bundles_of_other_trust_domains_come_with_it(@TempDir Path other) throws Exception {
        try (Node stranger = new Node(other, "other.org", Duration.ofHours(1))) {
            Files.writeString(
                    agent.bundles().resolve("other.org.json"),
                    BundleDocument.write(stranger.identity().bundles().getFirst()));
            TrustDomain domain = new TrustDomain("other.org");
            await().atMost(SOON)
                    .until(() -> identity.bundle(domain)
                            .filter(bundle -> bundle.jwtAuthorities().size() == 1
                                    && bundle.x509Authorities().size() == 1)
                            .isPresent());
        }
    }

    @Test
    void what_an_agent_does_not_send_any_more_is_given_up(@TempDir Path other) throws Exception {
        Path file = agent.bundles().resolve("other.org.json");
        TrustDomain domain = new TrustDomain("other.org");
        try (Node stranger = new Node(other, "other.org", Duration.ofHours(1))) {
            Files.writeString(
                    file, BundleDocument.write(stranger.identity().bundles().getFirst()));
        }
        await().atMost(SOON)
                .until(() -> identity.bundle(domain)
                        .filter(bundle -> !bundle.jwtAuthorities().isEmpty())
                        .isPresent());

        Files.delete(file);
        await().atMost(SOON).until(() -> identity.bundle(domain).isEmpty());
        assertThat(identity.bundles()).hasSize(1);
    }

    @Test
    void keys_of_another_use_or_of_a_type_that_no_token_is_signed_by_are_left_out() throws Exception {
        String good = "\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":\"" + "u".repeat(342) + "\"";
        assertThat(Spire.keys("{\"keys\":[{\"kid\":\"plain\"," + good + "},"
                        + "{\"kid\":\"said\",\"use\":\"jwt-svid\"," + good + "},"
                        + "{\"kid\":\"x509\",\"use\":\"x509-svid\"," + good + "},"
                        + "{\"kid\":\"other\",\"use\":\"wit-svid\"," + good + "},"
                        + "{\"kid\":\"pq\",\"kty\":\"AKP\",\"alg\":\"ML-DSA-65\",\"pub\":\"AQ\"},"
                        + "{\"kid\":\"curve\",\"kty\":\"EC\",\"crv\":\"secp256k1\",\"x\":\"AQ\",\"y\":\"AQ\"},"
                        + "{\"kid\":\"none\"}]}"))
                .containsOnly("plain", "said");
        assertThatThrownBy(() -> Spire.keys("{\"keys\":[{\"kid\":\"a\",\"kty\":\"RSA\"}]}"))
                .isInstanceOf(GeneralSecurityException.class);
    }

    @Test
    void without_a_setting_the_variable_of_the_standard_names_the_agent() {
        Map<String, String> environment = Map.of("SPIFFE_ENDPOINT_SOCKET", "unix:///run/agent.sock");
        assertThat(Spire.agent("", environment)).isEqualTo(Path.of("/run/agent.sock"));
        assertThat(Spire.agent("unix:///run/other.sock", environment)).isEqualTo(Path.of("/run/other.sock"));
        assertThat(Spire.agent("", Map.of())).isEqualTo(Path.of("/tmp/spire-agent/public/api.sock"));
    }

    @Test
    void attempts_come_at_ever_longer_intervals_up_to_half_a_minute() {
        long[] pauses = Spire.pauses(12);
        assertThat(pauses[0]).isBetween(375L, 500L);
        for (int i = 1; i < pauses.length; i++)
            assertThat(pauses[i]).isBetween(Math.min(500L << i, 30_000L) * 3 / 4, Math.min(500L << i, 30_000L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tcp://127.0.0.1:8081",
                "unix://host/run/agent.sock",
                "unix:run/agent.sock",
                "unix:///run/agent.sock?x=1",
                "unix:///run/agent.sock#x",
                "unix:///run/an agent.sock",
                "http:///run/agent.sock",
                "run/agent.sock"
            })
    void an_address_that_is_no_socket_is_refused(String address) {
        assertThatThrownBy(() -> Spire.of(address, ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("write unix:///path/of/socket");
    }

    @Test
    void an_address_is_a_path_a_uri_with_it_or_one_with_an_empty_authority() {
        for (String address : List.of("/run/an agent.sock", "unix:/run/an%20agent.sock", "unix:///run/an%20agent.sock"))
            assertThat(Spire.agent(address, Map.of())).isEqualTo(Path.of("/run/an agent.sock"));
    }
}
