package io.x0tta6bl4.analyze.provider.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.x0tta6bl4.analyze.api.AnomalyDetection.Depth;
import io.x0tta6bl4.analyze.api.Judgement;
import io.x0tta6bl4.analyze.api.SignalDetector;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignalDetectionTest {
    private static final int STEP = 300;
    private static final int DAY = 86_400 / STEP;

    private static List<Judgement> judge(Depth depth, int rows, IntToDoubleFunction value) {
        SignalDetector detector = new SeriesDetection().signal(depth);
        List<Judgement> judgements = new ArrayList<>(rows);
        for (int i = 0; i < rows; i++)
            judgements.add(detector.next(Instant.ofEpochSecond((long) STEP * i), value.applyAsDouble(i)));
        return judgements;
    }

    /** A daily wave with a little noise. */
    private static IntToDoubleFunction wave(long seed) {
        Random noise = new Random(seed);
        return i -> 50 + 20 * Math.sin(2 * Math.PI * i / DAY) + noise.nextGaussian();
    }

    private static long alarmsBegun(List<Judgement> judgements) {
        long begun = 0;
        for (int i = 1; i < judgements.size(); i++)
            if (judgements.get(i).alarm() && !judgements.get(i - 1).alarm()) begun++;
        return begun;
    }

    @Test
    void the_self_test_passes() {
        assertThat(new SeriesDetection().selfTest().passed()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Depth.class)
    void there_is_no_score_before_the_warm_up_is_over(Depth depth) {
        List<Judgement> judgements = judge(depth, 2_000, wave(1));

        assertThat(judgements.subList(0, Tail.WARM_UP)).allMatch(j -> j.score().isEmpty() && !j.alarm());
        assertThat(judgements.subList(1_500, 2_000)).allMatch(j -> j.score().isPresent());
    }

    @ParameterizedTest
    @EnumSource(Depth.class)
    void a_spike_on_a_daily_wave_raises_one_alarm_and_says_who_agrees(Depth depth) {
        IntToDoubleFunction wave = wave(2);
        List<Judgement> judgements =
                judge(depth, 10 * DAY, i -> wave.applyAsDouble(i) + (i >= 8 * DAY && i < 8 * DAY + 6 ? 60 : 0));

        Judgement spike = judgements.get(8 * DAY);
        assertThat(spike.alarm()).isTrue();
        assertThat(spike.score().getAsDouble()).isGreaterThanOrEqualTo(Judgement.THRESHOLD);
        assertThat(spike.reasons()).hasSizeGreaterThanOrEqualTo(2);
        assertThat(alarmsBegun(judgements.subList(4 * DAY, 10 * DAY))).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Depth.class)
    void an_alarm_ends_when_things_are_calm_again(Depth depth) {
        IntToDoubleFunction wave = wave(3);
        List<Judgement> judgements = judge(depth, 10 * DAY, i -> wave.applyAsDouble(i) + (i == 8 * DAY ? 60 : 0));

        assertThat(judgements.get(8 * DAY).alarm()).isTrue();
        assertThat(judgements.get(9 * DAY).alarm()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Depth.class)
    void two_weeks_of_noise_raise_few_alarms(Depth depth) {
        List<Judgement> judgements = judge(depth, 28 * DAY, wave(4));

        assertThat(alarmsBegun(judgements.subList(14 * DAY, 28 * DAY))).isLessThanOrEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource(Depth.class)
    void an_input_cut_short_gives_the_same_answers_before_the_cut(Depth depth) {
        List<Judgement> whole = judge(depth, 3_000, wave(5));
        List<Judgement> cut = judge(depth, 1_700, wave(5));

        assertThat(whole.subList(0, 1_700)).isEqualTo(cut);
    }

    /** The mean and the rise hide most of what one member says, so each is asked itself. */
    @Test
    void every_member_says_the_same_to_the_same_values() {
        List<Supplier<Member>> members =
                List.of(SeenRange::new, TimeOfDay::new, DailyEnvelope::new, CutForest::new, Restlessness::new);
        for (Supplier<Member> member : members) assertThat(said(member.get())).isEqualTo(said(member.get()));
    }

    private static List<Double> said(Member member) {
        IntToDoubleFunction wave = wave(9);
        return IntStream.range(0, 3 * DAY)
                .mapToObj(i -> member.next((long) STEP * i, wave.applyAsDouble(i)))
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Depth.class)
    void a_constant_signal_is_calm_and_its_first_change_is_not(Depth depth) {
        List<Judgement> judgements = judge(depth, 5 * DAY, i -> i < 4 * DAY ? 7 : 8);

        assertThat(judgements.subList(0, 4 * DAY)).noneMatch(Judgement::alarm);
        assertThat(judgements.subList(4 * DAY, 4 * DAY + 3)).anyMatch(Judgement::alarm);
    }

    @ParameterizedTest
    @EnumSource(Depth.class)
    void a_change_of_unit_is_one_alarm_and_becomes_usual(Depth depth) {
        IntToDoubleFunction wave = wave(6);
        List<Judgement> judgements = judge(depth, 40 * DAY, i -> wave.applyAsDouble(i) * (i < 10 * DAY ? 1 : 1_000));

        assertThat(judgements.subList(10 * DAY, 10 * DAY + 3)).anyMatch(Judgement::alarm);
        assertThat(alarmsBegun(judgements.subList(30 * DAY, 40 * DAY))).isLessThanOrEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(Depth.class)
    void huge_values_and_times_out_of_order_do_no_harm(Depth depth) {
        SignalDetector detector = new SeriesDetection().signal(depth);
        double[] odd = {1e308, -1e308, 0, Double.MIN_VALUE, 1e-300, Double.MAX_VALUE};
        for (int i = 0; i < 1_000; i++) {
            Judgement judgement = detector.next(Instant.ofEpochSecond(i % 7 * 1_000L), odd[i % odd.length]);
            judgement.score().ifPresent(score -> assertThat(score).isBetween(0.0, 1.0));
        }
    }

    @Test
    void what_is_no_number_is_refused_in_words() {
        assertThatThrownBy(() -> new SeriesDetection().signal(Depth.FULL).next(Instant.EPOCH, Double.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a value is finite, not NaN");
    }

    /** A member to which all values but those of its kind are usual. */
    private record Hears(double kind) implements Member {
        @Override
        public String name() {
            return "hears " + kind;
        }

        @Override
        public double next(long epochSecond, double value) {
            return value == kind || value == 3 ? 1_000 : 0.5;
        }
    }

    @Test
    void one_voice_alone_raises_no_alarm_however_loud_and_two_do() {
        Ensemble ensemble = Ensemble.of(0.1, List.of(new Hears(1), new Hears(2)));
        for (int i = 0; i < 500; i++) ensemble.next(Instant.ofEpochSecond(i), 0);
        Judgement one = ensemble.next(Instant.ofEpochSecond(500), 1);
        assertThat(one.alarm()).isFalse();
        assertThat(one.score().orElseThrow()).isBetween(0.49, Math.nextDown(Judgement.THRESHOLD));
        for (int i = 501; i < 700; i++) ensemble.next(Instant.ofEpochSecond(i), 0);
        assertThat(ensemble.next(Instant.ofEpochSecond(700), 3).alarm()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-12, 1e-6, 1e9, -1, -1e-9})
    void the_unit_of_a_signal_and_its_sign_make_no_difference(double unit) {
        IntToDoubleFunction spiked = i ->
                30 * Math.sin(2 * Math.PI * i / DAY) + new Random(i).nextGaussian() + (i % 1_500 == 1_499 ? 60 : 0);
        // the forest counts in single precision, which rounds; the others are the same to the last digits
        List<Judgement> plain = judge(Depth.SCREEN, 5_000, spiked);
        List<Judgement> scaled = judge(Depth.SCREEN, 5_000, i -> unit * spiked.applyAsDouble(i));
        for (int i = 0; i < plain.size(); i++)
            assertThat(scaled.get(i).score().orElse(-1))
                    .as("row " + i)
                    .isCloseTo(plain.get(i).score().orElse(-1), org.assertj.core.data.Offset.offset(1e-3));
        assertThat(alarmsBegun(judge(Depth.FULL, 5_000, i -> unit * spiked.applyAsDouble(i))))
                .isBetween(3L, 8L);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 60, 3_600, 86_400})
    void a_spike_is_seen_at_any_pace_of_sampling(int step) {
        Random noise = new Random(3);
        SignalDetector detector = new SeriesDetection().signal(Depth.FULL);
        boolean seen = false;
        for (int i = 0; i < 1_010; i++) {
            Judgement judgement =
                    detector.next(Instant.ofEpochSecond((long) step * i), noise.nextGaussian() + (i == 1_000 ? 15 : 0));
            if (i < 1_000) continue;
            seen |= judgement.alarm();
        }
        assertThat(seen).isTrue();
    }
}
