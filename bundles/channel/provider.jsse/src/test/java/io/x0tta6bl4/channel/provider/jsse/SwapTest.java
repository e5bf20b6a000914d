package io.x0tta6bl4.channel.provider.jsse;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.channel.api.SecureChannel;
import io.x0tta6bl4.platform.api.HotReference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/** The channel itself, and what it stands on, is replaced while peers shake hands, in both roles. */
class SwapTest {
    private static final String A = "spiffe://prod.example/node/a";
    private static final int SWAPS = 12;
    private static final int CALLERS = 3;
    private static final Issuer PROD = new Issuer("prod.example");

    private final HotReference<SecureChannel> hot = new HotReference<>("channel", Duration.ofSeconds(10));
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final AtomicLong spoken = new AtomicLong();
    private final AtomicBoolean over = new AtomicBoolean();

    private static Node node() {
        return new Node(PROD.svid(A), PROD).allows(A);
    }

    private SSLSocket answered(Socket plain) {
        return hot.call(channel -> {
            try {
                return channel.answer(plain);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private SSLSocket called(InetSocketAddress address) {
        return hot.call(channel -> {
            try {
                return channel.call(address, Optional.empty());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private void serve(ServerSocket door) {
        while (!door.isClosed()) {
            try {
                Socket plain = door.accept();
                Thread.ofVirtual().start(() -> {
                    try (SSLSocket peer = answered(plain)) {
                        peer.getOutputStream().write(peer.getInputStream().read());
                    } catch (IOException | RuntimeException e) {
                        failures.add("answering: " + e);
                    }
                });
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void call(InetSocketAddress address) {
        while (!over.get()) {
            try (SSLSocket peer = called(address)) {
                peer.getOutputStream().write(42);
                if (peer.getInputStream().read() != 42) failures.add("another octet came back");
                spoken.incrementAndGet();
            } catch (IOException | RuntimeException e) {
                failures.add("calling: " + e);
            }
        }
    }

    @Test
    void no_handshake_fails_while_the_channel_its_identity_and_its_policy_are_swapped() throws Exception {
        Node now = node();
        hot.bind(0, now.channel);
        try (ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> serve(door));
            InetSocketAddress address = new InetSocketAddress(door.getInetAddress(), door.getLocalPort());
            List<Thread> callers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) callers.add(Thread.ofPlatform().start(() -> call(address)));
            for (int swap = 1; swap <= SWAPS; swap++) {
                long before = spoken.get();
                Node next = node();
                now.swap();
                hot.bind(swap, next.channel);
                hot.unbind(swap - 1);
                now.channel.close();
                now = next;
                while (spoken.get() < before + CALLERS && failures.isEmpty()) Thread.onSpinWait();
            }
            over.set(true);
            for (Thread caller : callers)
                assertThat(caller.join(Duration.ofSeconds(10))).isTrue();
        }
        assertThat(failures).isEmpty();
        assertThat(spoken.get()).isGreaterThanOrEqualTo((long) SWAPS * CALLERS);
        assertThat(hot.overruns()).isZero();
        now.channel.close();
    }
}
