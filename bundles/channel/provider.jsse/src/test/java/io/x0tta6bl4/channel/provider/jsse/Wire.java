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
import java.util.ArrayList;
import java.util.List;

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

    /** The group in the key share of the first ServerHello or HelloRetryRequest (RFC 8446, 4.1.3 and 4.2.8). */
    int group() {
        ByteBuffer said = hello(fromServer, 2, "ServerHello");
        said.position(said.position() + 1 + said.get(said.position()) + 2 + 1);
        return extension(said, 51).getShort() & 0xffff;
    }

    /** The groups that the first ClientHello names (RFC 8446, 4.2.7). */
    List<Integer> offered() {
        ByteBuffer groups = extension(clientHello(), 10);
        List<Integer> named = new ArrayList<>();
        for (groups.getShort(); groups.hasRemaining(); ) named.add(groups.getShort() & 0xffff);
        return named;
    }

    /** The groups for which the first ClientHello has a key share (RFC 8446, 4.2.8). */
    List<Integer> shares() {
        ByteBuffer shares = extension(clientHello(), 51);
        List<Integer> shared = new ArrayList<>();
        for (shares.getShort(); shares.hasRemaining(); ) {
            shared.add(shares.getShort() & 0xffff);
            int length = shares.getShort() & 0xffff;
            shares.position(shares.position() + length);
        }
        return shared;
    }

    private ByteBuffer clientHello() {
        ByteBuffer said = hello(fromClient, 1, "ClientHello");
        said.position(said.position() + 1 + said.get(said.position()));
        int suites = said.getShort() & 0xffff;
        said.position(said.position() + suites);
        said.position(said.position() + 1 + said.get(said.position()));
        return said;
    }

    /** A hello of one record, behind its random. */
    private static ByteBuffer hello(ByteArrayOutputStream from, int type, String name) {
        ByteBuffer said = ByteBuffer.wrap(from.toByteArray());
        if (said.get(0) != 22 || said.get(5) != type) throw new AssertionError("no " + name + " came first");
        return said.position(5 + 4 + 2 + 32);
    }

    private static ByteBuffer extension(ByteBuffer said, int wanted) {
        int end = (said.getShort() & 0xffff) + said.position();
        while (said.position() < end) {
            int type = said.getShort() & 0xffff;
            int length = said.getShort() & 0xffff;
            if (type == wanted) return said.slice(said.position(), length);
            said.position(said.position() + length);
        }
        throw new AssertionError("no extension " + wanted);
    }

    /** The types of the records that one side sent (RFC 8446, 5.1): 20 is an empty word, 21 an alert, 22 handshake, 23 protected. */
    static List<Integer> records(ByteArrayOutputStream from) {
        ByteBuffer said = ByteBuffer.wrap(from.toByteArray());
        List<Integer> types = new ArrayList<>();
        while (said.remaining() >= 5) {
            types.add((int) said.get());
            said.getShort();
            int length = said.getShort() & 0xffff;
            said.position(Math.min(said.limit(), said.position() + length));
        }
        return types;
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
