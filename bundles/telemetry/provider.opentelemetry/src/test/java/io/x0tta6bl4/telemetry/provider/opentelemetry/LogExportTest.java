package io.x0tta6bl4.telemetry.provider.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.sdk.resources.Resource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LogExportTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final Duration SOON = Duration.ofSeconds(20);

    private final List<LogRecord> got = new CopyOnWriteArrayList<>();
    private final CountDownLatch open = new CountDownLatch(1);
    private final HttpServer server;
    private final LogExport export;
    private volatile boolean hangs;
    private volatile int status = 200;

    LogExportTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/logs", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (hangs) uninterrupted();
            ExportLogsServiceRequest.parseFrom(body).getResourceLogsList().stream()
                    .flatMap(resource -> resource.getScopeLogsList().stream())
                    .forEach(scope -> got.addAll(scope.getLogRecordsList()));
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        Settings settings = Settings.of(Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                "http://127.0.0.1:" + server.getAddress().getPort()));
        export = new LogExport(Resource.empty(), LogExport.exporter(settings));
    }

    private void uninterrupted() {
        try {
            open.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void stop() {
        open.countDown();
        export.close();
        server.stop(0);
    }

    private void line(String logger, String text, String trace) {
        export.line(logger, Severity.WARN, text, Instant.EPOCH.plusSeconds(7), trace, "");
    }

    @Test
    void a_line_arrives_with_its_text_severity_time_and_trace() {
        line("x.y", "the store is gone", TRACE);
        await().atMost(SOON).until(() -> got.size() == 1);
        LogRecord record = got.getFirst();
        assertThat(record.getBody().getStringValue()).isEqualTo("the store is gone");
        assertThat(record.getSeverityNumberValue()).isEqualTo(13);
        assertThat(record.getTimeUnixNano()).isEqualTo(7_000_000_000L);
        assertThat(HexFormat.of().formatHex(record.getTraceId().toByteArray())).isEqualTo(TRACE);
        assertThat(record.getSpanId()).as("which span is not known").isEmpty();
    }

    @Test
    void an_exception_goes_with_its_line_and_both_are_cut_where_they_are_long() {
        String much = "x".repeat(10_000);
        export.line("x", Severity.ERROR, much, Instant.EPOCH, "", "java.lang.IllegalStateException: gone" + much);
        await().atMost(SOON).until(() -> got.size() == 1);
        LogRecord record = got.getFirst();
        assertThat(record.getBody().getStringValue()).hasSize(4_096);
        assertThat(record.getAttributesList()).singleElement().satisfies(attribute -> {
            assertThat(attribute.getKey()).isEqualTo("exception.stacktrace");
            assertThat(attribute.getValue().getStringValue())
                    .startsWith("java.lang.IllegalStateException: gone")
                    .hasSize(4_096);
        });
    }

    @Test
    void lines_that_a_receiver_refuses_are_lost_and_counted() {
        status = 400;
        line("x", "refused", "");
        await().atMost(SOON).until(() -> export.dropped() == 1);
        assertThat(export.exported()).isZero();
    }

    @Test
    @Timeout(60)
    void lines_that_a_stalled_receiver_has_when_all_ends_are_lost_and_counted() {
        hangs = true;
        for (int i = 0; i < 600; i++) line("x", "line " + i, "");
        export.close();
        await().atMost(SOON).until(() -> export.dropped() == 600);
        assertThat(export.exported()).isZero();
    }

    @Test
    void lines_of_the_exporter_itself_are_left_out() {
        line("io.opentelemetry.exporter", "failed", "");
        line(LogExport.class.getName(), "failed", "");
        line("x", "told", "not an id");
        await().atMost(SOON).until(() -> export.exported() == 1);
        assertThat(got)
                .singleElement()
                .satisfies(r -> assertThat(r.getTraceId()).isEmpty());
    }

    @Test
    @Timeout(60)
    void a_receiver_that_stalls_holds_no_line_up_and_what_is_lost_is_counted() {
        hangs = true;
        long begun = System.nanoTime();
        for (int i = 0; i < 3 * Outbox.LIMIT; i++) line("x", "line " + i, "");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
        assertThat(export.dropped()).isGreaterThan(Outbox.LIMIT);
    }
}
