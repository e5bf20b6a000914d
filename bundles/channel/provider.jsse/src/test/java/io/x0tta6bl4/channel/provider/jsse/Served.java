package io.x0tta6bl4.channel.provider.jsse;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLSocket;

/** A node that answers in capitals what it hears, behind a wire that keeps what is said. */
final class Served implements AutoCloseable {
    final Node node;
    final Wire wire;
    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

    Served(Node node) throws IOException {
        this.node = node;
        this.wire = new Wire(door.getLocalPort());
        Thread.ofVirtual().start(this::serve);
    }

    private void serve() {
        try {
            while (true) {
                Socket plain = door.accept();
                Thread.ofVirtual().start(() -> answer(plain));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void answer(Socket plain) {
        try (SSLSocket peer = node.channel.answer(plain)) {
            byte[] heard = new byte[64];
            for (int n = peer.getInputStream().read(heard);
                    n > 0;
                    n = peer.getInputStream().read(heard))
                peer.getOutputStream()
                        .write(new String(heard, 0, n, UTF_8)
                                .toUpperCase(Locale.ROOT)
                                .getBytes(UTF_8));
        } catch (IOException refused) {
            // The journal has it.
        }
    }

    static String say(SSLSocket peer) throws IOException {
        peer.setSoTimeout(10_000);
        peer.getOutputStream().write("hello, this is plain".getBytes(UTF_8));
        return new String(peer.getInputStream().readNBytes(20), UTF_8);
    }

    SSLSocket calledBy(Node client) throws IOException {
        return client.channel.call(wire.address(), Optional.empty());
    }

    @Override
    public void close() throws IOException {
        wire.close();
        door.close();
    }
}
