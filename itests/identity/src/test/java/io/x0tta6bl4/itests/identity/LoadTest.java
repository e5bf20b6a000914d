package io.x0tta6bl4.itests.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spiffe.provider.SpiffeSslContextFactory;
import io.spiffe.provider.SpiffeSslContextFactory.SslContextOptions;
import io.spiffe.spiffeid.SpiffeId;
import io.spiffe.workloadapi.DefaultWorkloadApiClient;
import io.spiffe.workloadapi.DefaultWorkloadApiClient.ClientOptions;
import io.spiffe.workloadapi.DefaultX509Source;
import io.spiffe.workloadapi.DefaultX509Source.X509SourceOptions;
import io.spiffe.workloadapi.WorkloadApiClient;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two sides with mutual TLS, their SVIDs from the Workload API by SPIFFE's own Java client, while everything is renewed. */
class LoadTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong onOpen = new AtomicLong();
    private final Set<BigInteger> serials = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean over = new AtomicBoolean();
    private Node node;

    @BeforeEach
    void begin() throws Exception {
        node = new Node(folder, "example.org", Duration.ofSeconds(6));
        node.register(Myself.program("/web", Myself.PROGRAM));
    }

    @AfterEach
    void end() {
        over.set(true);
        node.close();
    }

    private DefaultX509Source source() throws Exception {
        return DefaultX509Source.newSource(
                X509SourceOptions.builder().spiffeSocketPath(node.address()).build());
    }

    private static SSLContext context(DefaultX509Source source) throws Exception {
        return SpiffeSslContextFactory.getSslContext(SslContextOptions.builder()
                .x509Source(source)
                .acceptedSpiffeIdsSupplier(() -> Set.of(SpiffeId.parse("spiffe://example.org/web")))
                .build());
    }

    private static void echo(SSLSocket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            for (int octet = socket.getInputStream().read();
                    octet >= 0;
                    octet = socket.getInputStream().read())
                socket.getOutputStream().write(octet);
        } catch (IOException gone) {
            // The caller says whether it failed.
        }
    }

    private static void serve(SSLServerSocket server) {
        try {
            while (true) {
                SSLSocket accepted = (SSLSocket) server.accept();
                Thread.startVirtualThread(() -> echo(accepted));
            }
        } catch (IOException closed) {
            // The end of the test.
        }
    }

    private SSLSocket connect(SSLContext context, int port) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        return socket;
    }

    private void ask(SSLSocket socket) throws IOException {
        socket.getOutputStream().write(7);
        if (socket.getInputStream().read() != 7) throw new IOException("another answer");
        requests.incrementAndGet();
    }

    private void newConnections(DefaultX509Source source, SSLContext context, int port) {
        while (!over.get()) {
            try (SSLSocket socket = connect(context, port)) {
                ask(socket);
                serials.add(source.getX509Svid().getLeaf().getSerialNumber());
            } catch (IOException | RuntimeException e) {
                failures.add(e.toString());
            }
        }
    }

    private void oneConnection(SSLContext context, int port) {
        try (SSLSocket socket = connect(context, port)) {
            while (!over.get()) {
                ask(socket);
                onOpen.incrementAndGet();
                Thread.onSpinWait();
            }
        } catch (IOException | RuntimeException e) {
            failures.add("the open connection: " + e);
        }
    }

    @Test
    void renewals_at_half_life_and_swaps_of_both_providers_fail_no_request_and_no_open_connection() throws Exception {
        try (DefaultX509Source here = source();
                DefaultX509Source there = source();
                SSLServerSocket server = (SSLServerSocket) context(there)
                        .getServerSocketFactory()
                        .createServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            server.setNeedClientAuth(true);
            Thread.startVirtualThread(() -> serve(server));
            SSLContext client = context(here);
            int port = server.getLocalPort();
            List<Thread> callers = IntStream.range(0, 2)
                    .mapToObj(i -> Thread.ofPlatform()
                            .daemon()
                            .start(
                                    i == 0
                                            ? () -> oneConnection(client, port)
                                            : () -> newConnections(here, client, port)))
                    .toList();
            await().atMost(SOON).until(() -> serials.size() >= 3);
            int before = serials.size();
            node.swapAuthority();
            await().atMost(SOON).until(() -> serials.size() > before);
            int between = serials.size();
            node.swapApi();
            await().atMost(SOON).until(() -> serials.size() > between + 1);
            over.set(true);
            for (Thread caller : callers) assertThat(caller.join(SOON)).isTrue();
        }
        assertThat(failures).isEmpty();
        assertThat(requests.get()).isPositive();
        assertThat(onOpen.get()).isPositive();
    }

    private void tokens(WorkloadApiClient client) {
        while (!over.get()) {
            try {
                String token = client.fetchJwtSvid("reports").getToken();
                client.validateJwtSvid(token, "reports");
                requests.incrementAndGet();
            } catch (Exception e) {
                failures.add(e + " by " + e.getCause());
            }
        }
    }

    @Test
    void calls_go_on_while_the_authority_and_the_workload_api_are_swapped() throws Exception {
        try (WorkloadApiClient client = DefaultWorkloadApiClient.newClient(
                ClientOptions.builder().spiffeSocketPath(node.address()).build())) {
            List<Thread> callers = IntStream.range(0, 2)
                    .mapToObj(i -> Thread.ofPlatform().daemon().start(() -> tokens(client)))
                    .toList();
            for (int swap = 0; swap < 6; swap++) {
                long before = requests.get();
                await().atMost(SOON).until(() -> requests.get() > before + 20);
                if (swap % 2 == 0) node.swapAuthority();
                else node.swapApi();
            }
            over.set(true);
            for (Thread caller : callers) assertThat(caller.join(SOON)).isTrue();
        }
        assertThat(failures).isEmpty();
        assertThat(node.socket).exists();
    }
}
