package io.x0tta6bl4.channel.provider.jsse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.x0tta6bl4.identity.api.SpiffeId;
import io.x0tta6bl4.identity.api.X509Svid;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The channel against OpenSSL 3.5 or later, driven by Node 24: {@code ./x0 interop openssl}. Not part of the build, which fetches no
 * foreign programs; without {@code -Dx0.node} it fails.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class OpensslInterop {
    private static final int X25519MLKEM768 = 0x11EC;
    private static final String A = "spiffe://prod.example/node/a";
    private static final String B = "spiffe://prod.example/openssl/b";
    private static final Issuer PROD = new Issuer("prod.example");

    @TempDir
    Path directory;

    private final Node ours = new Node(PROD.svid(A), PROD).allows(B);

    private static String pem(String type, byte[] der) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + type + "-----\n";
    }

    private Process openssl(String role, int port, String group) throws Exception {
        X509Svid svid = PROD.svid(B);
        Files.writeString(
                directory.resolve("key.pem"), pem("PRIVATE KEY", svid.key().getEncoded()));
        Files.writeString(
                directory.resolve("cert.pem"), pem("CERTIFICATE", svid.leaf().getEncoded()));
        Files.writeString(directory.resolve("ca.pem"), pem("CERTIFICATE", PROD.root.getEncoded()));
        String node = System.getProperty("x0.node");
        assertThat(node)
                .as("-Dx0.node names the program node, version 24 or later")
                .isNotNull();
        return new ProcessBuilder(
                        node,
                        Path.of("src/test/resources/peer.cjs").toString(),
                        role,
                        Integer.toString(port),
                        directory.toString(),
                        group)
                .redirectErrorStream(true)
                .start();
    }

    private static BufferedReader said(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    }

    private String answer(String group) throws Exception {
        try (ServerSocket door = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                Wire wire = new Wire(door.getLocalPort())) {
            Thread.ofVirtual().start(() -> {
                try (SSLSocket peer = ours.channel.answer(door.accept())) {
                    byte[] heard = peer.getInputStream().readNBytes(5);
                    peer.getOutputStream()
                            .write(new String(heard, UTF_8)
                                    .toUpperCase(java.util.Locale.ROOT)
                                    .getBytes(UTF_8));
                    peer.getInputStream().read();
                } catch (IOException refused) {
                    // The journal has it.
                }
            });
            Process process = openssl("client", wire.address().getPort(), group);
            String all = said(process).lines().reduce("", (a, b) -> a + b + "\n");
            process.waitFor();
            if (group.equals("X25519MLKEM768")) assertThat(wire.group()).isEqualTo(X25519MLKEM768);
            return all;
        }
    }

    @Test
    void openssl_calls_us() throws Exception {
        String said = answer("X25519MLKEM768");
        System.out.println("OpenSSL called us: " + said.strip());
        assertThat(said)
                .contains(
                        "\"authorized\":true",
                        "\"peer\":\"URI:" + A + "\"",
                        "\"group\":\"X25519MLKEM768\"",
                        "TLSv1.3",
                        "HELLO");
    }

    @Test
    void openssl_with_a_classical_group_alone_gets_no_connection() throws Exception {
        assertThat(answer("P-256")).contains("failed");
        assertThat(answer("X25519")).contains("failed");
        assertThat(ours.written).hasSize(2).allMatch(w -> w.contains("the handshake failed"));
    }

    @Test
    void we_call_openssl() throws Exception {
        Process process = openssl("server", 0, "X25519MLKEM768");
        BufferedReader said = said(process);
        try (Wire wire = new Wire(Integer.parseInt(said.readLine()));
                SSLSocket peer = ours.channel.call(wire.address(), Optional.of(SpiffeId.parse(B)))) {
            peer.getOutputStream().write("hello".getBytes(UTF_8));
            assertThat(new String(peer.getInputStream().readNBytes(5), UTF_8)).isEqualTo("HELLO");
            assertThat(wire.group()).isEqualTo(X25519MLKEM768);
            String told = said.readLine();
            System.out.println("we called OpenSSL: " + told);
            assertThat(told).contains("\"authorized\":true", "\"peer\":\"URI:" + A + "\"", "TLSv1.3");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void openssl_that_serves_a_classical_group_alone_is_not_spoken_to() throws Exception {
        for (String group : new String[] {"P-256", "X25519"}) {
            Process process = openssl("server", 0, group);
            try {
                int port = Integer.parseInt(said(process).readLine());
                assertThatThrownBy(() -> ours.channel.call(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), port), Optional.empty()))
                        .isInstanceOf(IOException.class);
            } finally {
                process.destroyForcibly();
            }
        }
        assertThat(ours.written).hasSize(2).allMatch(w -> w.contains("the handshake failed"));
    }
}
