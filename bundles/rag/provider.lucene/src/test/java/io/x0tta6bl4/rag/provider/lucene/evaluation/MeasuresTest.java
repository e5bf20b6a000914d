package io.x0tta6bl4.rag.provider.lucene.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MeasuresTest {

    @Test
    void a_ranking_is_worth_what_trec_eval_says() {
        Measures found = Measures.of(List.of("x", "a", "y", "b"), Map.of("a", 2, "b", 1, "c", 1, "z", 0));

        // (2/log2(3) + 1/log2(5)) / (2/log2(2) + 1/log2(3) + 1/log2(4))
        assertThat(found.ndcg10()).isCloseTo(1.6925362 / 3.1309298, within(1e-6));
        assertThat(found.recall10()).isCloseTo(2.0 / 3, within(1e-9));
        assertThat(found.recall100()).isCloseTo(2.0 / 3, within(1e-9));
        assertThat(found.mrr10()).isEqualTo(0.5);
    }

    @Test
    void what_comes_after_the_tenth_place_counts_for_recall_100_alone() {
        List<String> ranking =
                java.util.stream.IntStream.range(0, 20).mapToObj(i -> "d" + i).toList();
        Measures found = Measures.of(ranking, Map.of("d15", 1));

        assertThat(found).isEqualTo(new Measures(0, 0, 1, 0));
    }

    @Test
    void the_bounds_of_a_mean_hold_it_and_are_the_same_each_time() {
        double[] values = {0, 1, 1, 0, 1, 1, 1, 0.5, 0.25, 1};
        Bootstrap bounds = Bootstrap.of(values);

        assertThat(bounds).isEqualTo(Bootstrap.of(values));
        assertThat(bounds.low()).isLessThan(0.675).isGreaterThan(0.3);
        assertThat(bounds.high()).isGreaterThan(0.675).isLessThanOrEqualTo(1);
    }
}
