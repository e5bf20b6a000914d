package io.x0tta6bl4.analyze.provider.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NumbersTest {
    @Test
    void what_is_sustained_is_the_second_largest_of_three_and_more_and_the_largest_of_fewer() {
        assertThat(Numbers.sustained(new double[] {3, 1, 2})).isEqualTo(2);
        assertThat(Numbers.sustained(new double[] {3, 3, 1})).isEqualTo(3);
        assertThat(Numbers.sustained(new double[] {3, 1})).isEqualTo(3);
        assertThat(Numbers.sustained(new double[] {Double.NaN, 5, Double.POSITIVE_INFINITY}))
                .isEqualTo(5);
        assertThat(Numbers.sustained(new double[] {Double.NaN, -5, -7, Double.NaN}))
                .isEqualTo(-7);
        assertThat(Numbers.sustained(new double[0])).isNaN();
    }

    @Test
    void one_pass_says_what_sorting_says() {
        Random random = new Random(1);
        for (int i = 0; i < 1_000; i++) {
            double[] values = random.ints(3 + random.nextInt(9), -3, 4)
                    .mapToDouble(v -> v)
                    .toArray();
            double[] sorted = values.clone();
            Arrays.sort(sorted);
            assertThat(Numbers.sustained(values)).isEqualTo(sorted[sorted.length - 2]);
        }
    }
}
