package io.x0tta6bl4.itests.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.x0tta6bl4.identity.api.BundleDocument;
import io.x0tta6bl4.identity.api.JwtVerdict;
import io.x0tta6bl4.identity.api.Refusal;
import io.x0tta6bl4.identity.api.TrustDomain;
import io.x0tta6bl4.identity.api.X509Svid;
import io.x0tta6bl4.identity.api.X509Validator;
import io.x0tta6bl4.identity.api.X509Verdict;
import io.x0tta6bl4.identity.provider.federation.Asking;
import io.x0tta6bl4.identity.provider.federation.Serving;
import io.x0tta6bl4.identity.provider.spire.Spire;
import io.x0tta6bl4.identity.provider.spire.SpireIdentity;
import java.io.ByteArrayInputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real SPIRE server and agent; {@code x0 interop spire} builds them from their Go modules and names the folder. */
class SpireInterop {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final Path bin = Path.of(System.getProperty("x0.spire"));
    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void end() throws InterruptedException {
        for (Process process : started.reversed()) {
            process.destroy();
            if (!process.waitFor(10, TimeUnit.SECONDS))
                process.destroyForcibly().waitFor();
        }
    }

    private Process start(String log, String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(log).toFile())
                .start();
        started.add(process);
        return process;
    }

    private String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return process.exitValue() == 0 ? said : "";
    }

    private static int port() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** @param more of its section {@code server} */
    private Path server(int port, String more) throws Exception {
        Path socket = folder.resolve("s.sock");
        Files.writeString(folder.resolve("server.conf"), """
            server {
              bind_address = "127.0.0.1"
              bind_port = "%d"
              socket_path = "%s"
              trust_domain = "spire.example"
              data_dir = "%s"
              log_level = "INFO"
              default_x509_svid_ttl = "40s"
              %s
            }
            plugins {
              DataStore "sql" { plugin_data { database_type = "sqlite3", connection_string = "%s/d.sqlite3" } }
              NodeAttestor "join_token" { plugin_data {} }
              KeyManager "memory" { plugin_data {} }
            }
            """.formatted(port, socket, folder, more, folder));
        start(
                "server.log",
                bin.resolve("spire-server").toString(),
                "run",
                "-config",
                folder.resolve("server.conf").toString());
        await().atMost(SOON).until(() -> run(spire("healthcheck")).contains("healthy"));
        return socket;
    }

    private String[] spire(String... words) {
        List<String> command =
                new ArrayList<>(List.of(bin.resolve("spire-server").toString()));
        command.addAll(List.of(words));
        command.addAll(List.of("-socketPath", folder.resolve("s.sock").toString()));
        return command.toArray(String[]::new);
    }

    private Path agent(int port) throws Exception {
        Path socket = folder.resolve("a.sock");
        String token = run(spire("token", "generate", "-spiffeID", "spiffe://spire.example/machine"))
                .replaceAll("(?s).*Token: *", "")
                .strip();
        Files.writeString(folder.resolve("agent.conf"), """
            agent {
              data_dir = "%s/agent"
              log_level = "INFO"
              server_address = "127.0.0.1"
              server_port = "%d"
              socket_path = "%s"
              trust_domain = "spire.example"
              insecure_bootstrap = true
              join_token = "%s"
            }
            plugins {
              NodeAttestor "join_token" { plugin_data {} }
              KeyManager "memory" { plugin_data {} }
              WorkloadAttestor "unix" { plugin_data {} }
            }
            """.formatted(folder, port, socket, token));
        start(
                "agent.log",
                bin.resolve("spire-agent").toString(),
                "run",
                "-config",
                folder.resolve("agent.conf").toString());
        return socket;
    }

    @Test
    void a_node_has_its_identity_from_a_real_spire_agent_and_takes_what_it_renews() throws Exception {
        int port = port();
        server(port, "");
        SpireIdentity identity = Spire.of("unix://" + folder.resolve("a.sock"), "");
        try {
            await().atMost(SOON).until(() -> identity.trouble().orElse("").contains("does not answer"));
            agent(port);
            await().atMost(SOON).until(() -> identity.trouble().orElse("").contains("make a registration entry"));
            assertThat(run(spire(
                            "entry", "create",
                            "-parentID", "spiffe://spire.example/machine",
                            "-spiffeID", "spiffe://spire.example/x0/node",
                            "-selector", "unix:uid:" + Myself.uid())))
                    .contains("spiffe://spire.example/x0/node");
            await().atMost(SOON).until(() -> identity.svid().isPresent());
            X509Svid first = identity.svid().orElseThrow();
            assertThat(first.id()).hasToString("spiffe://spire.example/x0/node");
            assertThat(X509Validator.validate(first.chain(), identity::bundle, Instant.now()))
                    .isInstanceOf(X509Verdict.Accepted.class);
            String token = identity.jwtSvid(Set.of("reports")).token();
            assertThat(identity.validate(token, "reports")).isInstanceOf(JwtVerdict.Accepted.class);
            SourceContract.refused(identity.validate(token, "billing"), Refusal.WRONG_AUDIENCE);
            await().atMost(SOON).until(() -> identity.selfTest().passed());
            System.out.println("held the first identity: " + first + "; "
                    + identity.selfTest().detail());
            await().atMost(SOON)
                    .until(() -> !identity.svid().orElseThrow().leaf().equals(first.leaf()));
            assertThat(Instant.now()).isBefore(first.expires());
            System.out.println(
                    "held a renewed one before it expired: " + identity.svid().orElseThrow());
            started.getLast().destroy();
            await().atMost(SOON).until(() -> identity.trouble().orElse("").contains("does not answer"));
            assertThat(identity.svid()).isPresent();
            System.out.println("held what the agent gave after it ended: "
                    + identity.trouble().orElseThrow());
        } finally {
            Spire.close(identity);
        }
    }

    @Test
    void a_node_and_a_real_spire_server_take_one_anothers_bundles_from_their_endpoints() throws Exception {
        int port = port();
        server(port(), """
            federation { bundle_endpoint {
                address = "127.0.0.1"
                port = %d
                refresh_hint = "10s"
                profile "https_spiffe" {}
              } }\
            """.formatted(port));
        TrustDomain theirs = new TrustDomain("spire.example");
        Path first =
                Files.writeString(folder.resolve("theirs.json"), run(spire("bundle", "show", "-format", "spiffe")));
        String from = " https_spiffe https://127.0.0.1:" + port + "/ spiffe://spire.example/spire/server " + first;
        try (Node node = new Node(Files.createDirectory(folder.resolve("node")), "example.org", Duration.ofHours(1));
                Asking asks = Asking.of(node.identity(), node.journal, theirs + from)) {
            await().atMost(SOON).until(() -> asks.poll().equals(Duration.ofSeconds(10)));
            assertThat(asks.selfTest().passed()).isTrue();
            String issued = run(spire("x509", "mint", "-spiffeID", "spiffe://spire.example/web"));
            assertThat(X509Validator.validate(leaves(issued), node.identity()::bundle, Instant.now()))
                    .isInstanceOf(X509Verdict.Accepted.class);
            System.out.println("held the bundle of a SPIRE server from its endpoint: "
                    + asks.selfTest().detail());
            try (Serving endpoint = Serving.of(node.identity())) {
                taken(node, endpoint);
            }
        }
    }

    /** The node's bundle by post-quantum TLS, after one more key is in it than in what was carried over. */
    private void taken(Node node, Serving endpoint) throws Exception {
        TrustDomain ours = node.identity().trustDomain();
        Path carried = Files.writeString(
                folder.resolve("ours.json"),
                BundleDocument.write(node.identity().bundle(ours).orElseThrow()));
        node.identity().prepare();
        run(spire(
                "federation", "create",
                "-trustDomain", ours.name(),
                "-bundleEndpointURL", endpoint.url(),
                "-bundleEndpointProfile", "https_spiffe",
                "-endpointSpiffeID", "spiffe://example.org/node",
                "-trustDomainBundlePath", carried.toString(),
                "-trustDomainBundleFormat", "spiffe"));
        await().atMost(SOON).until(() -> {
            run(spire("federation", "refresh", "-id", ours.name()));
            String held = run(spire("bundle", "list", "-id", ours.name(), "-format", "spiffe"));
            return held.split("x509-svid", -1).length - 1 == 2;
        });
        System.out.println("held the node's bundle with its new key in a SPIRE server: "
                + endpoint.selfTest().detail());
    }

    private static List<X509Certificate> leaves(String minted) throws Exception {
        Matcher pem = Pattern.compile("(?s)-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----")
                .matcher(minted);
        assertThat(pem.find()).as(minted).isTrue();
        byte[] leaf = pem.group().getBytes(StandardCharsets.US_ASCII);
        return List.of((X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(leaf)));
    }
}
