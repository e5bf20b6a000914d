package io.x0tta6bl4.identity.provider.workloadapi;

import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.GrpcHttp2ConnectionHandler;
import io.grpc.netty.shaded.io.grpc.netty.InternalProtocolNegotiationEvent;
import io.grpc.netty.shaded.io.grpc.netty.InternalProtocolNegotiator;
import io.grpc.netty.shaded.io.grpc.netty.InternalProtocolNegotiators;
import io.grpc.netty.shaded.io.grpc.netty.ProtocolNegotiationEvent;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandler;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInboundHandlerAdapter;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.unix.PeerCredentials;
import io.grpc.netty.shaded.io.netty.util.AsciiString;
import java.io.IOException;

/**
 * Asks the kernel who connected, once for each connection, and refuses calls without the header that a forged request of another
 * service would not have (SPIFFE Workload Endpoint, section 3).
 */
final class Peers implements InternalProtocolNegotiator.ProtocolNegotiator, ServerInterceptor {
    static final Context.Key<Caller> CALLER = Context.key("caller");

    private static final Attributes.Key<Caller> PEER = Attributes.Key.create("peer");
    private static final Metadata.Key<String> HEADER =
            Metadata.Key.of("workload.spiffe.io", Metadata.ASCII_STRING_MARSHALLER);

    private final Backend backend;
    private final InternalProtocolNegotiator.ProtocolNegotiator plain = InternalProtocolNegotiators.serverPlaintext();

    Peers(Backend backend) {
        this.backend = backend;
    }

    @Override
    public AsciiString scheme() {
        return plain.scheme();
    }

    @Override
    public ChannelHandler newHandler(GrpcHttp2ConnectionHandler handler) {
        return new Asking(plain.newHandler(handler));
    }

    @Override
    public void close() {
        plain.close();
    }

    /** Adds who connected to what is known of the connection. */
    private static final class Asking extends ChannelInboundHandlerAdapter {
        private final ChannelHandler next;

        Asking(ChannelHandler next) {
            this.next = next;
        }

        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            context.pipeline().addAfter(context.name(), null, next);
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) throws IOException {
            Object out = event;
            if (event instanceof ProtocolNegotiationEvent negotiation) {
                PeerCredentials peer = ((EpollDomainSocketChannel) context.channel()).peerCredentials();
                Attributes known = InternalProtocolNegotiationEvent.getAttributes(negotiation);
                out = InternalProtocolNegotiationEvent.withAttributes(
                        negotiation,
                        known.toBuilder()
                                .set(PEER, Caller.of(peer.pid(), peer.uid()))
                                .build());
            }
            context.fireUserEventTriggered(out);
        }
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        Caller caller = call.getAttributes().get(PEER);
        if (!"true".equals(headers.get(HEADER))) {
            Status missing = Status.INVALID_ARGUMENT.withDescription("the header workload.spiffe.io: true is missing");
            // The self-test asks without it all the time.
            if (caller != null && caller.pid() != ProcessHandle.current().pid())
                backend.refused(caller, "a call", missing);
            return refuse(call, missing);
        }
        if (caller == null)
            return refuse(
                    call,
                    Status.UNAVAILABLE.withDescription("the kernel did not say who connected from "
                            + call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)));
        return Contexts.interceptCall(Context.current().withValue(CALLER, caller), call, headers, next);
    }

    /** Ends a call before its request is read. */
    static <Q, R> ServerCall.Listener<Q> refuse(ServerCall<Q, R> call, Status status) {
        call.close(status, new Metadata());
        return new ServerCall.Listener<>() {};
    }
}
