package io.x0tta6bl4.runtime.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A node that others tell things, over its real HTTP server: what it does with them, and what it tells its processes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ToldNodeIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String PROVIDER = "io.x0tta6bl4.telemetry.provider.opentelemetry";
    private static final Pattern STARTED = Pattern.compile("(\\d+) \\[(?:00-([0-9a-f]{32})-[0-9a-f]{16}-01)?]");
    private static final String WATCH = """
        elements:
          store:
            process: { command: [sh, -c, 'echo "$$ [$TRACEPARENT]"; exec sleep 3600'] }
          shop:
            endpoint: {}
            service: shop
            thresholds:
              - { signal: x-metric.queue, above: 1, response: page }
              - { signal: x-alerts.firing, above: 0.5, response: page }
        brakes:
          cool-down: { initial: 1s, factor: 1, limit: 1s, stable-window: 1s }
          rate-limit: { per-target-and-hour: 100, per-second: 10, burst: 10 }
          flap-damping: { hold-above: 100, release-below: 1 }
        """;

    /** The port of gRPC is a fixed one, which another node on this machine may have. */
    private static final String NO_GRPC = """
        {"feature-resource-version": "1.0", "id": "t:no-grpc:1", "configurations":
          {"io.x0tta6bl4.monitor.provider.otlp.OtlpSensor": {"grpc.port:Integer": 0}}}
        """;

    @TempDir
    static Path directory;

    private LabNode node;

    @BeforeAll
    void start() throws IOException {
        Path watch = Files.writeString(directory.resolve("watch.yaml"), WATCH);
        Path noGrpc = Files.writeString(directory.resolve("no-grpc.json"), NO_GRPC);
        String features = "+" + noGrpc + ",+monitor.otlp,+monitor.alertmanager";
        node = new LabNode(LabNode.HOME, directory, features, "", "--watch", watch.toString())
                .with("X0_LOG_FORMAT", "json")
                .with("TRACEPARENT", "00-11111111111111111111111111111111-2222222222222222-01");
        node.start();
        await().atMost(LIMIT).until(() -> starts().size() == 1);
        await().atMost(LIMIT).until(this::ready);
    }

    @AfterAll
    void stop() throws InterruptedException {
        node.command("element:stop store");
        node.kill();
    }

    private boolean ready() {
        String said = node.command("readiness:show");
        return said.contains("READY") && !said.contains("NOT READY");
    }

    /** What the process said at each of its starts: its number and its place in a trace. */
    private List<Matcher> starts() throws IOException {
        Path log = directory.resolve("node/logs/store.log");
        if (!Files.exists(log)) return List.of();
        return Files.readAllLines(log).stream()
                .map(STARTED::matcher)
                .filter(Matcher::matches)
                .toList();
    }

    /** Kills the process and returns what the next one said. */
    private Matcher healed() throws IOException {
        List<Matcher> before = starts();
        await().atMost(LIMIT).until(() -> node.command("element:list").contains("store"));
        ProcessHandle.of(Long.parseLong(before.getLast().group(1)))
                .orElseThrow()
                .destroyForcibly();
        await().atMost(LIMIT).until(() -> starts().size() > before.size());
        await().atMost(LIMIT)
                .until(() -> node.command("incident:list")
                        .lines()
                        .noneMatch(line -> line.contains("store") && !line.contains("RESOLVED")));
        return starts().getLast();
    }

    private String incident() {
        return node.command("incident:list")
                .lines()
                .filter(line -> line.contains("store"))
                .map(line -> line.replaceAll(".*(I-\\d+).*", "$1"))
                .max(String::compareTo)
                .map(id -> node.command("incident:show " + id))
                .orElseThrow();
    }

    private String post(String path, String type, byte[] body) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(node.address() + path))
                    .timeout(LIMIT)
                    .header("Content-Type", type)
                    .POST(BodyPublishers.ofByteArray(body));
            var answer = client.send(request.build(), BodyHandlers.ofString());
            return answer.statusCode() + " " + answer.body();
        }
    }

    private String json(String path, String body) throws IOException, InterruptedException {
        return post(path, "application/json", body.getBytes(UTF_8));
    }

    private static String gauge(String value, Instant at) {
        return ("{'resourceMetrics':[{'resource':{'attributes':[{'key':'service.name','value':{'stringValue':'shop'}}]},"
            + "'scopeMetrics':[{'metrics':[{'name':'queue','gauge':{'dataPoints':[{'asDouble':" + value
                        + ",'timeUnixNano':'" + at.getEpochSecond() + "000000000'}]}}]}]}]}")
                .replace('\'', '"');
    }

    private static String alert(String element) {
        return ("{'version':'4','alerts':[{'status':'firing','labels':{'alertname':'Slow','element':'" + element
                        + "'}}]}")
                .replace('\'', '"');
    }

    @Test
    void a_process_started_for_an_incident_is_told_its_place_in_the_trace_that_the_lines_of_the_log_carry()
            throws Exception {
        String trace = healed().group(2);
        assertThat(trace).isNotNull().isNotEqualTo("1".repeat(32));
        assertThat(incident()).contains(trace);
        List<JsonObject> lines = Files.readAllLines(directory.resolve("node/log/node.log")).stream()
                .map(line -> Json.createReader(new StringReader(line)).readObject())
                .toList();
        assertThat(lines)
                .isNotEmpty()
                .allSatisfy(line ->
                        assertThat(line).containsKeys("timestamp", "level", "loggerName", "mdc", "formattedMessage"))
                .anySatisfy(line -> assertThat(line.getJsonObject("mdc").getString("trace_id", ""))
                        .isEqualTo(trace));
    }

    @Test
    void what_is_told_badly_is_a_fault_of_the_sensor_and_never_of_the_element() throws Exception {
        assertThat(json("/v1/alerts", "{")).startsWith("400 no notification");
        assertThat(post("/v1/alerts", "application/json", new byte[(1 << 20) + 1]))
                .startsWith("413");
        assertThat(json("/v1/alerts", alert("nobody"))).startsWith("200");
        assertThat(json("/v1/metrics", "{")).startsWith("400");
        assertThat(post("/v1/traces", "application/x-protobuf", "garbage".getBytes(UTF_8)))
                .startsWith("400");
        assertThat(post("/v1/logs", "application/x-protobuf", new byte[(4 << 20) + 1]))
                .startsWith("413");
        Instant now = Instant.now();
        for (String bad : List.of(
                gauge("\"NaN\"", now),
                gauge("\"Infinity\"", now),
                gauge("9", now.plusSeconds(3_600)),
                gauge("9", now.minusSeconds(3_600))))
            assertThat(json("/v1/metrics", bad)).startsWith("200").contains("rejectedDataPoints");
        assertThat(json("/v1/metrics", gauge("0.5", Instant.now()))).startsWith("200");
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(node.command("element:show shop")).containsPattern("x-metric.queue +0\\.5"));
        assertThat(node.command("incident:list")).doesNotContain("shop");

        assertThat(json("/v1/metrics", gauge("7", Instant.now()))).startsWith("200");
        assertThat(json("/v1/alerts", alert("shop"))).startsWith("200");
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(node.command("element:show shop"))
                        .containsPattern("x-metric.queue +7")
                        .containsPattern("x-alerts.firing +1"));
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(node.command("incident:list")).contains("shop"));
    }

    @Test
    void without_the_capability_nothing_pretends_to_be_traced_and_the_loop_goes_on() throws Exception {
        Matcher found = Pattern.compile("(?m)^ *(\\d+)\\|.*\\b" + Pattern.quote(PROVIDER) + "\\b")
                .matcher(node.command("lb -s"));
        assertThat(found.find()).isTrue();
        node.command("felix:stop " + found.group(1));
        try {
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(node.command("readiness:show"))
                            .contains("NOT READY", "telemetry", "Incidents are not traced"));
            assertThat(healed().group(2)).isNull();
            assertThat(incident()).contains("not traced");
        } finally {
            node.command("felix:start " + found.group(1));
        }
        await().atMost(LIMIT).until(this::ready);
        assertThat(healed().group(2)).isNotNull();
    }
}
