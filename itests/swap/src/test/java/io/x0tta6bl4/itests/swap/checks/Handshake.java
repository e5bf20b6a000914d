package io.x0tta6bl4.itests.swap.checks;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/** Two engines in one memory that shake hands and say one word. */
final class Handshake {
    private static final int ROUNDS = 200;
    private static final int ROOM = 64 * 1024;

    private final SSLEngine engine;
    private final ByteBuffer plain = ByteBuffer.allocate(ROOM);

    private Handshake(SSLEngine engine) {
        this.engine = engine;
    }

    /** The protocol in force, when the server has read what the client wrote. */
    static String over(SSLEngine client, SSLEngine server) {
        Handshake calls = new Handshake(client);
        Handshake answers = new Handshake(server);
        ByteBuffer there = ByteBuffer.allocate(4 * ROOM);
        ByteBuffer back = ByteBuffer.allocate(4 * ROOM);
        ByteBuffer word = ByteBuffer.wrap("word".getBytes(StandardCharsets.US_ASCII));
        try {
            client.beginHandshake();
            server.beginHandshake();
            for (int round = 0; round < ROUNDS && answers.plain.position() < 4; round++) {
                calls.send(word, there);
                answers.take(there);
                answers.send(ByteBuffer.allocate(0), back);
                calls.take(back);
            }
            if (answers.plain.position() != 4) throw new IllegalStateException("the word did not come through");
            return client.getSession().getProtocol();
        } catch (SSLException e) {
            throw new IllegalStateException("no handshake: " + e, e);
        } finally {
            client.closeOutbound();
            server.closeOutbound();
        }
    }

    private void send(ByteBuffer word, ByteBuffer wire) throws SSLException {
        tasks();
        if (engine.getHandshakeStatus() == HandshakeStatus.NEED_UNWRAP) return;
        engine.wrap(word, wire);
        tasks();
    }

    private void take(ByteBuffer wire) throws SSLException {
        wire.flip();
        while (wire.hasRemaining()) {
            int before = wire.remaining();
            engine.unwrap(wire, plain);
            tasks();
            if (wire.remaining() == before) break;
        }
        wire.compact();
    }

    private void tasks() {
        while (engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
            Runnable task = engine.getDelegatedTask();
            if (task == null) return;
            task.run();
        }
    }
}
