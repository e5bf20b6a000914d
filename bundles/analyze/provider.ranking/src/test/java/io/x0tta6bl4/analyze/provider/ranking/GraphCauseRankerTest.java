package io.x0tta6bl4.analyze.provider.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.x0tta6bl4.analyze.api.Ranking;
import io.x0tta6bl4.analyze.api.Scene;
import io.x0tta6bl4.analyze.api.Scene.Call;
import io.x0tta6bl4.analyze.api.Scene.Line;
import io.x0tta6bl4.analyze.api.Scene.Measure;
import io.x0tta6bl4.analyze.api.Scene.Span;
import io.x0tta6bl4.analyze.api.Scene.Track;
import io.x0tta6bl4.analyze.api.Scene.Traffic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GraphCauseRankerTest {
    private static final int BEFORE = 60;
    private static final int SINCE = 5;

    private final GraphCauseRanker ranker = new GraphCauseRanker();
    private final List<Track> tracks = new ArrayList<>();
    private final Set<Call> calls = new HashSet<>();
    private Optional<Scene.Alert> alert = Optional.empty();
    private Traffic traffic = Traffic.none();

    @Test
    void of_a_chain_that_grows_slow_the_deepest_is_named() {
        chain();
        latency("shop", 0.30, 0.80);
        latency("cart", 0.20, 0.70);
        latency("store", 0.10, 0.60);
        alert("shop", Measure.SERVING_LATENCY);

        assertThat(first()).isEqualTo("store");
        assertThat(rank().causes().getFirst().evidence()).anyMatch(e -> e.contains("of the complaint stays with it"));
    }

    @Test
    void the_middle_of_a_chain_is_named_when_what_it_calls_is_as_always() {
        chain();
        latency("shop", 0.30, 0.80);
        latency("cart", 0.20, 0.70);
        latency("store", 0.10, 0.10);
        alert("shop", Measure.SERVING_LATENCY);

        assertThat(first()).isEqualTo("cart");
    }

    @Test
    void a_slow_node_that_does_not_account_for_the_complaint_is_not_first() {
        chain();
        calls.add(new Call("shop", "adverts"));
        latency("shop", 0.30, 0.80);
        latency("cart", 0.20, 0.70);
        latency("store", 0.10, 0.60);
        latency("adverts", 0.001, 0.02);
        alert("shop", Measure.SERVING_LATENCY);

        assertThat(first()).isEqualTo("store");
    }

    @Test
    void failures_are_followed_to_where_they_begin() {
        chain();
        track("shop", Measure.FAILURES, 0, 0.05);
        track("cart", Measure.FAILURES, 0, 0.05);
        track("store", Measure.FAILURES, 0, 0);
        alert("shop", Measure.FAILURES);

        assertThat(first()).isEqualTo("cart");
    }

    @Test
    void nothing_abnormal_has_no_cause_and_says_so() {
        chain();
        latency("shop", 0.30, 0.30);
        latency("cart", 0.20, 0.20);
        alert("shop", Measure.SERVING_LATENCY);

        assertThat(rank().causes()).isEmpty();
        assertThat(rank().explanation()).contains("Nothing on the graph explains it");
    }

    @Test
    void one_bad_row_alone_is_no_cause() {
        double[] since = filled(SINCE, 20);
        since[2] = 99;
        tracks.add(new Track("shop", Optional.empty(), Measure.UTILISATION, "cpu", noisy(BEFORE, 20), since));

        assertThat(rank().causes()).isEmpty();
    }

    @Test
    void a_resource_used_up_is_the_cause_of_its_own_node() {
        chain();
        track("cart", Measure.UTILISATION, 20, 98);
        track("store", Measure.UTILISATION, 20, 21);

        assertThat(first()).isEqualTo("cart");
    }

    @Test
    void calls_slow_for_every_caller_and_not_for_the_callee_blame_the_way_to_it() {
        calls.add(new Call("a", "c"));
        calls.add(new Call("b", "c"));
        calls.add(new Call("a", "b"));
        pair("a", "c", 0.01, 0.5, 0.005, 0.005);
        pair("b", "c", 0.01, 0.5, 0.005, 0.005);
        pair("a", "b", 0.02, 0.5, 0.015, 0.5);

        assertThat(first()).isEqualTo("c");
    }

    @Test
    void a_node_that_is_called_and_no_longer_calls_has_failed_on_the_way() {
        chain();
        track("cart", Measure.CALLS, 100, 101);
        track("store", Measure.CALLS, 100, 0);

        assertThat(first()).isEqualTo("cart");
    }

    @Test
    void fewer_calls_everywhere_are_no_failure_of_those_between() {
        chain();
        track("shop", Measure.CALLS, 100, 20);
        track("cart", Measure.CALLS, 100, 20);
        track("store", Measure.CALLS, 100, 20);

        assertThat(rank().causes()).noneMatch(c -> c.node().equals("cart"));
    }

    @Test
    void vital_signs_that_are_absent_speak_against_their_node() {
        chain();
        tracks.add(new Track(
                "store", Optional.empty(), Measure.UTILISATION, "cpu", noisy(BEFORE, 20), filled(SINCE, Double.NaN)));

        assertThat(first()).isEqualTo("store");
        assertThat(rank().causes().getFirst().evidence().getFirst()).contains("absent");
    }

    @Test
    void a_circle_of_calls_ends() {
        chain();
        calls.add(new Call("store", "shop"));
        calls.add(new Call("shop", "shop"));
        latency("shop", 0.30, 0.80);
        latency("cart", 0.20, 0.70);
        latency("store", 0.10, 0.60);
        alert("shop", Measure.SERVING_LATENCY);

        assertThat(rank().causes()).isNotEmpty();
    }

    @Test
    void a_dense_graph_is_walked_in_bounded_time() {
        for (int i = 0; i < 60; i++) {
            latency("n" + i, 0.1, 0.5 + i * 0.001);
            for (int j = 0; j < 60; j++) calls.add(new Call("n" + i, "n" + j));
        }
        alert("n0", Measure.SERVING_LATENCY);

        assertTimeout(Duration.ofSeconds(20), this::rank);
    }

    @Test
    void absence_one_row_and_infinity_make_no_cause_and_no_crash() {
        for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            tracks.clear();
            track("shop", Measure.SERVING_LATENCY, value, value);
            alert("shop", Measure.SERVING_LATENCY);
            assertThat(rank().causes()).isEmpty();
        }
        Scene oneRow = new Scene(
                Set.of("shop"),
                Set.of(),
                List.of(new Track(
                        "shop", Optional.empty(), Measure.SERVING_LATENCY, "latency", new double[0], new double[] {3})),
                alert,
                false,
                Traffic.none());
        assertThat(ranker.rank(oneRow).causes()).isEmpty();
        Scene empty = new Scene(Set.of(), Set.of(), List.of(), Optional.empty(), false, Traffic.none());
        assertThat(ranker.rank(empty).causes()).isEmpty();
    }

    @Test
    void tracks_of_different_length_are_refused() {
        latency("shop", 0.3, 0.3);
        tracks.add(new Track("cart", Optional.empty(), Measure.CALLS, "calls", new double[3], new double[SINCE]));

        assertThatThrownBy(this::rank).hasMessageContaining("same rows");
    }

    @Test
    void the_order_of_what_is_known_does_not_matter() {
        chain();
        latency("shop", 0.30, 0.80);
        latency("cart", 0.20, 0.70);
        latency("store", 0.10, 0.60);
        track("store", Measure.UTILISATION, 20, 60);
        track("cart", Measure.UTILISATION, 20, 60);
        alert("shop", Measure.SERVING_LATENCY);
        Ranking once = rank();

        for (int seed = 0; seed < 20; seed++) {
            Collections.shuffle(tracks, new Random(seed));
            assertThat(rank()).isEqualTo(once);
        }
    }

    @Test
    void beliefs_of_a_ranking_sum_up_to_at_most_one() {
        for (int i = 0; i < 30; i++) track("n" + i, Measure.UTILISATION, 20, 50 + i);

        assertThat(rank().causes().stream()
                        .mapToDouble(Ranking.Suspect::confidence)
                        .sum())
                .isLessThanOrEqualTo(1);
        assertThat(rank().causes()).hasSize(10);
    }

    @Test
    void a_node_whose_own_time_grows_in_traces_is_named_and_not_its_caller() {
        chain();
        traffic = new Traffic(requests(40, 2_000, true), requests(40, 90_000, true), List.of(), List.of());

        assertThat(first()).isEqualTo("store");
    }

    @Test
    void pieces_missing_from_traces_speak_against_who_should_have_made_them() {
        chain();
        traffic = new Traffic(requests(40, 2_000, true), requests(40, 2_000, false), List.of(), List.of());

        assertThat(first()).isEqualTo("cart");
    }

    @Test
    void a_kind_of_line_never_logged_before_speaks_against_its_node_and_not_its_caller() {
        chain();
        List<Line> usual = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            usual.add(new Line("store", "served item " + i + " in " + i + "ms"));
            usual.add(new Line("cart", "added item " + i));
        }
        List<Line> since = new ArrayList<>(usual);
        for (int i = 0; i < 8; i++) {
            since.add(new Line("store", "error: table " + i + " is full"));
            since.add(new Line("cart", "request failed: store says " + i));
        }
        traffic = new Traffic(List.of(), List.of(), usual, since);

        assertThat(first()).isEqualTo("store");
        assertThat(rank().causes().getFirst().evidence().getFirst()).contains("it logged 8 times");
    }

    @Test
    void logs_without_a_normal_time_say_nothing() {
        chain();
        traffic = new Traffic(
                List.of(), List.of(), List.of(), List.of(new Line("store", "error"), new Line("store", "error")));

        assertThat(rank().causes()).isEmpty();
    }

    @Test
    void ten_thousand_signals_are_ranked() {
        for (int i = 0; i < 10_000; i++) track("n" + i, Measure.UTILISATION, 20, i == 77 ? 99 : 20);

        assertThat(first()).isEqualTo("n77");
    }

    @Test
    void the_self_test_passes() {
        assertThat(ranker.selfTest().passed()).isTrue();
    }

    /** A request through shop and cart, and twice to the store or not at all. */
    private static List<Span> requests(int count, long storeMicros, boolean stored) {
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String trace = "t" + i;
            long within = stored ? 2 * storeMicros : 0;
            spans.add(new Span(trace, "1", "", "shop", "GET /", 9_000 + within, false));
            spans.add(new Span(trace, "2", "1", "cart", "add", 5_000 + within + i, false));
            if (!stored) continue;
            spans.add(new Span(trace, "3", "2", "store", "put", storeMicros + i, false));
            spans.add(new Span(trace, "4", "2", "store", "commit", storeMicros + i, false));
        }
        return spans;
    }

    private void chain() {
        calls.add(new Call("shop", "cart"));
        calls.add(new Call("cart", "store"));
    }

    private void alert(String node, Measure measure) {
        alert = Optional.of(new Scene.Alert(node, measure, ""));
    }

    private void latency(String node, double before, double since) {
        track(node, Measure.SERVING_LATENCY, before, since);
    }

    private void track(String node, Measure measure, double before, double since) {
        tracks.add(new Track(
                node,
                Optional.empty(),
                measure,
                measure.name().toLowerCase(java.util.Locale.ROOT),
                noisy(BEFORE, before),
                filled(SINCE, since)));
    }

    private void pair(String from, String to, double seen, double seenSince, double served, double servedSince) {
        tracks.add(new Track(
                from, Optional.of(to), Measure.CALLING_LATENCY, "seen", noisy(BEFORE, seen), filled(SINCE, seenSince)));
        tracks.add(new Track(
                to,
                Optional.of(from),
                Measure.SERVING_LATENCY,
                "served",
                noisy(BEFORE, served),
                filled(SINCE, servedSince)));
    }

    private Ranking rank() {
        return ranker.rank(new Scene(Set.of(), calls, tracks, alert, false, traffic));
    }

    private String first() {
        return rank().causes().getFirst().node();
    }

    private static double[] noisy(int rows, double value) {
        double[] values = new double[rows];
        Random random = new Random(7);
        for (int i = 0; i < rows; i++) values[i] = value * (1 + 0.02 * random.nextGaussian());
        return values;
    }

    private static double[] filled(int rows, double value) {
        double[] values = new double[rows];
        Arrays.fill(values, value);
        return values;
    }
}
