package io.x0tta6bl4.monitor.provider.otlp;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who calls whom. The other side of a call is told by the caller ({@code peer.service}, or the address of an element), or found
 * when the spans of both sides have come, in whatever order.
 */
final class Spans {
    /** An element calls another. */
    record Edge(ElementId from, ElementId to) {}

    private record Call(ElementId service, double millis, boolean failed) {}

    private final Limits limits;
    private final Map<ByteString, Call> clients = new LinkedHashMap<>();
    private final Map<ByteString, ElementId> servers = new LinkedHashMap<>();
    private final Map<Edge, Calls> edges = new LinkedHashMap<>();

    Spans(Limits limits) {
        this.limits = limits;
    }

    /** Takes a span of the service; false when an edge did not fit. */
    boolean take(ElementId service, Span span, Names names, Instant now) {
        double millis = millis(span);
        boolean failed = span.getStatus().getCode() == StatusCode.STATUS_CODE_ERROR;
        boolean asks = span.getKind() == SpanKind.SPAN_KIND_CLIENT || span.getKind() == SpanKind.SPAN_KIND_PRODUCER;
        if (asks) return client(new Call(service, millis, failed), span, names, now);
        if (!serves(span) || span.getParentSpanId().isEmpty()) return true;
        ByteString call = span.getTraceId().concat(span.getParentSpanId());
        Call caller = clients.remove(call);
        if (caller != null) return edge(caller, service, now);
        keep(servers, call, service);
        return true;
    }

    static boolean serves(Span span) {
        return span.getKind() == SpanKind.SPAN_KIND_SERVER || span.getKind() == SpanKind.SPAN_KIND_CONSUMER;
    }

    /** Whether it says when it began, and an end that is not before. One without a beginning would have lasted since 1970. */
    static boolean timed(Span span) {
        return span.getStartTimeUnixNano() != 0
                && Long.compareUnsigned(span.getEndTimeUnixNano(), span.getStartTimeUnixNano()) >= 0;
    }

    static double millis(Span span) {
        return (span.getEndTimeUnixNano() - span.getStartTimeUnixNano()) / 1e6;
    }

    private boolean client(Call call, Span span, Names names, Instant now) {
        ByteString id = span.getTraceId().concat(span.getSpanId());
        Optional<ElementId> told = told(span, names);
        if (told.isPresent()) return edge(call, told.get(), now);
        ElementId server = servers.remove(id);
        if (server != null) return edge(call, server, now);
        keep(clients, id, call);
        return true;
    }

    private <V> void keep(Map<ByteString, V> waiting, ByteString id, V value) {
        if (waiting.size() >= limits.spans())
            waiting.remove(waiting.keySet().iterator().next());
        waiting.put(id, value);
    }

    private static Optional<ElementId> told(Span span, Names names) {
        String host = "";
        long port = 0;
        String url = "";
        for (KeyValue attribute : span.getAttributesList()) {
            AnyValue value = attribute.getValue();
            switch (attribute.getKey()) {
                case "peer.service", "service.peer.name" -> {
                    if (!value.getStringValue().isBlank()) return Optional.of(names.service(value.getStringValue()));
                }
                case "server.address", "net.peer.name" -> host = value.getStringValue();
                case "server.port", "net.peer.port" -> port = value.getIntValue();
                case "url.full", "http.url" -> url = value.getStringValue();
                default -> {}
            }
        }
        if (!host.isEmpty() && port > 0) return names.at(Names.address(host, port));
        return url.isEmpty() ? Optional.empty() : address(url).flatMap(names::at);
    }

    private static Optional<String> address(String url) {
        try {
            return Optional.of(Names.address(URI.create(url)));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // an address that is none names nobody
        }
    }

    private boolean edge(Call call, ElementId to, Instant now) {
        if (call.service().equals(to)) return true;
        Edge edge = new Edge(call.service(), to);
        Calls calls = edges.get(edge);
        if (calls == null) {
            if (edges.size() >= limits.edges()) return false;
            calls = new Calls(now);
            edges.put(edge, calls);
        }
        calls.take(call.millis(), call.failed(), now);
        return true;
    }

    Map<Edge, Calls> edges() {
        return edges;
    }

    int waiting() {
        return clients.size() + servers.size();
    }

    void forget(Instant before) {
        edges.values().removeIf(calls -> calls.seen.isBefore(before));
    }
}
