package io.x0tta6bl4.identity.provider.workloadapi;

import io.grpc.HandlerRegistry;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.x0tta6bl4.identity.api.JwtSvid;
import io.x0tta6bl4.identity.api.JwtVerdict;
import io.x0tta6bl4.identity.api.SpiffeId;
import io.x0tta6bl4.identity.provider.workloadapi.Messages.Request;
import io.x0tta6bl4.identity.provider.workloadapi.Stream.Kind;
import jakarta.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The five calls of the two mandatory profiles; every other one is answered with Unimplemented. */
final class Service {
    static final String NAME = "SpiffeWorkloadAPI";
    static final MethodDescriptor.Marshaller<byte[]> OCTETS = new Octets();

    /** The most callers who are told of changes at one time, and of them the most of one user. */
    private static final int STREAM_LIMIT = 1_000;

    private static final int USER_LIMIT = 250;

    private final Backend backend;
    private final InstantSource clock;
    private final Set<Open> streams = ConcurrentHashMap.newKeySet();

    private record Open(Caller caller, Stream stream) {}

    Service(Backend backend, InstantSource clock) {
        this.backend = backend;
        this.clock = clock;
    }

    /** Messages are octets here; {@link Messages} gives them a meaning. */
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

    ServerServiceDefinition definition() {
        return ServerServiceDefinition.builder(NAME)
                .addMethod(
                        method("FetchX509SVID", MethodType.SERVER_STREAMING),
                        ServerCalls.asyncServerStreamingCall((request, out) -> open(Kind.X509_SVIDS, out)))
                .addMethod(
                        method("FetchX509Bundles", MethodType.SERVER_STREAMING),
                        ServerCalls.asyncServerStreamingCall((request, out) -> open(Kind.X509_BUNDLES, out)))
                .addMethod(
                        method("FetchJWTBundles", MethodType.SERVER_STREAMING),
                        ServerCalls.asyncServerStreamingCall((request, out) -> open(Kind.JWT_BUNDLES, out)))
                .addMethod(
                        method("FetchJWTSVID", MethodType.UNARY),
                        ServerCalls.asyncUnaryCall((request, out) -> answer(request, out, this::tokens)))
                .addMethod(
                        method("ValidateJWTSVID", MethodType.UNARY),
                        ServerCalls.asyncUnaryCall((request, out) -> answer(request, out, this::validated)))
                .build();
    }

    /**
     * Answers every other call. Without it gRPC itself would, before anybody looked at the header; and a call without it is to be told
     * of the header, whatever it asks for (SPIFFE Workload Endpoint, section 6).
     */
    static HandlerRegistry others() {
        return new HandlerRegistry() {
            @Override
            public ServerMethodDefinition<?, ?> lookupMethod(String name, @Nullable String authority) {
                Status none = Status.UNIMPLEMENTED.withDescription("there is no call " + name);
                MethodDescriptor<byte[], byte[]> any = MethodDescriptor.newBuilder(OCTETS, OCTETS)
                        .setFullMethodName(name)
                        .setType(MethodType.UNKNOWN)
                        .build();
                return ServerMethodDefinition.create(any, (call, headers) -> Peers.refuse(call, none));
            }
        };
    }

    static MethodDescriptor<byte[], byte[]> method(String name, MethodType type) {
        return MethodDescriptor.newBuilder(OCTETS, OCTETS)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(NAME, name))
                .setType(type)
                .build();
    }

    private void open(Kind kind, StreamObserver<byte[]> out) {
        Caller caller = Peers.CALLER.get();
        ServerCallStreamObserver<byte[]> observer = (ServerCallStreamObserver<byte[]>) out;
        long same = streams.stream()
                .filter(open -> open.caller().uid() == caller.uid())
                .count();
        if (streams.size() >= STREAM_LIMIT || same >= USER_LIMIT) {
            observer.onError(Backend.status(Status.UNAVAILABLE, "too many callers wait for changes; try again later"));
            return;
        }
        Open open = new Open(caller, new Stream(kind, caller, backend, observer));
        observer.setOnCancelHandler(() -> streams.remove(open));
        if (open.stream().refresh(clock.instant())) streams.add(open);
    }

    /** Tells every caller what is new. */
    void refresh() {
        Instant now = clock.instant();
        streams.removeIf(open -> !open.stream().refresh(now));
    }

    int open() {
        return streams.size();
    }

    void end() {
        streams.forEach(open -> open.stream().end());
        streams.clear();
    }

    private void answer(byte[] octets, StreamObserver<byte[]> out, Function<Request, byte[]> body) {
        Caller caller = Peers.CALLER.get();
        try {
            byte[] answer = body.apply(Request.read(octets));
            out.onNext(answer);
            out.onCompleted();
        } catch (StatusRuntimeException e) {
            backend.refused(caller, "a call", e.getStatus());
            out.onError(e);
        } catch (IOException e) {
            out.onError(Backend.status(Status.INVALID_ARGUMENT, "the request cannot be read: " + e.getMessage()));
        }
    }

    private byte[] tokens(Request request) {
        if (request.first().isEmpty()) throw Backend.status(Status.INVALID_ARGUMENT, "audience must be given");
        List<SpiffeId> ids = backend.entitled(Peers.CALLER.get());
        String asked = Request.single(request.second());
        List<SpiffeId> chosen = asked.isEmpty()
                ? ids
                : ids.stream().filter(id -> id.toString().equals(asked)).toList();
        if (chosen.isEmpty())
            throw Backend.status(Status.PERMISSION_DENIED, "that identity is not registered for " + Peers.CALLER.get());
        Set<String> audience = Set.copyOf(request.first());
        List<JwtSvid> tokens = chosen.stream()
                .map(id -> backend.ask(backend.authority, a -> a.issueJwt(id, audience, Optional.empty())))
                .toList();
        return Messages.jwtSvids(tokens);
    }

    private byte[] validated(Request request) {
        String audience = Request.single(request.first());
        String token = Request.single(request.second());
        if (audience.isEmpty() || token.isEmpty())
            throw Backend.status(Status.INVALID_ARGUMENT, "audience and svid must be given");
        backend.entitled(Peers.CALLER.get());
        return switch (backend.ask(backend.tokens, t -> t.validate(token, audience))) {
            case JwtVerdict.Accepted(SpiffeId id, Instant expires, String claims) -> {
                try (var reader = Json.createReader(new StringReader(claims))) {
                    yield Messages.validated(id.toString(), reader.readObject());
                }
            }
            case JwtVerdict.Refused refused ->
                throw Backend.status(Status.INVALID_ARGUMENT, refused.reason() + ": " + refused.detail());
        };
    }
}
