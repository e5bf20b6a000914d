package io.x0tta6bl4.monitor.provider.otlp;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;

/** What can be exported by OTLP 1.x, with its path over HTTP and its method over gRPC. */
enum Kind {
    TRACES("/v1/traces", "opentelemetry.proto.collector.trace.v1.TraceService"),
    METRICS("/v1/metrics", "opentelemetry.proto.collector.metrics.v1.MetricsService"),
    LOGS("/v1/logs", "opentelemetry.proto.collector.logs.v1.LogsService");

    final String path;
    final String service;

    Kind(String path, String service) {
        this.path = path;
        this.service = service;
    }

    /** @throws InvalidProtocolBufferException when it is no such request */
    Message read(byte[] octets, boolean json) throws InvalidProtocolBufferException {
        if (!json)
            return switch (this) {
                case TRACES -> ExportTraceServiceRequest.parseFrom(octets);
                case METRICS -> ExportMetricsServiceRequest.parseFrom(octets);
                case LOGS -> ExportLogsServiceRequest.parseFrom(octets);
            };
        Message.Builder builder = switch (this) {
            case TRACES -> ExportTraceServiceRequest.newBuilder();
            case METRICS -> ExportMetricsServiceRequest.newBuilder();
            case LOGS -> ExportLogsServiceRequest.newBuilder();
        };
        JsonFormat.parser().ignoringUnknownFields().merge(new String(octets, StandardCharsets.UTF_8), builder);
        if (builder instanceof ExportTraceServiceRequest.Builder traces) plainIds(traces);
        return builder.build();
    }

    /** OTLP writes ids in hexadecimal digits where JSON of protobuf has base64, which took the digits for its own. */
    private static void plainIds(ExportTraceServiceRequest.Builder traces) throws InvalidProtocolBufferException {
        for (var resource : traces.getResourceSpansBuilderList())
            for (var scope : resource.getScopeSpansBuilderList())
                for (Span.Builder span : scope.getSpansBuilderList())
                    span.setTraceId(plain(span.getTraceId()))
                            .setSpanId(plain(span.getSpanId()))
                            .setParentSpanId(plain(span.getParentSpanId()));
    }

    private static ByteString plain(ByteString taken) throws InvalidProtocolBufferException {
        try {
            String digits = Base64.getEncoder().encodeToString(taken.toByteArray());
            return ByteString.copyFrom(HexFormat.of().parseHex(digits));
        } catch (IllegalArgumentException e) {
            throw new InvalidProtocolBufferException("an id that is not in hexadecimal digits");
        }
    }

    /** The answer: how many were refused, if any, and why. */
    byte[] answer(int refused, String why, boolean json) {
        Message message = switch (this) {
            case TRACES -> {
                var answer = ExportTraceServiceResponse.newBuilder();
                if (refused > 0)
                    answer.getPartialSuccessBuilder().setRejectedSpans(refused).setErrorMessage(why);
                yield answer.build();
            }
            case METRICS -> {
                var answer = ExportMetricsServiceResponse.newBuilder();
                if (refused > 0)
                    answer.getPartialSuccessBuilder()
                            .setRejectedDataPoints(refused)
                            .setErrorMessage(why);
                yield answer.build();
            }
            case LOGS -> {
                var answer = ExportLogsServiceResponse.newBuilder();
                if (refused > 0)
                    answer.getPartialSuccessBuilder()
                            .setRejectedLogRecords(refused)
                            .setErrorMessage(why);
                yield answer.build();
            }
        };
        try {
            return json ? JsonFormat.printer().print(message).getBytes(StandardCharsets.UTF_8) : message.toByteArray();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("an answer of three fields can be written", e);
        }
    }
}
