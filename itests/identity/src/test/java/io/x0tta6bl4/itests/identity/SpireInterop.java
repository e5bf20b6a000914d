package io.x0tta6bl4.itests.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.x0tta6bl4.identity.api.JwtVerdict;
import io.x0tta6bl4.identity.api.Refusal;
import io.x0tta6bl4.identity.api.X509Svid;
import io.x0tta6bl4.identity.api.X509Validator;
import io.x0tta6bl4.identity.api.X509Verdict;
import io.x0tta6bl4.identity.provider.spire.Spire;
import io.x0tta6bl4.identity.provider.spire.SpireIdentity;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
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

    private Path server(int port) throws Exception {
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
            }
            plugins {
              DataStore "sql" { plugin_data { database_type = "sqlite3", connection_string = "%s/d.sqlite3" } }
              NodeAttestor "join_token" { plugin_data {} }
              KeyManager "memory" { plugin_data {} }
            }
            """.formatted(port, socket, folder, folder));
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
        server(port);
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
}
