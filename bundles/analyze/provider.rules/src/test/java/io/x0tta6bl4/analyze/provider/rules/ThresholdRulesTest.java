package io.x0tta6bl4.analyze.provider.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.element.Subject.Restart;
import io.x0tta6bl4.knowledge.api.element.Threshold;
import io.x0tta6bl4.knowledge.api.element.Threshold.Direction;
import io.x0tta6bl4.knowledge.api.element.Threshold.Measure;
import io.x0tta6bl4.knowledge.api.element.Threshold.Response;
import io.x0tta6bl4.knowledge.api.incident.Symptom.Kind;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ThresholdRulesTest {
    private static final String SIGNAL = Signals.PROCESS_THREADS;

    private static Threshold level(Direction direction, double fire, double clear, int samples, int window) {
        return new Threshold(SIGNAL, Measure.LEVEL, direction, fire, clear, samples, window, Response.HEAL);
    }

    private static Threshold rate(Direction direction, double fire, double clear) {
        return new Threshold(SIGNAL, Measure.CHANGE_PER_MINUTE, direction, fire, clear, 3, 5, Response.PAGE);
    }

    private static Watched watched(Threshold... thresholds) {
        return new Watched(Watched.element(new Subject.Endpoint(), thresholds));
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    void a_level_around_the_threshold_fires_once_and_clears_once(Direction direction) {
        double sign = direction == Direction.ABOVE ? 1 : -1;
        Watched watched = watched(level(direction, 100 * sign, 80 * sign, 3, 5));
        for (int i = 0; i < 200; i++) watched.seconds(1).measures(SIGNAL, sign * (100 + 15 * Math.sin(i / 2.0)));
        assertThat(watched.raised()).isEqualTo(1);
        assertThat(watched.cleared()).isZero();
        for (int i = 0; i < 200; i++) watched.seconds(1).measures(SIGNAL, sign * (70 + 9 * Math.sin(i / 2.0)));
        assertThat(watched.raised()).isEqualTo(1);
        assertThat(watched.cleared()).isEqualTo(1);
    }

    @Test
    void without_hysteresis_the_same_wave_fires_and_clears_again_and_again() {
        Watched watched = watched()
                .withoutHysteresis(Watched.element(new Subject.Endpoint(), level(Direction.ABOVE, 100, 80, 3, 5)));
        for (int i = 0; i < 200; i++) watched.seconds(1).measures(SIGNAL, 100 + 15 * Math.sin(i / 2.0));
        assertThat(watched.raised()).isGreaterThan(10);
        assertThat(watched.cleared()).isGreaterThan(10);
    }

    @Test
    void a_level_exactly_at_the_threshold_does_not_fire_and_single_peaks_do_not_either() {
        Watched watched = watched(level(Direction.ABOVE, 100, 100, 3, 5));
        for (int i = 0; i < 20; i++) watched.seconds(1).measures(SIGNAL, 100);
        for (int i = 0; i < 20; i++) {
            watched.seconds(1).measures(SIGNAL, i % 4 == 0 ? 500 : 10);
        }
        assertThat(watched.raised()).isZero();
    }

    @Test
    void a_symptom_says_what_was_measured_and_what_is_allowed() {
        Watched watched = watched(level(Direction.ABOVE, 100, 80, 1, 1));
        assertThat(watched.measures(SIGNAL, 123.4).raised()).singleElement().satisfies(s -> {
            assertThat(s.kind()).isEqualTo(Kind.BEYOND_THRESHOLD);
            assertThat(s.response()).isEqualTo(Response.HEAL);
            assertThat(s.summary()).isEqualTo("process.threads is 123.4 {thread}, limit above 100.0");
        });
    }

    @Test
    void clearing_needs_as_many_good_samples_in_a_row_as_firing_needs_bad_ones() {
        Watched watched = watched(level(Direction.ABOVE, 100, 80, 3, 5));
        for (int i = 0; i < 3; i++) watched.seconds(1).measures(SIGNAL, 120);
        for (double value : new double[] {70, 70, 90, 70, 70})
            watched.seconds(1).measures(SIGNAL, value);
        assertThat(watched.kinds()).containsExactly(Kind.BEYOND_THRESHOLD);
        assertThat(watched.seconds(1).measures(SIGNAL, 70).cleared())
                .singleElement()
                .satisfies(c -> assertThat(c.evidence()).hasSize(3));
    }

    @Test
    void a_steady_rise_beyond_the_rate_fires_whatever_its_level_and_a_standstill_clears() {
        Watched watched = watched(rate(Direction.ABOVE, 60, 30));
        for (int i = 0; i < 10; i++) watched.seconds(1).measures(SIGNAL, 1000 + 2 * i);
        assertThat(watched.kinds()).containsExactly(Kind.CHANGING_TOO_FAST);
        assertThat(watched.history.getLast().holding().getFirst().response()).isEqualTo(Response.PAGE);
        for (int i = 0; i < 10; i++) watched.seconds(1).measures(SIGNAL, 1020);
        assertThat(watched.kinds()).isEmpty();
        assertThat(watched.cleared()).isEqualTo(1);
    }

    @Test
    void a_rise_below_the_rate_however_long_does_not_fire_nor_does_a_fall() {
        Watched watched = watched(rate(Direction.ABOVE, 60, 30));
        for (int i = 0; i < 300; i++) watched.seconds(1).measures(SIGNAL, i * 0.9);
        assertThat(watched.raised()).isZero();
        Watched falling = watched(rate(Direction.ABOVE, 60, 30));
        for (int i = 0; i < 300; i++) falling.seconds(1).measures(SIGNAL, 1000 - 10 * i);
        assertThat(falling.raised()).isZero();
    }

    @Test
    void a_fall_beyond_the_rate_fires_when_falling_is_what_is_watched() {
        Watched watched = watched(rate(Direction.BELOW, -60, -30));
        for (int i = 0; i < 10; i++) watched.seconds(1).measures(SIGNAL, 1000 - 2 * i);
        assertThat(watched.kinds()).containsExactly(Kind.CHANGING_TOO_FAST);
    }

    @Test
    void one_sample_or_two_at_the_same_moment_say_nothing_of_a_rate() {
        Watched watched = watched(rate(Direction.ABOVE, 60, 30));
        for (int i = 0; i < 5; i++) watched.measures(SIGNAL, i * 1000);
        assertThat(watched.raised()).isZero();
    }

    @Test
    void a_warning_on_a_signal_does_not_hide_that_the_same_signal_may_be_healed() {
        Threshold warning = new Threshold(SIGNAL, Measure.LEVEL, Direction.ABOVE, 50, 50, 1, 1, Response.PAGE);
        for (Threshold[] order : new Threshold[][] {
            {warning, level(Direction.ABOVE, 100, 80, 1, 1)}, {level(Direction.ABOVE, 100, 80, 1, 1), warning}
        }) {
            Watched watched = watched(order);
            assertThat(watched.measures(SIGNAL, 60).holding())
                    .singleElement()
                    .matches(s -> s.response() == Response.PAGE);
            assertThat(watched.seconds(1).measures(SIGNAL, 120).holding())
                    .singleElement()
                    .matches(s -> s.response() == Response.HEAL);
        }
    }

    @Test
    void a_threshold_that_leaves_the_model_takes_its_symptom_with_it_and_others_stay() {
        Watched watched = Watched.process(Restart.ALWAYS, level(Direction.ABOVE, 100, 80, 1, 1))
                .settled();
        watched.measures(SIGNAL, 200);
        watched.exits("");
        assertThat(watched.kinds()).hasSize(2);
        assertThat(watched.model(Watched.element(Restart.ALWAYS)).quiet().cleared())
                .hasSize(1);
        assertThat(watched.kinds()).containsExactly(Kind.DOWN);
    }

    @Test
    void an_element_that_leaves_the_model_clears_all_its_symptoms() {
        Watched watched = Watched.process(Restart.ALWAYS, level(Direction.ABOVE, 100, 80, 1, 1))
                .settled();
        watched.measures(SIGNAL, 200);
        watched.exits("");
        var gone = watched.model().seconds(1).exits("");
        assertThat(gone.holding()).isEmpty();
        assertThat(gone.cleared())
                .hasSize(2)
                .allSatisfy(c -> assertThat(c.evidence()).isEmpty());
        assertThat(watched.model(Watched.element(Restart.ALWAYS)).quiet().holding())
                .isEmpty();
    }
}
