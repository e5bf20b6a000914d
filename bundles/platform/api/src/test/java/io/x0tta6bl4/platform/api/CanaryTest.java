package io.x0tta6bl4.platform.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.x0tta6bl4.platform.api.Canary.Decision;
import io.x0tta6bl4.platform.api.Canary.Tally;
import io.x0tta6bl4.platform.api.HotReference.Trait;
import io.x0tta6bl4.platform.api.Swappable.Report;
import io.x0tta6bl4.platform.api.Swappable.Standing.Part;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class CanaryTest {
    private static final Supplier<String> OLD = () -> "right";

    private final HotReference<Supplier<String>> hot =
            new HotReference<>("an answer", Duration.ofSeconds(1), Trait.PURE);

    private static Tally tally(long calls, long errors, long differences, long candidateMillis, long servedMillis) {
        return new Tally(
                calls,
                errors,
                differences,
                calls,
                0,
                Duration.ofMillis(candidateMillis),
                Duration.ofMillis(servedMillis),
                errors + differences == 0 ? "" : "it broke");
    }

    @Test
    void a_shadow_that_answers_alike_and_as_fast_is_promoted_after_the_last_call_and_not_before() {
        Canary canary = Canary.shadow(100);
        assertThat(canary.decide(tally(99, 0, 0, 1, 1)).decision()).isEqualTo(Decision.WAIT);
        Canary.Verdict verdict = canary.decide(tally(100, 0, 0, 1, 1));
        assertThat(verdict.decision()).isEqualTo(Decision.PROMOTE);
        assertThat(verdict.reasons())
                .containsExactly("100 of 100 calls, 0 errors, 0 different answers, p95 1.000 ms against 1.000 ms");
    }

    @Test
    void the_first_difference_or_error_of_a_shadow_reverts_at_once_and_is_named() {
        assertThat(Canary.shadow(100).decide(tally(3, 0, 1, 1, 1)).reasons())
                .containsExactly("1 different answers in 3 calls, allowed 0.0 %; the first: it broke");
        assertThat(Canary.shadow(100).decide(tally(3, 1, 0, 1, 1)).decision()).isEqualTo(Decision.REVERT);
    }

    @Test
    void a_share_may_fail_as_often_as_its_limit_says() {
        Canary canary = Canary.share(10, 100);
        assertThat(canary.decide(tally(100, 1, 0, 1, 1)).decision()).isEqualTo(Decision.PROMOTE);
        assertThat(canary.decide(tally(50, 2, 0, 1, 1)).decision()).isEqualTo(Decision.REVERT);
        Tally bothFail = new Tally(100, 40, 0, 100, 40, Duration.ZERO, Duration.ZERO, "it broke");
        assertThat(canary.decide(bothFail).decision()).isEqualTo(Decision.PROMOTE);
    }

    @Test
    void one_that_is_too_slow_is_reverted_and_one_below_the_floor_is_not() {
        assertThat(Canary.shadow(10).decide(tally(10, 0, 0, 30, 10)).reasons())
                .containsExactly("p95 30.000 ms against 10.000 ms, allowed 2.0 times");
        assertThat(Canary.shadow(10).decide(tally(10, 0, 0, 4, 1)).decision()).isEqualTo(Decision.PROMOTE);
    }

    @Test
    void the_caller_of_a_shadow_gets_the_old_answer_until_the_new_one_is_dismissed() {
        hot.bind(2, OLD);
        hot.bind(1, () -> "wrong");
        hot.swappable().begin(Canary.shadow(50));

        for (int i = 0; i < 10; i++) assertThat(hot.<String>call(Supplier::get)).isEqualTo("right");

        Report report = hot.swappable().trial().orElseThrow();
        assertThat(report.over()).isTrue();
        assertThat(report.verdict().decision()).isEqualTo(Decision.REVERT);
        assertThat(report.verdict().reasons().getFirst()).contains("the first: wrong instead of right");
        assertThat(report.tally().calls()).isEqualTo(1);
    }

    @Test
    void one_that_keeps_up_serves_by_itself_from_the_deciding_call_on_and_can_be_taken_back() {
        hot.bind(2, OLD);
        hot.bind(1, () -> "right");
        hot.swappable().begin(Canary.shadow(20));
        assertThat(hot.swappable().providers())
                .extracting(Swappable.Standing::part)
                .containsExactly(Part.SERVES, Part.TRIED);

        for (int i = 0; i < 20; i++) hot.call(Supplier::get);

        assertThat(hot.serves(1)).isTrue();
        assertThat(hot.swappable().trial().orElseThrow().over()).isTrue();
        hot.swappable().revert();
        assertThat(hot.serves(2)).isTrue();
    }

    @Test
    void a_share_of_the_calls_goes_to_the_new_one() {
        hot.bind(2, OLD);
        hot.bind(1, () -> "new");
        hot.swappable().begin(Canary.share(25, 1_000));
        int fresh = 0;
        for (int i = 0; i < 400; i++) if (hot.<String>call(Supplier::get).equals("new")) fresh++;
        assertThat(fresh).isEqualTo(100);
    }

    @Test
    void one_that_throws_in_shadow_harms_no_caller() {
        hot.bind(2, OLD);
        hot.bind(1, () -> {
            throw new IllegalStateException("broken");
        });
        hot.swappable().begin(Canary.shadow(20));
        assertThat(hot.<String>call(Supplier::get)).isEqualTo("right");
        assertThat(hot.swappable().trial().orElseThrow().verdict().reasons().getFirst())
                .contains("java.lang.IllegalStateException: broken");
    }

    @Test
    void a_candidate_that_leaves_ends_its_trial_and_is_not_kept_in_memory() {
        hot.bind(2, OLD);
        hot.bind(1, () -> "right");
        hot.swappable().begin(Canary.shadow(20));
        hot.unbind(1);
        Report report = hot.swappable().trial().orElseThrow();
        assertThat(report.over()).isTrue();
        assertThat(report.verdict().reasons()).containsExactly("the candidate has left");
        assertThatThrownBy(() -> hot.swappable().promote()).hasMessageContaining("has left");
        assertThat(hot.<String>call(Supplier::get)).isEqualTo("right");
    }

    private record Sick() implements Supplier<String>, SelfTest {
        @Override
        public String get() {
            return "right";
        }

        @Override
        public SelfTestResult selfTest() {
            return SelfTestResult.of("a known case", () -> {
                throw new IllegalStateException("known answer missed");
            });
        }
    }

    @Test
    void one_whose_self_test_fails_gets_no_call() {
        hot.bind(2, OLD);
        hot.bind(1, new Sick());
        Report report = hot.swappable().begin(Canary.shadow(20));
        assertThat(report.over()).isTrue();
        assertThat(report.verdict().reasons()).containsExactly("its self-test failed: known answer missed");
        hot.call(Supplier::get);
        assertThat(hot.swappable().trial().orElseThrow().tally().calls()).isZero();
    }

    @Test
    void nothing_is_tried_where_calls_have_effects_or_where_there_is_nothing_to_try() {
        assertThatThrownBy(() -> hot.swappable().begin(Canary.shadow(1))).hasMessageContaining("no other provider");
        HotReference<String> effects = new HotReference<>("an effect", Duration.ZERO);
        assertThatThrownBy(() -> effects.swappable().begin(Canary.shadow(1)))
                .hasMessageContaining("must not be made twice");
    }
}
