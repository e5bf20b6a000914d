package io.x0tta6bl4.runtime.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is documented, shown on the dashboard or asked by an alert is what a live node emits, and the other way round. */
class TelemetryIT {
    private static final Path HOME = Path.of(System.getProperty("x0.dist"));
    private static final Path PAGE = Path.of("../../docs/metrics.md");
    private static final String BEGIN =
            "<!-- generated: mvn -pl runtime/distribution verify -Dit.test=TelemetryIT -Dx0.record.metrics=true -->";
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final Pattern FAMILY = Pattern.compile("(?m)^# TYPE (\\S+) (\\S+)$");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z0-9_.]+)` \\| (\\w+) \\| `([^`]+)` \\|.*$");
    private static final Pattern USED = Pattern.compile("\\b((?:x0|jvm|process)_[a-z0-9_]+)");
    /** Labels look like metrics. */
    private static final Set<String> LABELS = Set.of("jvm_memory_type", "jvm_memory_pool_name", "jvm_gc_name");

    @TempDir
    Path directory;

    private Process node;

    @AfterEach
    void nothing_is_left_running() throws InterruptedException {
        if (node == null) return;
        node.destroy();
        if (!node.waitFor(20, TimeUnit.SECONDS)) node.destroyForcibly();
    }

    private Process x0(Path output, String... words) throws IOException {
        List<String> command =
                new java.util.ArrayList<>(List.of(HOME.resolve("bin/x0").toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("X0_JAVA_HOME", System.getProperty("java.home"));
        builder.environment().keySet().removeIf(name -> name.startsWith("OTEL_"));
        return builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    }

    private String started() throws IOException {
        Path said = directory.resolve("node.out");
        node = x0(said, "run", "--data", directory.resolve("node").toString(), "--http", "0", "--no-console");
        await().atMost(LIMIT).until(() -> Files.readString(said).contains("speak"));
        Matcher address = Pattern.compile("http://127\\.0\\.0\\.1:\\d+").matcher(Files.readString(said));
        assertThat(address.find()).isTrue();
        return address.group();
    }

    private String exec(String command) throws Exception {
        Path said = directory.resolve("exec.out");
        Process asked = x0(said, "exec", "--data=" + directory.resolve("node"), command);
        assertThat(asked.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(asked.exitValue()).as(Files.readString(said)).isZero();
        return Files.readString(said);
    }

    private static String get(String address, String accept) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create(address))
                            .header("Accept", accept)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return answer.body();
        }
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(m -> m.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The names by which Prometheus knows the rows of the table. */
    private static Set<String> exposed(String table) {
        Set<String> names = new TreeSet<>();
        ROW.matcher(table).results().forEach(row -> {
            String unit = row.group(3).equals("s") ? "_seconds" : row.group(3).equals("By") ? "_bytes" : "";
            String name = row.group(1).replace('.', '_');
            String whole = unit.isEmpty() || name.endsWith(unit) ? name : name + unit;
            names.add(row.group(2).equals("counter") ? whole + "_total" : whole);
        });
        return names;
    }

    private static Set<String> samples(String page) {
        return page.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void documented_shown_and_alerted_metrics_are_those_of_a_live_node() throws Exception {
        String address = started();
        String table = exec("telemetry:metrics --markdown").strip();
        // the first self-tests end within seconds of the start
        await().atMost(LIMIT)
                .until(() ->
                        found(FAMILY, get(address + "/metrics", "text/plain")).size()
                                == table.lines().count());
        String page = get(address + "/metrics", "text/plain");

        if (Boolean.getBoolean("x0.record.metrics")) record(table);
        String documented = Files.readString(PAGE);
        assertThat(documented.substring(documented.indexOf(BEGIN)))
                .as("docs/metrics.md; see its comment")
                .contains(table);
        assertThat(ROW.matcher(documented).results().count())
                .isEqualTo(table.lines().count());
        assertThat(found(FAMILY, page)).isEqualTo(exposed(documented));
        Set<String> emitted = samples(page);
        for (String file : List.of("grafana-dashboard.json", "x0.rules.yaml", "x0.rules.test.yaml")) {
            Set<String> used =
                    found(USED, Files.readString(HOME.resolve("telemetry").resolve(file)));
            used.removeAll(LABELS);
            assertThat(used)
                    .as(file)
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(emitted).contains(name));
        }
        assertThat(get(address + "/metrics", "application/openmetrics-text")).endsWith("# EOF\n");
    }

    @Test
    void each_alert_has_a_test_of_when_it_fires_and_one_of_when_it_does_not() throws Exception {
        Path telemetry = HOME.resolve("telemetry");
        Set<String> alerts =
                found(Pattern.compile("(?m)^ *- alert: (\\w+)$"), Files.readString(telemetry.resolve("x0.rules.yaml")));
        String tests = Files.readString(telemetry.resolve("x0.rules.test.yaml"));
        assertThat(alerts).hasSizeGreaterThan(5);
        assertThat(found(Pattern.compile("alertname: (\\w+)\\s+exp_alerts:\\s+- exp_labels"), tests))
                .isEqualTo(alerts);
        assertThat(found(Pattern.compile("alertname: (\\w+), exp_alerts: \\[]"), tests))
                .isEqualTo(alerts);
    }

    private static void record(String table) throws IOException {
        String before = Files.readString(PAGE);
        String head = before.substring(0, before.indexOf(BEGIN));
        Files.writeString(
                PAGE,
                head + BEGIN + "\n\n| metric | type | unit | labels | what |\n|---|---|---|---|---|\n" + table + "\n");
    }
}
