package io.x0tta6bl4.identity.provider.spire;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.unix.DomainSocketAddress;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Calls of the Workload API over the socket of an agent. */
final class Agent implements AutoCloseable {
    private static final String PREFIX = "unix:";
    private static final String VARIABLE = "SPIFFE_ENDPOINT_SOCKET";
    private static final String USUAL = "unix:///tmp/spire-agent/public/api.sock";
    private static final int ANSWER_LIMIT = 16 * 1024 * 1024;
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final MethodDescriptor.Marshaller<byte[]> OCTETS = new Octets();

    private final EventLoopGroup loop;
    private final ManagedChannel socket;
    private final Channel channel;

    /** Messages are octets here; {@link Wire} gives them a meaning. */
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

    Agent(Path socket) {
        // The product's JVM denies Unsafe; netty then does without it, and asked beforehand it does not complain.
        System.setProperty("io.grpc.netty.shaded.io.netty.noUnsafe", "true");
        this.loop = new EpollEventLoopGroup(
                1, Thread.ofPlatform().daemon().name("x0-spire").factory());
        this.socket = NettyChannelBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
                .channelType(EpollDomainSocketChannel.class)
                .eventLoopGroup(loop)
                .usePlaintext()
                .directExecutor()
                .maxInboundMessageSize(ANSWER_LIMIT)
                .overrideAuthority("localhost")
                .build();
        Metadata header = new Metadata();
        header.put(Metadata.Key.of("workload.spiffe.io", Metadata.ASCII_STRING_MARSHALLER), "true");
        this.channel = ClientInterceptors.intercept(this.socket, MetadataUtils.newAttachHeadersInterceptor(header));
    }

    /** The configured address, or else that of the environment, or else SPIRE's own (SPIFFE Workload Endpoint, section 4). */
    static String address(String configured, Map<String, String> environment) {
        return configured.isEmpty() ? environment.getOrDefault(VARIABLE, USUAL) : configured;
    }

    /** @param address {@code unix:///path}, {@code unix:/path} or a path (SPIFFE Workload Endpoint, section 4) */
    static Path path(String address) {
        try {
            String path = address.startsWith(PREFIX) ? path(new URI(address)) : address;
            if (path.startsWith("/")) return Path.of(path);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "'" + address + "' is no address; write unix:///path/of/socket: " + e.getMessage(), e);
        }
        throw new IllegalArgumentException(
                "'" + address + "' names no Unix domain socket; write unix:///path/of/socket");
    }

    /** Empty unless it is a path and nothing else. */
    private static String path(URI address) {
        boolean more = address.isOpaque()
                || address.getRawAuthority() != null
                || address.getRawQuery() != null
                || address.getRawFragment() != null;
        return more ? "" : address.getPath();
    }

    /** Every message of a stream, for as long as the agent serves. */
    Iterator<byte[]> follow(String method) {
        return ClientCalls.blockingServerStreamingCall(
                channel, method(method, MethodType.SERVER_STREAMING), CallOptions.DEFAULT, new byte[0]);
    }

    /** The first message of a stream, which ends with it. */
    byte[] first(String method) {
        Context.CancellableContext context = Context.current().withCancellation();
        Context before = context.attach();
        try {
            CallOptions limited = CallOptions.DEFAULT.withDeadlineAfter(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            return ClientCalls.blockingServerStreamingCall(
                            channel, method(method, MethodType.SERVER_STREAMING), limited, new byte[0])
                    .next();
        } finally {
            context.detach(before);
            context.cancel(null);
        }
    }

    byte[] call(String method, byte[] request) {
        return ClientCalls.blockingUnaryCall(
                channel,
                method(method, MethodType.UNARY),
                CallOptions.DEFAULT.withDeadlineAfter(LIMIT.toMillis(), TimeUnit.MILLISECONDS),
                request);
    }

    /** The next attempt to connect is made now and not after a while of gRPC's own. */
    void retry() {
        socket.resetConnectBackoff();
    }

    private static MethodDescriptor<byte[], byte[]> method(String name, MethodType type) {
        return MethodDescriptor.newBuilder(OCTETS, OCTETS)
                .setFullMethodName("SpiffeWorkloadAPI/" + name)
                .setType(type)
                .build();
    }

    @Override
    public void close() {
        socket.shutdownNow();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
