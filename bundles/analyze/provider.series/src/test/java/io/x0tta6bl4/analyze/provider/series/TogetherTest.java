package io.x0tta6bl4.analyze.provider.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.x0tta6bl4.analyze.api.JointDetector;
import io.x0tta6bl4.analyze.api.Judgement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TogetherTest {
    private static final int PERIOD = 96;

    private interface Row {
        double[] at(int row);
    }

    private static List<String> names(int columns) {
        return IntStream.range(0, columns).mapToObj(c -> "s" + c).toList();
    }

    private static List<Judgement> judge(int columns, int rows, Row row) {
        JointDetector detector = new SeriesDetection().joint(names(columns));
        List<Judgement> judgements = new ArrayList<>();
        for (int i = 0; i < rows; i++) judgements.add(detector.next(row.at(i)));
        return judgements;
    }

    /** Columns that follow one daily wave. */
    private static Row waves(int columns, long seed) {
        Random noise = new Random(seed);
        return i -> {
            double[] row = new double[columns];
            for (int c = 0; c < columns; c++)
                row[c] = 10 * (c + 1) + 5 * Math.sin(2 * Math.PI * (i + c) / PERIOD) + 0.2 * noise.nextGaussian();
            return row;
        };
    }

    @Test
    void the_columns_that_go_astray_are_blamed_first() {
        Row waves = waves(8, 1);
        List<Judgement> judgements = judge(8, 3_000, i -> {
            double[] row = waves.at(i);
            if (i >= 2_500 && i < 2_510) for (int c : new int[] {2, 5, 6}) row[c] += 25;
            return row;
        });

        assertThat(judgements.subList(2_000, 2_500)).noneMatch(Judgement::alarm);
        assertThat(judgements.get(2_500).alarm()).isTrue();
        assertThat(judgements.get(2_500).reasons().stream().limit(3).map(Judgement.Reason::name))
                .containsExactlyInAnyOrder("s2", "s5", "s6");
        assertThat(judgements.get(2_600).alarm()).isFalse();
    }

    @Test
    void a_value_that_is_usual_but_not_at_this_time_of_the_period_is_seen() {
        Row waves = waves(6, 2);
        int crest = 20 * PERIOD + PERIOD / 4;
        List<Judgement> judgements = judge(6, 3_000, i -> {
            if (i < crest || i >= crest + 5) return waves.at(i);
            waves.at(i);
            return waves.at(i + PERIOD / 2);
        });

        assertThat(judgements.subList(crest, crest + 5)).anyMatch(Judgement::alarm);
    }

    @Test
    void the_period_is_found() {
        float[][] columns = new float[3][2_000];
        Row waves = waves(3, 3);
        for (int i = 0; i < 2_000; i++) for (int c = 0; c < 3; c++) columns[c][i] = (float) waves.at(i)[c];

        assertThat(Period.of(columns)).isEqualTo(PERIOD);
    }

    @Test
    void noise_has_no_period() {
        Random noise = new Random(4);
        float[][] columns = new float[3][2_000];
        for (float[] column : columns) for (int i = 0; i < column.length; i++) column[i] = (float) noise.nextGaussian();

        assertThat(Period.of(columns)).isZero();
    }

    @Test
    void an_input_cut_short_gives_the_same_answers_before_the_cut() {
        List<Judgement> whole = judge(5, 2_600, waves(5, 5));
        List<Judgement> cut = judge(5, 1_500, waves(5, 5));

        assertThat(whole.subList(0, 1_500)).isEqualTo(cut);
    }

    @Test
    void gaps_constants_and_columns_without_any_value_are_taken() {
        Row waves = waves(4, 6);
        List<Judgement> judgements = judge(4, 2_000, i -> {
            double[] row = waves.at(i);
            row[0] = Double.NaN;
            row[1] = 3;
            if (i % 10 == 0) row[2] = Double.NaN;
            if (i % 50 == 0) row[3] = Double.POSITIVE_INFINITY;
            return row;
        });

        assertThat(judgements.subList(600, 2_000)).allMatch(j -> j.score().isPresent());
        assertThat(judgements.subList(600, 2_000)).noneMatch(Judgement::alarm);
    }

    @Test
    void ten_thousand_columns_are_judged_in_bounded_memory() {
        Random noise = new Random(7);
        JointDetector detector = new SeriesDetection().joint(names(10_000));
        double[] row = new double[10_000];
        Judgement last = Judgement.WARMING_UP;
        for (int i = 0; i < 520; i++) {
            for (int c = 0; c < row.length; c++) row[c] = noise.nextDouble();
            last = detector.next(row);
        }

        assertThat(last.score()).isPresent();
        assertThat(new History(10_000).limit()).isEqualTo(400);
    }

    @Test
    void a_row_of_another_width_is_refused_in_words() {
        JointDetector detector = new SeriesDetection().joint(names(3));

        assertThatThrownBy(() -> detector.next(new double[2]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a row has 3 values, this one has 2");
    }
}
