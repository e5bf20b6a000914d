package io.x0tta6bl4.rag.provider.lucene.index;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FusionTest {

    @Test
    void scores_are_stretched_between_the_lowest_and_the_highest() {
        assertThat(Fusion.stretched(new double[] {2, 6, 4})).containsExactly(0, 1, 0.5);
        assertThat(Fusion.stretched(new double[] {3})).containsExactly(1);
        assertThat(Fusion.stretched(new double[] {0, 0})).containsExactly(0, 0);
        assertThat(Fusion.stretched(new double[] {})).isEmpty();
    }

    @Test
    void a_place_is_worth_its_reciprocal_and_none_is_worth_nothing() {
        assertThat(Fusion.reciprocal(1)).isEqualTo(1.0 / 61);
        assertThat(Fusion.reciprocal(0)).isZero();
    }
}
