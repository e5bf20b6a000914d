package io.x0tta6bl4.channel.provider.jsse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;

/** Stands between two peers, keeps what they say, and can change one octet of it. */
final class Wire implements AutoCloseable {
    final ByteArrayOutputStream fromClient = new ByteArrayOutputStream();
    final ByteArrayOutputStream fromServer = new ByteArrayOutputStream();
    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    /** Which octet from the server is changed; none when negative. */
    volatile int flip = -1;

    Wire(int port) throws IOException {
        Thread.ofVirtual().start(() -> serve(port));
    }

    InetSocketAddress address() {
        return new InetSocketAddress(door.getInetAddress(), door.getLocalPort());
    }

    private void serve(int port) {
        try {
            while (true) {
                Socket client = door.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
                Thread.ofVirtual().start(() -> pass(client, server, fromClient, false));
                Thread.ofVirtual().start(() -> pass(server, client, fromServer, true));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void pass(Socket from, Socket to, ByteArrayOutputStream kept, boolean server) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[16 * 1024];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                int at = flip - kept.size();
                if (server && flip >= 0 && at >= 0 && at < n) buffer[at] ^= 1;
                kept.write(buffer, 0, n);
                out.write(buffer, 0, n);
                out.flush();
            }
        } catch (IOException closed) {
            // One side has gone.
        }
    }

    /** The group in the key share of the first ServerHello (RFC 8446, 4.1.3 and 4.2.8). */
    int group() {
        ByteBuffer said = ByteBuffer.wrap(fromServer.toByteArray());
        if (said.get() != 22) throw new AssertionError("the server began with no handshake record");
        said.position(5);
        if (said.get() != 2) throw new AssertionError("the server began with no ServerHello");
        said.position(5 + 4 + 2 + 32);
        said.position(said.position() + 1 + said.get(said.position()) + 2 + 1 + 2);
        while (said.hasRemaining()) {
            int type = said.getShort();
            int length = said.getShort();
            if (type == 51) return said.getShort() & 0xffff;
            said.position(said.position() + length);
        }
        throw new AssertionError("no key share");
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
