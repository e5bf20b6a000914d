package io.x0tta6bl4.rag.provider.lucene.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FusionTest {

    @Test
    void words_count_from_none_shared_and_meaning_from_nothing_in_common() {
        assertThat(Fusion.words(new double[] {2, 0, 4})).containsExactly(0.25, 0, 1);
        assertThat(Fusion.words(new double[] {0, 0})).containsExactly(0, 0);
        assertThat(Fusion.words(new double[] {})).isEmpty();
        assertThat(Fusion.meaning(new double[] {0.9, 0.65, 0.4, 0.1})).containsExactly(1, 0.5, 0, 0);
        assertThat(Fusion.meaning(new double[] {0.3})).containsExactly(0);
    }

    @Test
    void a_list_in_which_all_are_alike_decides_little() {
        double[] alike = Fusion.meaning(new double[] {0.82, 0.81});
        double[] apart = Fusion.meaning(new double[] {0.82, 0.52});
        assertThat(alike[0] - alike[1]).isLessThan(0.03);
        assertThat(apart[0] - apart[1]).isGreaterThan(0.7);
    }

    @Test
    void meaning_counts_by_how_much_of_the_question_and_of_what_was_found_the_model_reads() {
        assertThat(Fusion.share(1, 0.9)).isCloseTo(0.85, within(1e-9));
        assertThat(Fusion.share(0.6, 0.66)).isCloseTo(0.85, within(1e-9));
        assertThat(Fusion.share(0.3, 0.9)).isCloseTo(0.575, within(1e-9));
        assertThat(Fusion.share(1, 0.525)).as("a French page").isCloseTo(0.575, within(1e-9));
        assertThat(Fusion.share(1, 0.2)).isEqualTo(0.3);
        assertThat(Fusion.share(0, 0.9)).isEqualTo(0.3);
    }

    @Test
    void a_place_is_worth_its_reciprocal_and_none_is_worth_nothing() {
        assertThat(Fusion.reciprocal(1)).isEqualTo(1.0 / 61);
        assertThat(Fusion.reciprocal(0)).isZero();
    }
}
