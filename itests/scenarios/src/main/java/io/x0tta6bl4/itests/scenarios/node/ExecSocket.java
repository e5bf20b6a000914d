package io.x0tta6bl4.itests.scenarios.node;

import jakarta.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A client of the running node's command channel, so that asking takes a millisecond and not a new process.
 *
 * <p>A request is a length (4 bytes, big-endian) and JSON; the answer comes in frames: a type ({@code o}, {@code e},
 * {@code x}), a length and the bytes; {@code x} carries the exit code and ends it.
 */
public final class ExecSocket {
    private static final int FRAME_LIMIT = 64 * 1024 * 1024;
    private static final ScheduledExecutorService WATCHDOG = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("exec-watchdog").factory());
    private final Path socket;
    private final Duration limit;

    /** @param limit for one command with its answer; the connection is cut after it */
    public ExecSocket(Path socket, Duration limit) {
        this.socket = socket;
        this.limit = limit;
    }

    /** Runs a console command on the node. */
    public Answer run(String command) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            var cut = WATCHDOG.schedule(() -> close(channel), limit.toMillis(), TimeUnit.MILLISECONDS);
            channel.connect(UnixDomainSocketAddress.of(socket));
            try {
                send(channel, command);
                return receive(new DataInputStream(Channels.newInputStream(channel)));
            } catch (java.nio.channels.ClosedChannelException e) {
                throw new InterruptedIOException("no answer to '" + command + "' within " + limit);
            } finally {
                cut.cancel(false);
            }
        }
    }

    private static void send(SocketChannel channel, String command) throws IOException {
        byte[] json = Json.createObjectBuilder()
                .add("command", command)
                .add("columns", 200)
                .add("color", false)
                .build()
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(4 + json.length)
                .putInt(json.length)
                .put(json)
                .flip();
        while (frame.hasRemaining()) channel.write(frame);
    }

    private static Answer receive(DataInputStream in) throws IOException {
        var out = new ByteArrayOutputStream();
        var error = new ByteArrayOutputStream();
        while (true) {
            int type = in.read();
            if (type < 0) throw new EOFException("the node closed the channel before the exit code came");
            byte[] payload = in.readNBytes(length(in.readInt()));
            switch (type) {
                case 'o' -> out.writeBytes(payload);
                case 'e' -> error.writeBytes(payload);
                case 'x' -> {
                    int exit = ByteBuffer.wrap(payload).getInt();
                    return new Answer(exit, text(out), text(error));
                }
                default -> throw new IOException("frame of unknown type " + type);
            }
        }
    }

    private static int length(int announced) throws IOException {
        if (announced < 0 || announced > FRAME_LIMIT) throw new IOException("frame of " + announced + " bytes");
        return announced;
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // it is closed either way
        }
    }
}
