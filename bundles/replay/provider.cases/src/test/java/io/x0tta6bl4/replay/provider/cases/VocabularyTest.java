package io.x0tta6bl4.replay.provider.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.analyze.api.Scene.Measure;
import io.x0tta6bl4.replay.provider.cases.Recording.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names as Prometheus, OpenTelemetry, CloudWatch and people give them. */
class VocabularyTest {
    @ParameterizedTest
    @CsvSource({
        "http_request_duration_seconds:p99, SERVING_LATENCY",
        "http.client.request.duration, CALLING_LATENCY",
        "response.time.ms, SERVING_LATENCY",
        "Response Time (ms), SERVING_LATENCY",
        "TargetResponseTime, SERVING_LATENCY",
        "p95, SERVING_LATENCY",
        "p99.9_ms, SERVING_LATENCY",
        "cpu_p95, UTILISATION",
        "http_responses_5xx_total, FAILURES",
        "HTTPCode_Target_5XX_Count, FAILURES",
        "err_pct, FAILURES",
        "default_pool_size, ACTIVITY",
        "container_page_faults_total, ACTIVITY",
        "http_request_size_bytes, ACTIVITY",
        "http_requests_total, CALLS",
        "tps, CALLS",
        "nodejs_heap_size_used_bytes, UTILISATION",
        "node_cpu_utilization, ACTIVITY",
        "hostDisk, ACTIVITY",
        "RAM (%), UTILISATION",
        "cluster_members, ACTIVITY"
    })
    void what_a_column_measures_is_read_off_its_name(String name, Measure measure) {
        assertThat(Vocabulary.measure(name)).isEqualTo(measure);
    }

    private static final Signal SUM = new Signal("a", "", Measure.SERVING_LATENCY, "duration_seconds_sum");
    private static final Signal COUNT = new Signal("a", "", Measure.SERVING_LATENCY, "duration_seconds_count");
    private static final Signal ERRORS = new Signal("a", "", Measure.FAILURES, "errors_total");
    private static final Signal GAUGE = new Signal("a", "", Measure.ACTIVITY, "threads_total");

    private static Recording counted() {
        Recording recording = new Recording();
        for (long i = 0; i < 20; i++) {
            recording.moment(i * 10_000);
            recording.series(SUM).put(i * 10_000, 100 + 5.0 * i);
            recording.series(COUNT).put(i * 10_000, 1_000 + 20.0 * i);
            recording.series(ERRORS).put(i * 10_000, i < 15 ? 50.0 * i : 50.0 * (i - 15));
            recording.series(GAUGE).put(i * 10_000, 5.0 + i % 3);
        }
        return recording;
    }

    @Test
    void a_counter_becomes_its_rate_and_a_sum_with_its_count_a_mean() {
        Recording rates = Counters.rates(counted());

        Signal mean = new Signal("a", "", Measure.SERVING_LATENCY, "duration_seconds mean");
        Signal calls = new Signal("a", "", Measure.CALLS, "duration_seconds_count");
        assertThat(rates.values().keySet()).containsExactlyInAnyOrder(mean, calls, ERRORS, GAUGE);
        assertThat(rates.series(mean)).hasSize(19).containsEntry(10_000L, 0.25);
        assertThat(rates.series(calls)).containsEntry(190_000L, 2.0);
        assertThat(rates.moments()).hasSize(20);
    }

    @Test
    void a_restart_of_a_counter_is_no_rate_and_a_gauge_of_such_a_name_stays() {
        Recording counted = counted();
        for (long i = 20; i < 60; i++) counted.series(ERRORS).put(i * 10_000, 50.0 * (i - 15));
        Recording rates = Counters.rates(counted);

        assertThat(rates.series(ERRORS)).doesNotContainKey(150_000L).containsEntry(160_000L, 5.0);
        assertThat(rates.series(GAUGE)).isEqualTo(counted.series(GAUGE));
    }
}
