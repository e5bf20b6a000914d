package io.x0tta6bl4.platform.console;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The answers of the channel: frames of one byte type ({@code o} output, {@code e} error, {@code x} exit), four bytes length
 * (big-endian) and that many bytes. The exit frame holds four bytes exit code and is the last one.
 */
final class Frames {
    private static final int FRAME_LIMIT = 64 * 1024;
    private static final int HEAD = 1 + Integer.BYTES;

    private final WritableByteChannel channel;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean ended;

    Frames(WritableByteChannel channel) {
        this.channel = channel;
    }

    OutputStream stream(char type) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                for (int done = 0; done < length; done += FRAME_LIMIT)
                    send(type, ByteBuffer.wrap(bytes, offset + done, Math.min(FRAME_LIMIT, length - done)));
            }
        };
    }

    void error(String text) throws IOException {
        send('e', ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    void exit(int code) throws IOException {
        lock.lock();
        try {
            send('x', ByteBuffer.allocate(Integer.BYTES).putInt(code).flip());
            ended = true;
        } finally {
            lock.unlock();
        }
    }

    /** Ends with an error and an exit code, unless a write has been stuck for longer than the limit. */
    void end(String text, int code, long limitMillis) throws IOException, InterruptedException {
        if (!lock.tryLock(limitMillis, TimeUnit.MILLISECONDS)) return;
        try {
            if (ended) return;
            error(text);
            exit(code);
        } finally {
            lock.unlock();
        }
    }

    private void send(char type, ByteBuffer payload) throws IOException {
        lock.lock();
        try {
            if (ended) throw new ClosedChannelException();
            ByteBuffer frame = ByteBuffer.allocate(HEAD + payload.remaining());
            frame.put((byte) type).putInt(payload.remaining()).put(payload).flip();
            while (frame.hasRemaining()) channel.write(frame);
        } finally {
            lock.unlock();
        }
    }
}
