package io.x0tta6bl4.identity.provider.workloadapi;

import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.InternalNettyServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** gRPC over a Unix domain socket. */
final class Endpoint implements AutoCloseable {
    /** What the kernel's address of a socket has room for. */
    private static final int PATH_LIMIT = 107;

    private static final int REQUEST_LIMIT = 64 * 1024;
    private static final int HEADER_LIMIT = 8 * 1024;
    private static final int CALLS_PER_CONNECTION = 64;

    private static final int DRAIN_SECONDS = 2;
    /** The name under which a socket is made before it takes its place. */
    private static final String BESIDE = ".x0.sock";

    private final Path socket;
    private final EventLoopGroup loop;
    private final ExecutorService workers;
    private final Server server;
    /** Which file the socket is: a newer version of this provider may have put its own in the place. */
    private volatile @Nullable Object file;

    private Endpoint(Path socket, EventLoopGroup loop, ExecutorService workers, Server server) {
        this.socket = socket;
        this.loop = loop;
        this.workers = workers;
        this.server = server;
    }

    /** @throws IOException when it cannot be opened; the message says what to do */
    static Endpoint open(Path socket, ServerServiceDefinition service, Backend backend) throws IOException {
        Path beside = socket.resolveSibling(BESIDE);
        if (Math.max(octets(socket), octets(beside)) > PATH_LIMIT)
            throw new IOException("the path " + socket + " of the socket has more than " + PATH_LIMIT
                    + " octets, which the kernel does not take; configure a shorter one with socket");
        // The product's JVM denies Unsafe; netty then does without it, and asked beforehand it does not complain.
        System.setProperty("io.grpc.netty.shaded.io.netty.noUnsafe", "true");
        if (!Epoll.isAvailable()) throw new IOException("epoll is not available: " + Epoll.unavailabilityCause());
        prepare(socket, beside);
        EventLoopGroup loop = new EpollEventLoopGroup(
                1, Thread.ofPlatform().daemon().name("x0-workload-api").factory());
        ExecutorService workers = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("x0-workload-api-", 0).factory());
        Peers peers = new Peers(backend);
        Server server = NettyServerBuilder.forAddress(
                        new DomainSocketAddress(beside.toFile()), InternalNettyServerCredentials.create(peers))
                .channelType(EpollServerDomainSocketChannel.class)
                .bossEventLoopGroup(loop)
                .workerEventLoopGroup(loop)
                .executor(workers)
                .maxInboundMessageSize(REQUEST_LIMIT)
                .maxInboundMetadataSize(HEADER_LIMIT)
                .maxConcurrentCallsPerConnection(CALLS_PER_CONNECTION)
                .addService(service)
                .fallbackHandlerRegistry(Service.others())
                .intercept(peers)
                .build();
        Endpoint endpoint = new Endpoint(socket, loop, workers, server);
        try {
            server.start();
            // Who may connect is told by the folder; who gets what is told by the kernel's word on who connected.
            Files.setPosixFilePermissions(beside, PosixFilePermissions.fromString("rw-rw-rw-"));
            endpoint.file = Files.getAttribute(beside, "unix:ino", LinkOption.NOFOLLOW_LINKS);
            // In one step: whoever connects meets the version before or this one. And netty, which removes the file of
            // the name
            // that it was given when it ends, does not remove the socket of the version after.
            Files.move(beside, socket, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return endpoint;
        } catch (IOException e) {
            endpoint.close();
            throw e;
        }
    }

    private static int octets(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    private static void prepare(Path socket, Path beside) throws IOException {
        Path folder = socket.toAbsolutePath().getParent();
        if (folder != null && Files.notExists(folder))
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.deleteIfExists(beside);
        if (Files.notExists(socket, LinkOption.NOFOLLOW_LINKS)) return;
        boolean left =
                (((int) Files.getAttribute(socket, "unix:mode", LinkOption.NOFOLLOW_LINKS)) & 0170000) == 0140000;
        if (!left) throw new IOException(socket + " is there and is no socket; remove it, or configure another socket");
    }

    /** Calls that were begun come to their end; new ones go to the version after. */
    private void drain() {
        server.shutdown();
        try {
            server.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.shutdownNow();
    }

    @Override
    public void close() {
        drain();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
        workers.shutdownNow();
        try {
            if (file != null && Files.exists(socket) && file.equals(Files.getAttribute(socket, "unix:ino")))
                Files.deleteIfExists(socket);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("the socket " + socket + " could not be removed", e);
        }
    }
}
