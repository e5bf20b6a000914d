package io.x0tta6bl4.monitor.provider.otlp;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.x0tta6bl4.monitor.provider.otlp.Receiver.Result;
import io.x0tta6bl4.monitor.provider.otlp.Refusals.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** OTLP over gRPC, on the loopback address only. */
final class GrpcEndpoint implements AutoCloseable {
    private static final int HEADER_LIMIT = 8 * 1024;
    private static final int CALLS_PER_CONNECTION = 16;

    private final EventLoopGroup loop;
    private final ExecutorService workers;
    private final Server server;

    /**
     * @param port 0 for any that is free
     * @param objection what forbids a kind now; empty when nothing does
     * @throws IOException when the port is taken
     */
    GrpcEndpoint(int port, Receiver receiver, Function<Kind, String> objection) throws IOException {
        // The product's JVM denies Unsafe; netty then does without it, and asked beforehand it does not complain.
        System.setProperty("io.grpc.netty.shaded.io.netty.noUnsafe", "true");
        loop = new NioEventLoopGroup(
                1, Thread.ofPlatform().daemon().name("x0-otlp-grpc").factory());
        workers = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("x0-otlp-", 0).factory());
        NettyServerBuilder builder = NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .channelType(NioServerSocketChannel.class)
                .bossEventLoopGroup(loop)
                .workerEventLoopGroup(loop)
                .executor(workers)
                .maxInboundMessageSize(Limits.REQUEST)
                .maxInboundMetadataSize(HEADER_LIMIT)
                .maxConcurrentCallsPerConnection(CALLS_PER_CONNECTION);
        for (Kind kind : Kind.values()) builder.addService(service(kind, receiver, objection));
        server = builder.build();
        try {
            server.start();
        } catch (IOException e) {
            close();
            throw new IOException(
                    "OTLP over gRPC cannot listen on port " + port + " of the loopback address: " + e.getMessage()
                            + "; free it, or set grpc.port (0: not at all)",
                    e);
        }
    }

    private static ServerServiceDefinition service(Kind kind, Receiver receiver, Function<Kind, String> objection) {
        MethodDescriptor<byte[], byte[]> method = MethodDescriptor.newBuilder(new Octets(), new Octets())
                .setFullMethodName(MethodDescriptor.generateFullMethodName(kind.service, "Export"))
                .setType(MethodType.UNARY)
                .build();
        return ServerServiceDefinition.builder(kind.service)
                .addMethod(
                        method,
                        ServerCalls.asyncUnaryCall((request, out) -> answer(kind, request, receiver, objection, out)))
                .build();
    }

    private static void answer(
            Kind kind,
            byte[] request,
            Receiver receiver,
            Function<Kind, String> objection,
            StreamObserver<byte[]> out) {
        String denied = objection.apply(kind);
        if (!denied.isEmpty()) {
            receiver.refused(Reason.DENIED);
            out.onError(Status.PERMISSION_DENIED.withDescription(denied).asRuntimeException());
            return;
        }
        if (!receiver.begin()) {
            out.onError(Status.UNAVAILABLE
                    .withDescription("too many requests at once")
                    .asRuntimeException());
            return;
        }
        try {
            if (receiver.take(kind, request, false) instanceof Result.Taken(byte[] answer)) {
                out.onNext(answer);
                out.onCompleted();
            } else
                out.onError(Status.INVALID_ARGUMENT
                        .withDescription("no request of OTLP")
                        .asRuntimeException());
        } finally {
            receiver.done();
        }
    }

    int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        server.shutdownNow();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
        workers.shutdownNow();
    }

    /** Messages are octets here; {@link Kind} gives them a meaning. */
    private static final class Octets implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
