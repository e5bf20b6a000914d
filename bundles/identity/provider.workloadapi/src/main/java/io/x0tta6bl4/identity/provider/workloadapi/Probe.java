package io.x0tta6bl4.identity.provider.workloadapi;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.unix.DomainSocketAddress;
import io.grpc.stub.ClientCalls;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The self-test: a call of its own over the socket, without the header that the standard demands, is refused as it demands. */
final class Probe {
    private static final int LIMIT_MILLIS = 900;

    private Probe() {}

    static String run(Path socket, int open) {
        EventLoopGroup loop = new EpollEventLoopGroup(
                1, Thread.ofPlatform().daemon().name("x0-workload-probe").factory());
        ManagedChannel channel = NettyChannelBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
                .channelType(EpollDomainSocketChannel.class)
                .eventLoopGroup(loop)
                .usePlaintext()
                .directExecutor()
                .build();
        try {
            ClientCalls.blockingUnaryCall(
                    channel,
                    Service.method("ValidateJWTSVID", MethodType.UNARY),
                    CallOptions.DEFAULT.withDeadlineAfter(LIMIT_MILLIS, TimeUnit.MILLISECONDS),
                    new byte[0]);
            throw new IllegalStateException("a call without the header was answered");
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() != Status.Code.INVALID_ARGUMENT)
                throw new IllegalStateException("asking over " + socket + " gave " + e.getStatus(), e);
            return "serving " + open + " streams at " + socket;
        } finally {
            channel.shutdownNow();
            loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
        }
    }
}
