package io.x0tta6bl4.telemetry.provider.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.proto.trace.v1.Span;
import io.x0tta6bl4.telemetry.api.Attribute;
import io.x0tta6bl4.telemetry.api.FinishedSpan;
import io.x0tta6bl4.telemetry.api.SpanKind;
import io.x0tta6bl4.telemetry.api.TraceContext;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class OpenTelemetryProviderTest {
    private static final Instant AT = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration SOON = Duration.ofSeconds(20);

    private Receiver receiver;

    @BeforeEach
    void a_receiver() throws IOException {
        receiver = new Receiver();
    }

    @AfterEach
    void ends() {
        receiver.close();
    }

    private OpenTelemetryProvider provider(String ratio) {
        return new OpenTelemetryProvider(
                Settings.of(Map.of(
                        "OTEL_EXPORTER_OTLP_ENDPOINT",
                        receiver.address(),
                        "OTEL_TRACES_SAMPLER_ARG",
                        ratio,
                        "OTEL_METRIC_EXPORT_INTERVAL",
                        "100")),
                "test");
    }

    private static FinishedSpan span(String name, TraceContext place, Optional<TraceContext> parent) {
        return new FinishedSpan(
                name,
                place,
                parent,
                SpanKind.INTERNAL,
                AT,
                AT.plusSeconds(2),
                List.of(Attribute.of("x0.element", "store"), Attribute.of("n", 3), Attribute.of("ok", true)),
                Optional.empty());
    }

    private static String hex(com.google.protobuf.ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    @Test
    void a_trace_told_as_a_whole_arrives_with_its_ids_times_and_parents_although_the_ratio_is_zero() {
        OpenTelemetryProvider provider = provider("0");
        TraceContext root = provider.begin();
        TraceContext step = provider.child(root);
        provider.emit(span("diagnosis", step, Optional.of(root)));
        provider.emit(span("incident", root, Optional.empty()));

        await().atMost(SOON).until(() -> receiver.spans.size() == 2);
        Span first = receiver.spans.get(0);
        assertThat(hex(first.getTraceId())).isEqualTo(root.traceId());
        assertThat(hex(first.getSpanId())).isEqualTo(step.spanId());
        assertThat(hex(first.getParentSpanId())).isEqualTo(root.spanId());
        assertThat(first.getEndTimeUnixNano() - first.getStartTimeUnixNano()).isEqualTo(2_000_000_000L);
        assertThat(hex(receiver.spans.get(1).getSpanId())).isEqualTo(root.spanId());
        assertThat(receiver.spans.get(1).getParentSpanId()).isEmpty();
        assertThat(receiver.unreadable).isEmpty();
        await().atMost(SOON).until(() -> provider.state().exported() == 2);
        assertThat(provider.recall(root.traceId()))
                .extracting(FinishedSpan::name)
                .contains("incident", "diagnosis");
        provider.close();
    }

    @Test
    void other_traces_are_kept_by_ratio_and_a_part_goes_with_its_whole() {
        OpenTelemetryProvider provider = provider("0");
        try (var alone = provider.start("GET", SpanKind.SERVER, Optional.empty())) {
            assertThat(alone.context().sampled()).isFalse();
            assertThat(provider.current()).contains(alone.context());
        }
        assertThat(provider.current()).isEmpty();
        TraceContext caller = provider.begin();
        try (var part = provider.start("GET", SpanKind.SERVER, Optional.of(caller))) {
            assertThat(part.context().traceId()).isEqualTo(caller.traceId());
            assertThat(part.context().sampled()).isTrue();
        }
        await().atMost(SOON).until(() -> receiver.spans.size() == 1);
        provider.close();
    }

    @Test
    @Timeout(60)
    void a_receiver_that_hangs_blocks_nobody_and_what_is_lost_is_counted() {
        receiver.hang();
        OpenTelemetryProvider provider = provider("1");
        TraceContext root = provider.begin();
        int told = 3 * Outbox.LIMIT;
        long begun = System.nanoTime();
        for (int i = 0; i < told; i++) provider.emit(span("step", provider.child(root), Optional.of(root)));
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        assertThat(took).isLessThan(Duration.ofSeconds(5));
        assertThat(provider.state().spans()).isEqualTo(told);
        assertThat(provider.state().dropped()).isGreaterThan(Outbox.LIMIT);
        assertThat(provider.state().queued()).isLessThanOrEqualTo(Outbox.LIMIT + 512);
        assertThat(provider.selfTest().passed()).isTrue();
        receiver.close();
        provider.close();
    }

    @Test
    void a_receiver_that_refuses_is_named_in_the_self_test() {
        receiver.answer(400);
        OpenTelemetryProvider provider = provider("1");
        provider.emit(span("incident", provider.begin(), Optional.empty()));
        await().atMost(SOON).until(() -> provider.state().dropped() == 1);
        assertThat(provider.selfTest().detail()).contains("takes nothing");
        provider.close();
    }

    @Test
    void metrics_arrive_by_otlp_under_their_names() {
        OpenTelemetryProvider provider = provider("1");
        await().atMost(SOON)
                .until(() -> receiver.metrics.stream().anyMatch(m -> m.getName().equals("x0.telemetry.spans")));
        assertThat(receiver.unreadable).isEmpty();
        provider.close();
    }

    @Test
    void a_wrong_setting_fails_the_self_test_in_its_words_and_sends_nothing() {
        OpenTelemetryProvider provider = new OpenTelemetryProvider(
                OpenTelemetryProvider.Wanted.of(
                        Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.address(), "OTEL_TRACES_SAMPLER_ARG", "2")),
                "test");
        assertThat(provider.selfTest().passed()).isFalse();
        assertThat(provider.selfTest().detail()).contains("OTEL_TRACES_SAMPLER_ARG is 2");
        assertThat(provider.state().receiver()).isEmpty();
        assertThat(provider.state().trouble()).contains("OTEL_TRACES_SAMPLER_ARG is 2");
        provider.close();
    }

    @Test
    void without_a_receiver_everything_stays_here_and_the_self_test_says_so() {
        OpenTelemetryProvider provider = new OpenTelemetryProvider(Settings.of(Map.of()), "test");
        assertThat(provider.selfTest().passed()).isTrue();
        assertThat(provider.selfTest().detail()).contains("OTEL_EXPORTER_OTLP_ENDPOINT is not set");
        assertThat(provider.state().spans()).as("self-tests are not told").isZero();
        provider.close();
    }
}
