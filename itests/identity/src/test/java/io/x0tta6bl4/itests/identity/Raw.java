package io.x0tta6bl4.itests.identity;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.StatusRuntimeException;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Calls octet by octet, so that what SPIFFE's clients never do can be done; as a program, the calls of a stranger. */
public final class Raw implements AutoCloseable {
    static final Map<String, MethodType> CALLS = Map.of(
            "FetchX509SVID", MethodType.SERVER_STREAMING,
            "FetchX509Bundles", MethodType.SERVER_STREAMING,
            "FetchJWTBundles", MethodType.SERVER_STREAMING,
            "FetchJWTSVID", MethodType.UNARY,
            "ValidateJWTSVID", MethodType.UNARY);

    private static final Metadata.Key<String> HEADER =
            Metadata.Key.of("workload.spiffe.io", Metadata.ASCII_STRING_MARSHALLER);
    private final EventLoopGroup loop = new EpollEventLoopGroup(1);
    private final ManagedChannel channel;

    Raw(Path socket) {
        channel = NettyChannelBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
                .channelType(EpollDomainSocketChannel.class)
                .eventLoopGroup(loop)
                .usePlaintext()
                .build();
    }

    private static final MethodDescriptor.Marshaller<byte[]> OCTETS = new MethodDescriptor.Marshaller<>() {
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
    };

    /** The first answer of a stream, or the answer. */
    byte[] call(String method, MethodType type, byte[] request, List<String> header) {
        Metadata headers = new Metadata();
        header.forEach(value -> headers.put(HEADER, value));
        MethodDescriptor<byte[], byte[]> descriptor = MethodDescriptor.newBuilder(OCTETS, OCTETS)
                .setFullMethodName("SpiffeWorkloadAPI/" + method)
                .setType(type)
                .build();
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(10, TimeUnit.SECONDS);
        var withHeader =
                io.grpc.ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
        if (type == MethodType.UNARY) return ClientCalls.blockingUnaryCall(withHeader, descriptor, options, request);
        Iterator<byte[]> answers = ClientCalls.blockingServerStreamingCall(withHeader, descriptor, options, request);
        return answers.next();
    }

    /** How it ended, in the words of gRPC. */
    String status(String method, MethodType type, byte[] request, List<String> header) {
        try {
            call(method, type, request, header);
            return "OK";
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode() + ": " + e.getStatus().getDescription();
        }
    }

    /** {@code JWTSVIDRequest} and {@code ValidateJWTSVIDRequest} begin with a text. */
    static byte[] text(int field, String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        if (octets.length > 127) throw new IllegalArgumentException("one octet for the length");
        byte[] message = new byte[octets.length + 2];
        message[0] = (byte) (field << 3 | 2);
        message[1] = (byte) octets.length;
        System.arraycopy(octets, 0, message, 2, octets.length);
        return message;
    }

    @Override
    public void close() {
        channel.shutdownNow();
        loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }

    /** Tries all five calls and says how each ended. */
    public static void main(String[] args) {
        List<String> header = args.length > 1 ? List.of(args[1]) : List.of("true");
        try (Raw raw = new Raw(Path.of(args[0]))) {
            CALLS.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(call -> System.out.println(call.getKey() + " "
                            + raw.status(call.getKey(), call.getValue(), text(1, "reports"), header)));
        }
    }
}
