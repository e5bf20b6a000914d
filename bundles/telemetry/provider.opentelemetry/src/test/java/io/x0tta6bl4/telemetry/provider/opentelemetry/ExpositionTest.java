package io.x0tta6bl4.telemetry.provider.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.telemetry.api.Histogram;
import io.x0tta6bl4.telemetry.api.Metric;
import io.x0tta6bl4.telemetry.api.MetricSource;
import io.x0tta6bl4.telemetry.api.Metrics;
import io.x0tta6bl4.telemetry.api.Sample;
import io.x0tta6bl4.telemetry.api.TraceContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExpositionTest {
    private static final Metric CALLS = Metric.counter("x0.calls", "{call}", "Calls.", "peer");
    private static final Metric TIME = Metric.histogram("x0.call.time", "s", "Time.");

    private record Source(List<Sample> samples) implements MetricSource {
        @Override
        public List<Metric> metrics() {
            return List.of(CALLS, TIME);
        }
    }

    @Test
    void counters_end_in_total_units_are_suffixes_and_labels_are_escaped() {
        String page = Exposition.of(Map.of(CALLS, List.of(Sample.of(CALLS, 3, "a\"b\\c\nd"))), false);
        assertThat(page).isEqualTo("""
            # HELP x0_calls_total Calls.
            # TYPE x0_calls_total counter
            x0_calls_total{peer="a\\"b\\\\c\\nd"} 3
            """);
    }

    @Test
    void a_histogram_is_cumulative_and_its_exemplar_stands_at_its_bucket_in_open_metrics_only() {
        Histogram histogram = new Histogram(0.0005, 1);
        histogram.record(0.0001);
        histogram.record(0.5, Instant.ofEpochMilli(1500), new TraceContext("a".repeat(32), "b".repeat(16), true));
        histogram.record(Double.NaN);
        histogram.record(7);
        Map<Metric, List<Sample>> all = Map.of(TIME, List.of(Sample.of(TIME, histogram)));
        assertThat(Exposition.of(all, false))
                .contains("x0_call_time_seconds_bucket{le=\"0.0005\"} 1\n")
                .contains("x0_call_time_seconds_bucket{le=\"1\"} 2\n")
                .contains("x0_call_time_seconds_bucket{le=\"+Inf\"} 3\n")
                .contains("x0_call_time_seconds_sum 7.5001\n")
                .contains("x0_call_time_seconds_count 3\n")
                .doesNotContain("trace_id");
        assertThat(Exposition.of(all, true))
                .contains("{le=\"1\"} 2 # {trace_id=\"" + "a".repeat(32) + "\",span_id=\"" + "b".repeat(16)
                        + "\"} 0.5 1.500\n")
                .endsWith("# EOF\n");
    }

    @Test
    void a_bomb_of_labels_is_cut_and_counted() {
        List<Sample> bomb = new ArrayList<>();
        for (int i = 0; i < Metrics.SERIES + 250; i++) bomb.add(Sample.of(CALLS, 1, "peer-" + i));
        try (Collection collection = new Collection()) {
            collection.bind(1, new Source(bomb));
            assertThat(collection.collect().get(CALLS)).hasSize(Metrics.SERIES);
            assertThat(collection.cut()).isEqualTo(250);
        }
    }

    @Test
    void a_source_that_fails_is_left_out_and_counted() {
        try (Collection collection = new Collection()) {
            collection.bind(1, new MetricSource() {
                @Override
                public List<Metric> metrics() {
                    return List.of(TIME);
                }

                @Override
                public List<Sample> samples() {
                    throw new IllegalStateException("broken");
                }
            });
            collection.bind(2, new Source(List.of(Sample.of(CALLS, 2, "a"))));
            assertThat(collection.collect()).containsOnlyKeys(CALLS);
            assertThat(collection.failed()).isEqualTo(1);
        }
    }
}
