package io.x0tta6bl4.identity.provider.federation;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A port that takes connections, so many at a time and each for so long. */
final class Port implements AutoCloseable {
    /** The most connections at a time; one more is closed at once. */
    static final int CONNECTIONS = 64;

    private static final Logger LOG = LoggerFactory.getLogger(Port.class);
    private static final int BACKLOG = 64;
    /** After how long a port that somebody else has is asked for again, as long as this is open. */
    private static final Duration AGAIN = Duration.ofMillis(250);

    /** After a connection that could not be taken. */
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final InetSocketAddress address;
    private final Duration limit;
    private final Conversation conversation;
    private final Semaphore places = new Semaphore(CONNECTIONS);
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("x0-bundle-endpoint-limit").factory());
    private final ExecutorService workers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("x0-bundle-endpoint-", 0).factory());
    private volatile @Nullable ServerSocket open;
    private final AtomicLong changes = new AtomicLong();
    private volatile Optional<String> trouble = Optional.of("it has not begun");

    /** What is said over a connection. */
    @FunctionalInterface
    interface Conversation {
        void hold(Socket plain) throws IOException;
    }

    /** @param limit for a whole connection, its handshake included */
    Port(InetSocketAddress address, Duration limit, Conversation conversation) {
        this.address = address;
        this.limit = limit;
        this.conversation = conversation;
        timer.setRemoveOnCancelPolicy(true);
        open();
    }

    /** Where it listens; absent while it does not. */
    Optional<InetSocketAddress> address() {
        ServerSocket now = open;
        return now == null ? Optional.empty() : Optional.of((InetSocketAddress) now.getLocalSocketAddress());
    }

    Optional<String> trouble() {
        return trouble;
    }

    /** Rises with every change of what is wrong. */
    long changes() {
        return changes.get();
    }

    private void tell(Optional<String> found) {
        if (found.equals(trouble)) return;
        found.ifPresent(LOG::warn);
        trouble = found;
        changes.incrementAndGet();
    }

    /** An older version of this bundle may still have the port. */
    private void open() {
        try {
            ServerSocket socket = bound();
            open = socket;
            tell(Optional.empty());
            Thread.ofPlatform().daemon().name("x0-bundle-endpoint").start(() -> accept(socket));
            LOG.info("The bundle endpoint serves at {}", socket.getLocalSocketAddress());
        } catch (IOException e) {
            tell(Optional.of("the bundle endpoint cannot listen at " + address + ": " + e.getMessage()
                    + "; configure another port or address, or end who has it"));
            timer.schedule(this::open, AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private ServerSocket bound() throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.bind(address, BACKLOG);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed())
            try {
                Socket plain = socket.accept();
                if (places.tryAcquire()) workers.execute(() -> serve(plain));
                else close(plain);
            } catch (IOException | RuntimeException e) {
                if (socket.isClosed()) return;
                LOG.warn("A connection to the bundle endpoint could not be taken: {}", e.toString());
                LockSupport.parkNanos(PAUSE.toNanos()); // as with no file handle left: it will fail again at once
            }
    }

    private void serve(Socket plain) {
        var end = timer.schedule(() -> close(plain), limit.toMillis(), TimeUnit.MILLISECONDS);
        try (plain) {
            conversation.hold(plain);
        } catch (IOException | RuntimeException e) {
            LOG.debug(
                    "A conversation of the bundle endpoint with {} ended: {}",
                    plain.getRemoteSocketAddress(),
                    e.toString());
        } finally {
            end.cancel(false);
            places.release();
        }
    }

    private static void close(Socket plain) {
        try {
            plain.close();
        } catch (IOException e) {
            LOG.debug("A connection did not close: {}", e.toString());
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        workers.shutdown();
        ServerSocket now = open;
        if (now == null) return;
        try {
            now.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("the bundle endpoint did not close", e);
        }
    }
}
