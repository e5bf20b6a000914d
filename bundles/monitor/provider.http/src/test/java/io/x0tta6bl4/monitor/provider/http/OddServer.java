package io.x0tta6bl4.monitor.provider.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A real server on a real socket that behaves as a test wants, also badly. */
final class OddServer implements AutoCloseable {
    /** What it does with a connection after the question was read. */
    interface Manner {
        void answer(Socket socket) throws IOException;
    }

    private final ServerSocket server;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    final AtomicInteger asked = new AtomicInteger();
    final List<String> questions = new CopyOnWriteArrayList<>();
    volatile Manner manner;

    OddServer(Manner manner) {
        this.manner = manner;
        try {
            server = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::serve);
    }

    static Manner says(String answer) {
        return socket -> {
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
            socket.close();
        };
    }

    static Manner ok(String body) {
        return says("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    static Manner never() {
        return socket -> {};
    }

    static Manner drop() {
        return Socket::close;
    }

    /** Sends a byte each 20 ms, for ever: each read succeeds, the answer never ends. */
    static Manner drips() {
        return socket -> {
            socket.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            while (!socket.isClosed()) {
                socket.getOutputStream().write('x');
                LockSupport.parkNanos(20_000_000);
            }
        };
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/health?deep=1");
    }

    int port() {
        return server.getLocalPort();
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> talk(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void talk(Socket socket) {
        try {
            InputStream in = socket.getInputStream();
            StringBuilder question = new StringBuilder();
            while (question.indexOf("\r\n\r\n") < 0) {
                int b = in.read();
                if (b < 0) return;
                question.append((char) b);
            }
            if (questions.size() < 100) questions.add(question.toString());
            asked.incrementAndGet();
            manner.answer(socket);
        } catch (IOException e) {
            return; // the asking side hung up
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
