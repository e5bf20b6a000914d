package io.x0tta6bl4.monitor.provider.snapshot;

import static io.x0tta6bl4.monitor.provider.snapshot.Bench.STORE;
import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Observation.Quality;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import io.x0tta6bl4.knowledge.api.observation.Snapshot;
import io.x0tta6bl4.knowledge.api.policy.Brakes;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PlausibilityTest {
    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    static Stream<Arguments> impossible() {
        return Stream.of(
                Arguments.of(Signals.PROCESS_MEMORY, 1.0, "MB", "its unit is MB, not By"),
                Arguments.of(Signals.PROCESS_MEMORY, -1.0, "By", "cannot be negative"),
                Arguments.of(Signals.HTTP_LATENCY, -0.5, "ms", "cannot be negative"),
                Arguments.of(Signals.HOST_DISK, 1.5, "1", "more than the whole"),
                Arguments.of(Signals.HOST_CPU, 17.0, "1", "more than the whole"));
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void a_value_that_cannot_be_is_doubtful_with_the_reason(String signal, double value, String unit, String why) {
        Observation seen = bench.says(bench.measured(signal, value, unit)).latest(signal);
        assertThat(seen.quality()).isEqualTo(Quality.DOUBTFUL);
        assertThat(seen.doubt()).contains(why);
    }

    @ParameterizedTest
    @CsvSource({
        "process.state,undead",
        "http.state,running",
        "tcp.state,wrong",
        "service.state,here",
        "configuration.state,good"
    })
    void a_state_that_is_none_of_its_signal_is_doubtful(String signal, String state) {
        Observation seen = bench.says(bench.state(signal, state, "probe")).latest(signal);
        assertThat(seen.quality()).isEqualTo(Quality.DOUBTFUL);
        assertThat(seen.doubt()).contains("'" + state + "' is no state of " + signal);
    }

    @ParameterizedTest
    @CsvSource({"process.cpu.utilization,7.9,1", "host.cpu.utilization,1.0,1", "x-own,-3,whatever", "host.load,12,1"})
    void what_can_be_true_is_believed(String signal, double value, String unit) {
        assertThat(bench.says(bench.measured(signal, value, unit))
                        .latest(signal)
                        .quality())
                .isEqualTo(Quality.GOOD);
    }

    @Test
    void a_time_stamp_beyond_the_limit_ahead_of_the_clock_is_doubtful_and_one_within_it_is_not() {
        assertThat(future(Duration.ofSeconds(2)).quality()).isEqualTo(Quality.GOOD);
        Observation far = future(Duration.ofSeconds(2).plusNanos(1));
        assertThat(far.quality()).isEqualTo(Quality.DOUBTFUL);
        assertThat(far.doubt()).contains("ahead of the node's clock");
    }

    private Observation future(Duration ahead) {
        Instant at = bench.now.get().plus(ahead);
        return bench.says(Observation.state(STORE, Signals.TCP_STATE, "healthy", "", at, "tcp"))
                .latest(Signals.TCP_STATE);
    }

    @Test
    void a_sensor_that_once_spoke_of_the_future_is_heard_again_at_once() {
        future(Duration.ofHours(1));
        bench.after(Duration.ofSeconds(1)).says(bench.state(Signals.TCP_STATE, "unreachable", "tcp"));
        assertThat(bench.latest(Signals.TCP_STATE)).matches(o -> o.quality() == Quality.GOOD && o.says("unreachable"));
    }

    @Test
    void a_latency_that_repeats_to_the_last_digit_is_frozen_and_one_that_moves_is_not() {
        Snapshot last = null;
        for (int i = 0; i < 100; i++) {
            bench.after(Duration.ofMillis(100));
            last = bench.says(bench.measured(Signals.HTTP_LATENCY, 1.25, "ms")).snapshot();
            if (i == 98) assertThat(quality(last)).isEqualTo(Quality.GOOD);
        }
        assertThat(quality(last)).isEqualTo(Quality.DOUBTFUL);
        assertThat(last.latest(STORE, Signals.HTTP_LATENCY).orElseThrow().doubt())
                .contains("100 samples: frozen");
        bench.after(Duration.ofMillis(100)).says(bench.measured(Signals.HTTP_LATENCY, 1.26, "ms"));
        assertThat(quality(bench.snapshot())).isEqualTo(Quality.GOOD);
    }

    private static Quality quality(Snapshot snapshot) {
        return snapshot.latest(STORE, Signals.HTTP_LATENCY).orElseThrow().quality();
    }

    @Test
    void a_status_that_repeats_is_not_frozen() {
        for (int i = 0; i < 200; i++)
            bench.after(Duration.ofMillis(10)).says(bench.measured(Signals.HTTP_STATUS, 200, "{status}"));
        assertThat(bench.latest(Signals.HTTP_STATUS).quality()).isEqualTo(Quality.GOOD);
    }

    @Test
    void two_sensors_that_disagree_are_both_doubtful_until_they_agree_again() {
        Snapshot apart =
                bench.says(bench.http("healthy", "a"), bench.http("wrong", "b")).snapshot();
        assertThat(apart.latest().get(STORE).values())
                .hasSize(2)
                .allMatch(o -> o.quality() == Quality.DOUBTFUL && o.doubt().contains("says the opposite"));
        bench.after(Duration.ofSeconds(1)).says(bench.http("healthy", "a"));
        assertThat(bench.snapshot().arrived())
                .singleElement()
                .extracting(Observation::quality)
                .isEqualTo(Quality.DOUBTFUL);
        bench.after(Duration.ofSeconds(1)).says(bench.http("healthy", "b"), bench.http("healthy", "a"));
        assertThat(bench.snapshot().latest().get(STORE).values()).allMatch(o -> o.quality() == Quality.GOOD);
    }

    @Test
    void two_sensors_that_agree_that_it_is_sick_are_believed_though_they_word_it_differently() {
        Snapshot both = bench.says(bench.http("unreachable", "a"), bench.http("wrong", "b"))
                .snapshot();
        assertThat(both.latest().get(STORE).values()).hasSize(2).allMatch(o -> o.quality() == Quality.GOOD);
    }

    @Test
    void a_sensor_that_has_gone_silent_is_no_opinion_against_one_that_speaks() {
        bench.says(bench.http("healthy", "a"), bench.http("healthy", "b")).snapshot();
        bench.after(Duration.ofSeconds(21)).snapshot();
        bench.says(bench.http("wrong", "b"));
        assertThat(bench.snapshot().arrived())
                .singleElement()
                .extracting(Observation::quality)
                .isEqualTo(Quality.GOOD);
    }

    @Test
    void a_sensor_that_says_what_cannot_be_does_not_take_the_credit_of_one_that_can() {
        bench.says(Observation.state(
                STORE, Signals.HTTP_STATE, "healthy", "", bench.now.get().plusSeconds(60), "liar"));
        bench.snapshot();
        Snapshot real = bench.says(bench.http("unresponsive", "http")).snapshot();
        assertThat(real.arrived())
                .singleElement()
                .extracting(Observation::quality)
                .isEqualTo(Quality.GOOD);
    }

    @Test
    void with_the_brake_off_everything_is_believed() {
        Brakes b = Brakes.defaults();
        bench.under(new Brakes(
                b.rateLimit(),
                b.blastRadius(),
                b.healthQuorum(),
                b.hysteresis(),
                b.flapDamping(),
                b.coolDown(),
                b.ladder(),
                b.dryRun(),
                b.approval(),
                b.precondition(),
                b.verification(),
                b.idempotence(),
                b.locks(),
                b.maintenance(),
                new Brakes.Plausibility(false, Duration.ofSeconds(2), 100),
                b.audit(),
                b.privileges(),
                b.budget()));
        bench.says(bench.http("healthy", "a"), bench.http("wrong", "b"), bench.measured(Signals.HOST_CPU, -3, "%"));
        assertThat(bench.snapshot().latest().get(STORE).values()).hasSize(3).allMatch(o -> o.quality() == Quality.GOOD);
    }

    @Test
    void an_element_that_left_the_model_takes_its_repetitions_with_it() {
        for (int i = 0; i < 99; i++)
            bench.after(Duration.ofMillis(10))
                    .says(bench.measured(Signals.HTTP_LATENCY, 2, "ms"))
                    .snapshot();
        Element store = Bench.endpoint(STORE);
        bench.watch().snapshot();
        bench.watch(store).after(Duration.ofMillis(10)).says(bench.measured(Signals.HTTP_LATENCY, 2, "ms"));
        assertThat(quality(bench.snapshot())).isEqualTo(Quality.GOOD);
    }
}
