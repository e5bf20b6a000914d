package io.x0tta6bl4.itests.scenarios.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PercentilesTest {
    @Test
    void every_percentile_is_a_sample_that_was_measured() {
        var hundred = new Percentiles(
                IntStream.rangeClosed(1, 100).mapToObj(i -> (double) (101 - i)).toList(), "ms");
        assertThat(hundred.at(50)).hasValue(50);
        assertThat(hundred.at(95)).hasValue(95);
        assertThat(hundred.at(99)).hasValue(99);
        assertThat(hundred.at(100)).hasValue(100);
    }

    @Test
    void with_few_samples_the_high_percentiles_are_the_worst_one() {
        var three = new Percentiles(List.of(7.0, 1.0, 3.0), "ms");
        assertThat(three.at(50)).hasValue(3);
        assertThat(three.at(95)).hasValue(7);
        assertThat(three.at(0.1)).hasValue(1);
    }

    @Test
    void no_sample_gives_no_number() {
        var none = new Percentiles(List.of(), "ms");
        assertThat(none.at(50)).isEmpty();
        assertThat(none.json()).doesNotContainKey("p50").containsKey("n");
        assertThat(none.words()).isEqualTo("no sample");
    }

    @Test
    void the_json_carries_the_raw_samples() {
        var two = new Percentiles(List.of(2.0, 1.0), "ms").json();
        assertThat(two.getInt("n")).isEqualTo(2);
        assertThat(two.getJsonArray("samples")).hasSize(2);
        assertThat(two.getJsonNumber("max").doubleValue()).isEqualTo(2);
    }

    @Test
    void a_percentile_beyond_the_scale_is_refused() {
        assertThatThrownBy(() -> new Percentiles(List.of(1.0), "ms").at(101)).hasMessageContaining("101");
    }
}
