package io.x0tta6bl4.telemetry.provider.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    @Test
    void nothing_set_means_nothing_leaves_the_node() {
        assertThat(Settings.of(Map.of()).endpoint()).isEmpty();
        assertThat(Settings.of(Map.of()).ratio()).isEqualTo(0.1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "OTEL_EXPORTER_OTLP_ENDPOINT|http://collector.example:4318|encrypted only",
                "OTEL_EXPORTER_OTLP_ENDPOINT|collector:4318|an address looks like",
                "OTEL_EXPORTER_OTLP_ENDPOINT|http:// x|no address",
                "OTEL_TRACES_SAMPLER_ARG|1.5|from 0 to 1",
                "OTEL_TRACES_SAMPLER_ARG|NaN|from 0 to 1",
                "OTEL_TRACES_SAMPLER_ARG|all|from 0 to 1",
                "OTEL_METRIC_EXPORT_INTERVAL|10s|in milliseconds",
                "OTEL_EXPORTER_OTLP_HEADERS|token|key=value"
            })
    void a_wrong_setting_is_refused_in_words(String name, String value, String words) {
        assertThatThrownBy(() -> Settings.of(Map.of(name, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name)
                .hasMessageContaining(words);
    }

    @Test
    void headers_are_read_as_the_specification_writes_them() {
        assertThat(Settings.of(Map.of("OTEL_EXPORTER_OTLP_HEADERS", "a=1, b = x=y"))
                        .headers())
                .containsExactlyInAnyOrderEntriesOf(Map.of("a", "1", "b", "x=y"));
    }
}
