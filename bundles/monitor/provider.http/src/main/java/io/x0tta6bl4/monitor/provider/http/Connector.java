package io.x0tta6bl4.monitor.provider.http;

import io.x0tta6bl4.monitor.api.probe.Lookup;
import io.x0tta6bl4.monitor.api.probe.Rounds;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.util.concurrent.Future;

/** Opens a connection for one answer; whatever happens to it, it is cut when the time is over. */
final class Connector {
    private final Lookup lookup;
    private final Rounds rounds;

    Connector(Lookup lookup, Rounds rounds) {
        this.lookup = lookup;
        this.rounds = rounds;
    }

    /** A connection that {@link #close} ends, at the latest at the deadline. */
    record Line(Socket socket, Future<?> guard) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            guard.cancel(false);
            socket.close();
        }
    }

    /** Tries the addresses of the host one after the other. */
    Line open(String host, int port, Deadline deadline) throws IOException {
        InetAddress[] addresses = lookup.find(host, deadline.begin("looking up " + host));
        IOException failure = new ConnectException("no address");
        for (int i = 0; i < addresses.length; i++) {
            try {
                return open(new InetSocketAddress(addresses[i], port), deadline, addresses.length - i);
            } catch (IOException e) {
                failure = e; // the next address may answer
            }
        }
        throw failure;
    }

    private Line open(InetSocketAddress address, Deadline deadline, int shares) throws IOException {
        long left = deadline.begin("connecting") / shares;
        Socket socket = new Socket(Proxy.NO_PROXY);
        try {
            socket.connect(address, Math.clamp((left + 999_999) / 1_000_000, 1, Integer.MAX_VALUE));
            return new Line(socket, rounds.after(Math.max(deadline.left(), 1), () -> cut(socket)));
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private static void cut(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            return; // it is closed all the same
        }
    }
}
