package io.x0tta6bl4.replay.provider.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.x0tta6bl4.analyze.api.CauseRanker;
import io.x0tta6bl4.analyze.api.Ranking;
import io.x0tta6bl4.analyze.api.Scene;
import io.x0tta6bl4.analyze.api.Scene.Measure;
import io.x0tta6bl4.replay.api.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CasesReplayTest {
    private static final String HEADERS = "microservice,shop,cart,shop\nmetric,latency,latency,availability\n"
            + "statistic,Average,Average,Average\nunix_timestamp,,,\n";

    @TempDir
    Path root;

    private final List<Scene> scenes = new ArrayList<>();

    /** Writes down the scene it is asked about and names the node the alert names. */
    private final CauseRanker ranker = scene -> {
        scenes.add(scene);
        return scene.alert()
                .map(a -> new Ranking(List.of(new Ranking.Suspect(a.node(), 0.5, List.of("said so"))), "said so"))
                .orElse(new Ranking(List.of(), "nobody"));
    };

    private final CasesReplay replay = new CasesReplay(ranker);

    @BeforeEach
    void a_case() throws IOException {
        write("s/graph.csv", ",shop,cart\nshop,0,1\ncart,0,0\n");
        write("s/normal.csv", HEADERS + "0,0.1,0.05,100\n300,0.1,0.05,99\n");
        write("s/c1/metrics.csv", HEADERS + "0,0.5,0.4,100\n300,0.6,,90\n");
        write("s/c1/alert.json", "{\"node\": \"shop\", \"metric\": \"latency\", \"statistic\": \"Average\"}");
    }

    @Test
    void ranks_are_written_by_case_and_a_case_without_a_cause_says_none() throws Exception {
        write("s/c2/metrics.csv", HEADERS + "0,0.5,0.4,100\n");
        write("s/c2/alert.json", "{\"alarm_time_utc\": \"2022-08-22 03:53:00\", \"window_minutes\": 3}");
        Path out = root.resolve("ranks.csv");

        String said = run(out);

        assertThat(Files.readString(out)).isEqualTo("case,rank,node\ns/c1,1,shop\ns/c2,1,NONE\n");
        assertThat(said).contains("2 cases, 1 without a cause");
    }

    @Test
    void a_directory_data_is_entered_and_is_no_part_of_the_names() throws Exception {
        Path given = root.resolveSibling(root.getFileName() + "-given");
        Files.createDirectories(given);
        Files.move(
                root.resolve("s"),
                Files.createDirectories(given.resolve("data")).resolve("s"));
        Path out = root.resolve("o.csv");
        replay.replay(List.of(given.toString(), "--out", out.toString()));

        assertThat(Files.readString(out)).contains("\ns/c1,1,shop\n");
    }

    @Test
    void a_directory_of_metrics_in_which_nothing_is_measured_is_refused() throws Exception {
        write("t/alert.json", "{\"alarm_time_utc\": \"2022-08-22 03:53:00\"}");
        write("t/metrics/shop.csv", "when,latency\n1,2\n");
        assertThatThrownBy(() -> run(root.resolve("o.csv")))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("holds no measurements");
        write("t/metrics/shop.csv", "timestamp;latency\n1;2\n");
        assertThatThrownBy(() -> run(root.resolve("o.csv")))
                .hasMessageContaining("shop.csv:1: the fields are separated by ';'");
    }

    @Test
    void a_policy_is_refused_by_saying_why_it_means_nothing() {
        assertThatThrownBy(() -> replay.replay(List.of(root.toString(), "--policy", "w.yaml")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--policy means nothing here: a watch file sets nothing about the ranking");
    }

    @Test
    void the_same_input_gives_the_same_output_byte_for_byte() throws Exception {
        Path once = root.resolve("1.csv");
        Path again = root.resolve("2.csv");
        run(once);
        run(again);

        assertThat(Files.readAllBytes(again)).isEqualTo(Files.readAllBytes(once));
    }

    @Test
    void evidence_is_written_where_it_is_asked_for() throws Exception {
        Path evidence = root.resolve("evidence.csv");
        replay.replay(
                List.of(root.toString(), "--out", root.resolve("o.csv").toString(), "--evidence", evidence.toString()));

        assertThat(Files.readString(evidence)).contains("s/c1,1,shop,0.500,said so");
    }

    @Test
    void a_wide_table_becomes_tracks_and_availability_a_share_of_failures() throws Exception {
        run(root.resolve("o.csv"));

        Scene scene = scenes.getFirst();
        assertThat(scene.nodes()).containsExactlyInAnyOrder("shop", "cart");
        assertThat(scene.calls()).containsExactly(new Scene.Call("shop", "cart"));
        Scene.Track failures = scene.tracks().stream()
                .filter(t -> t.measure() == Measure.FAILURES)
                .findFirst()
                .orElseThrow();
        assertThat(failures.before()[1]).isCloseTo(0.01, org.assertj.core.data.Offset.offset(1e-9));
        assertThat(failures.since()[1]).isCloseTo(0.1, org.assertj.core.data.Offset.offset(1e-9));
        Scene.Track cart = scene.tracks().stream()
                .filter(t -> t.node().equals("cart"))
                .findFirst()
                .orElseThrow();
        assertThat(cart.since()).containsExactly(0.4, Double.NaN);
    }

    /** Normal, incident, and the share of failures in the second row of each. */
    @ParameterizedTest
    @CsvSource({
        "availability, 0.99, 0.90, 0.01, 0.10",
        "success_rate, 99, 90, 0.01, 0.10",
        "success_rate, 99, 0, 0.01, 1",
        "error_rate, 0.01, 0.10, 0.01, 0.10",
        "error_percent, 1, 10, 0.01, 0.10",
        "errors, 1, 10, 1, 10"
    })
    void failures_are_shares_whether_the_source_counts_in_percent_or_not(
            String metric, double before, double since, double shareBefore, double shareSince) throws Exception {
        String headers = "node,shop\nmetric," + metric + "\nstatistic,Average\n";
        write("s/normal.csv", headers + "0," + before + "\n300," + before + "\n");
        write("s/c1/metrics.csv", headers + "0," + since + "\n300," + since + "\n");

        run(root.resolve("o.csv"));

        Scene.Track failures = scenes.getFirst().tracks().getFirst();
        assertThat(failures.measure()).isEqualTo(Measure.FAILURES);
        assertThat(failures.before()[1]).isCloseTo(shareBefore, org.assertj.core.data.Offset.offset(1e-9));
        assertThat(failures.since()[1]).isCloseTo(shareSince, org.assertj.core.data.Offset.offset(1e-9));
    }

    @Test
    void the_latency_of_calls_that_succeed_is_a_latency() throws Exception {
        write("s/c1/metrics.csv", "node,shop\nmetric,success_latency\nstatistic,p50\n0,0.5\n300,0.6\n");

        run(root.resolve("o.csv"));

        Scene.Track latency = scenes.getFirst().tracks().stream()
                .filter(t -> t.name().startsWith("success_latency"))
                .findFirst()
                .orElseThrow();
        assertThat(latency.measure()).isEqualTo(Measure.SERVING_LATENCY);
        assertThat(latency.since()).containsExactly(0.5, 0.6);
    }

    @Test
    void rows_out_of_order_are_put_in_order_and_of_two_for_one_moment_the_later_counts() throws Exception {
        write("s/c1/metrics.csv", HEADERS + "300,0.6,0.4,90\n0,0.5,0.4,100\n300,0.7,0.4,90\n");
        run(root.resolve("o.csv"));

        Scene.Track shop = scenes.getFirst().tracks().stream()
                .filter(t -> t.node().equals("shop") && t.measure() == Measure.SERVING_LATENCY)
                .findFirst()
                .orElseThrow();
        assertThat(shop.since()).containsExactly(0.5, 0.7);
    }

    @Test
    void a_directory_of_node_files_is_cut_at_the_alert_and_nothing_after_its_window_is_used() throws Exception {
        StringBuilder rows = new StringBuilder("TimeStamp,CpuUsageRate(%),PodServerLatencyP90(s)\n");
        for (int i = 0; i < 20; i++)
            rows.append(1_661_140_260 + 60 * i).append(',').append(i).append(",0.1\n");
        write("d/metrics/cart.csv", rows.toString());
        write("d/metrics/shop.csv", rows.toString());
        write("d/metrics/dependency.csv", "Source,Target,Weight\nshop,cart,1\n");
        write("d/metrics/source_50.csv", "time,timestamp,shop_cart\nx,1661140260,0.1\nx,1661140860,0.9\n");
        write("d/c1/alert.json", "{\"alarm_time_utc\": \"2022-08-22 04:01:00\", \"window_minutes\": 3}");
        Files.delete(root.resolve("s/c1/alert.json"));
        run(root.resolve("o.csv"));

        Scene scene = scenes.getFirst();
        Scene.Track cpu = scene.tracks().stream()
                .filter(t -> t.node().equals("cart") && t.measure() == Measure.UTILISATION)
                .findFirst()
                .orElseThrow();
        assertThat(cpu.before()).hasSize(10).endsWith(9);
        assertThat(cpu.since()).containsExactly(10, 11, 12, 13);
        Scene.Track seen = scene.tracks().stream()
                .filter(t -> t.measure() == Measure.CALLING_LATENCY)
                .findFirst()
                .orElseThrow();
        assertThat(seen.node()).isEqualTo("shop");
        assertThat(seen.peer()).contains("cart");
        assertThat(scene.contiguous()).isTrue();
    }

    @Test
    void traces_and_logs_are_cut_at_the_alert_too() throws Exception {
        write("s/c1/alert.json", "{\"alarm_time_utc\": \"2022-08-22 04:01:00\", \"window_minutes\": 3}");
        long micros = 1_661_140_860_000_000L;
        write(
                "s/c1/trace.csv",
                "trace,span,parent,service,operation,start_us,duration_us\n" + "t,1,root,shop,get,"
                        + (micros - 1_000_000) + ",100\nt,2,1,cart,add," + (micros + 1_000_000) + ",50\n");
        write(
                "s/c1/log.csv",
                "timestamp,service,message\n2022-08-22 04:00:59,shop,fine\n2022-08-22 04:01:01,shop,\"bad, very\"\n");
        run(root.resolve("o.csv"));

        Scene.Traffic traffic = scenes.getFirst().traffic();
        assertThat(traffic.spansBefore()).hasSize(1);
        assertThat(traffic.spansSince()).hasSize(1);
        assertThat(traffic.linesBefore()).hasSize(1);
        assertThat(traffic.linesSince()).containsExactly(new Scene.Line("shop", "bad, very"));
    }

    @Test
    void an_empty_log_is_no_log() throws Exception {
        write("s/c1/log.csv", "timestamp,service,message\n");
        run(root.resolve("o.csv"));

        assertThat(scenes.getFirst().traffic()).isEqualTo(Scene.Traffic.none());
    }

    @Test
    void a_case_without_a_normal_time_takes_its_neighbours() throws Exception {
        write("t/c9/metrics.csv", HEADERS + "0,0.5,0.4,100\n");
        write("t/c9/alert.json", "{\"node\": \"shop\", \"metric\": \"latency\"}");
        run(root.resolve("o.csv"));

        assertThat(scenes.getLast().tracks().getFirst().before()).hasSize(2);
    }

    @Test
    void bad_input_is_refused_with_file_line_and_reason() throws Exception {
        refused(
                "s/c1/alert.json",
                "{\"node\": \"nobody\", \"metric\": \"latency\"}",
                "alert.json:1:",
                "'nobody' is neither");
        refused("s/c1/alert.json", "{\"node\": \n oops}", "alert.json:2:", "no JSON object");
        refused("s/c1/alert.json", "{}", "alert.json:1:", "needs a node");
        refused("s/c1/alert.json", "{\"alarm_time_utc\": \"yesterday\"}", "alert.json:1:", "'yesterday' is no time");
        refused("s/c1/metrics.csv", HEADERS + "0,0.5,0.4\n", "metrics.csv:5:", "4");
        refused("s/c1/metrics.csv", HEADERS + "0,fast,0.4,1\n", "metrics.csv:5:", "'fast', and that is no number");
        refused(
                "s/c1/metrics.csv",
                HEADERS + "noon,1,0.4,1\n0,1,1,1\nx,1,1,1\n",
                "metrics.csv:5:",
                "'noon' is no time");
        refused("s/c1/metrics.csv", "", "metrics.csv:1:", "empty");
        refused("s/c1/metrics.csv", HEADERS, "metrics.csv:1:", "no rows");
        refused("s/graph.csv", ",shop,cart\nstore,0,1\n", "graph.csv:2:", "'store' is in no column");
        refused("s/graph.csv", ",shop,cart\nshop,0\n", "graph.csv:2:", "1 fields for 2 nodes");
        refused("s/graph.csv", "Source,Target\nshop,\n", "graph.csv:2:", "both its ends");
        refused("s/c1/trace.csv", "a,b\n1,2\n", "trace.csv:1:", "no column 'trace'");
    }

    @Test
    void missing_files_are_named() throws Exception {
        Files.delete(root.resolve("s/c1/metrics.csv"));
        assertThatThrownBy(() -> run(root.resolve("o.csv")))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("metrics.csv");

        Files.delete(root.resolve("s/c1/alert.json"));
        assertThatThrownBy(() -> run(root.resolve("o.csv")))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("no case");
        assertThat(root.resolve("o.csv")).doesNotExist();
    }

    @Test
    void ten_thousand_columns_are_read() throws Exception {
        String nodes = "n" + String.join(",n", numbers());
        String metrics = ",latency".repeat(10_000);
        String values = ",1".repeat(10_000);
        write(
                "s/c1/metrics.csv",
                "node," + nodes + "\nmetric" + metrics + "\nstatistic" + metrics + "\n0" + values + "\n");
        write("s/c1/alert.json", "{\"node\": \"n5\", \"metric\": \"latency\"}");
        run(root.resolve("o.csv"));

        assertThat(scenes.getFirst().tracks()).hasSizeGreaterThanOrEqualTo(10_000);
    }

    private static String[] numbers() {
        String[] numbers = new String[10_000];
        Arrays.setAll(numbers, Integer::toString);
        return numbers;
    }

    private void refused(String name, String text, String... words) throws IOException {
        Path file = root.resolve(name);
        String good = Files.exists(file) ? Files.readString(file) : "";
        write(name, text);
        assertThatThrownBy(() -> run(root.resolve("o.csv")))
                .as(text)
                .isInstanceOf(BadInput.class)
                .hasMessageContainingAll(words);
        if (good.isEmpty()) Files.delete(file);
        else write(name, good);
    }

    private String run(Path out) throws BadInput {
        scenes.clear();
        return replay.replay(List.of(root.toString(), "--out", out.toString()));
    }

    private void write(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
