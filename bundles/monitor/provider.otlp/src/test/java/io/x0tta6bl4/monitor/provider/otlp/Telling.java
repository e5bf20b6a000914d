package io.x0tta6bl4.monitor.provider.otlp;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/** Requests as an instrumented service sends them. */
final class Telling {
    private Telling() {}

    static KeyValue attribute(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }

    static Resource service(String name) {
        return Resource.newBuilder()
                .addAttributes(attribute("service.name", name))
                .build();
    }

    static long nanos(Instant at) {
        return at.getEpochSecond() * 1_000_000_000L + at.getNano();
    }

    static NumberDataPoint point(double value, Instant at, String... attributes) {
        NumberDataPoint.Builder point =
                NumberDataPoint.newBuilder().setAsDouble(value).setTimeUnixNano(nanos(at));
        for (String one : attributes) point.addAttributes(attribute("k", one));
        return point.build();
    }

    static byte[] gauge(String service, String metric, NumberDataPoint... points) {
        Metric.Builder built = Metric.newBuilder().setName(metric);
        for (NumberDataPoint point : points) built.getGaugeBuilder().addDataPoints(point);
        return metrics(service, built.build());
    }

    static byte[] counter(String service, String metric, NumberDataPoint... points) {
        Metric.Builder built = Metric.newBuilder().setName(metric);
        built.getSumBuilder()
                .setIsMonotonic(true)
                .setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
        for (NumberDataPoint point : points) built.getSumBuilder().addDataPoints(point);
        return metrics(service, built.build());
    }

    static byte[] metrics(String service, Metric metric) {
        var request = ExportMetricsServiceRequest.newBuilder();
        request.addResourceMetricsBuilder()
                .setResource(service(service))
                .addScopeMetricsBuilder()
                .addMetrics(metric);
        return request.build().toByteArray();
    }

    static Span.Builder span(Span.SpanKind kind, String id, String parent, Duration took, boolean failed, Instant end) {
        return Span.newBuilder()
                .setKind(kind)
                .setTraceId(ByteString.copyFrom("0123456789abcdef", StandardCharsets.UTF_8))
                .setSpanId(ByteString.copyFrom(id, StandardCharsets.UTF_8))
                .setParentSpanId(ByteString.copyFrom(parent, StandardCharsets.UTF_8))
                .setStartTimeUnixNano(nanos(end.minus(took)))
                .setEndTimeUnixNano(nanos(end))
                .setStatus(Status.newBuilder()
                        .setCode(failed ? Status.StatusCode.STATUS_CODE_ERROR : Status.StatusCode.STATUS_CODE_UNSET));
    }

    static byte[] spans(String service, Span.Builder... spans) {
        var request = ExportTraceServiceRequest.newBuilder();
        var scope =
                request.addResourceSpansBuilder().setResource(service(service)).addScopeSpansBuilder();
        for (Span.Builder span : spans) scope.addSpans(span);
        return request.build().toByteArray();
    }

    static byte[] log(String service, SeverityNumber severity, String text) {
        var request = ExportLogsServiceRequest.newBuilder();
        request.addResourceLogsBuilder()
                .setResource(service(service))
                .addScopeLogsBuilder()
                .addLogRecordsBuilder()
                .setSeverityNumber(severity)
                .setBody(AnyValue.newBuilder().setStringValue(text));
        return request.build().toByteArray();
    }
}
