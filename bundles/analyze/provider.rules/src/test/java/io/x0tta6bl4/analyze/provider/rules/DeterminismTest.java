package io.x0tta6bl4.analyze.provider.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.analyze.api.Analysis;
import io.x0tta6bl4.knowledge.api.element.Subject.Restart;
import io.x0tta6bl4.knowledge.api.element.Threshold;
import io.x0tta6bl4.knowledge.api.element.Threshold.Direction;
import io.x0tta6bl4.knowledge.api.element.Threshold.Measure;
import io.x0tta6bl4.knowledge.api.element.Threshold.Response;
import io.x0tta6bl4.knowledge.api.incident.Clearance;
import io.x0tta6bl4.knowledge.api.incident.Symptom;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import io.x0tta6bl4.knowledge.api.observation.Snapshot;
import io.x0tta6bl4.platform.api.Handover;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeterminismTest {
    private static final String[] STATES = {"running", "exited", "never-started"};
    private static final String[] PROBES = {"healthy", "unreachable", "unresponsive", "wrong"};

    private static Watched history(long seed) {
        Random random = new Random(seed);
        Watched watched = Watched.process(
                Restart.ON_FAILURE,
                new Threshold(Signals.PROCESS_CPU, Measure.LEVEL, Direction.ABOVE, 0.8, 0.5, 2, 3, Response.HEAL),
                new Threshold(
                        Signals.PROCESS_CPU, Measure.CHANGE_PER_MINUTE, Direction.ABOVE, 20, 10, 2, 4, Response.PAGE));
        for (int i = 0; i < 300; i++) {
            watched.after(java.time.Duration.ofMillis(random.nextInt(3000)));
            switch (random.nextInt(6)) {
                case 0 ->
                    watched.sees(watched.state(
                            Signals.PROCESS_STATE,
                            STATES[random.nextInt(3)],
                            random.nextBoolean() ? "process 1 ended: exit code 0" : "stopped by operator"));
                case 1, 2 -> watched.http(PROBES[random.nextInt(4)]);
                case 3 -> watched.measures(Signals.PROCESS_CPU, random.nextDouble());
                case 4 -> watched.doubtful(Signals.HTTP_STATE, "wrong");
                default -> watched.stale(Signals.TCP_STATE, "healthy");
            }
        }
        return watched;
    }

    private static List<Analysis> replay(List<Snapshot> snapshots) {
        RuleAnalyzer analyzer = new RuleAnalyzer();
        List<Analysis> analyses = new ArrayList<>();
        snapshots.forEach(s -> analyses.add(analyzer.analyze(s)));
        return analyses;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void the_same_snapshots_give_the_same_analyses(long seed) {
        Watched watched = history(seed);
        assertThat(watched.raised()).isPositive();
        assertThat(replay(watched.snapshots)).isEqualTo(watched.history);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void analyzers_that_take_over_from_each_other_at_every_third_snapshot_say_what_one_would_have_said(long seed) {
        Watched watched = history(seed);
        List<Analysis> analyses = new ArrayList<>();
        RuleAnalyzer analyzer = new RuleAnalyzer();
        for (Snapshot snapshot : watched.snapshots) {
            if (analyses.size() % 3 == 2) {
                RuleAnalyzer next = new RuleAnalyzer();
                assertThat(next.takeOver(analyzer.handOver())).isTrue();
                analyzer = next;
            }
            analyses.add(analyzer.analyze(snapshot));
        }
        assertThat(analyses).isEqualTo(watched.history);
    }

    @Test
    void a_state_of_another_version_or_a_torn_one_is_refused_and_nothing_of_it_is_kept() {
        Watched watched = history(1);
        Handover.State state = watched.analyzer.handOver();
        byte[] torn = java.util.Arrays.copyOf(state.content(), state.content().length / 2);
        for (Handover.State wrong : List.of(
                new Handover.State("analyze.rules", 2, state.content()),
                new Handover.State("other", 1, state.content()),
                new Handover.State("analyze.rules", 1, torn))) {
            RuleAnalyzer fresh = new RuleAnalyzer();
            assertThat(fresh.takeOver(wrong)).isFalse();
            assertThat(fresh.analyze(watched.snapshots.getFirst())).isEqualTo(watched.history.getFirst());
        }
    }

    @Test
    void what_was_said_of_the_past_does_not_depend_on_the_future() {
        Watched watched = history(6);
        for (int cut : new int[] {1, 50, 123, 299})
            assertThat(replay(watched.snapshots.subList(0, cut))).isEqualTo(watched.history.subList(0, cut));
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18})
    void what_is_raised_holds_until_it_clears_and_nothing_is_raised_twice_or_cleared_unheld(long seed) {
        Set<String> open = new HashSet<>();
        for (Analysis analysis : history(seed).history) {
            for (Clearance clearance : analysis.cleared()) {
                assertThat(open.remove(clearance.symptom().key())).isTrue();
                assertThat(clearance.evidence()).isNotEmpty();
            }
            for (Symptom symptom : analysis.raised())
                assertThat(open.add(symptom.key())).isTrue();
            assertThat(analysis.holding().stream().map(Symptom::key)).containsExactlyInAnyOrderElementsOf(open);
            assertThat(analysis.holding()).isSortedAccordingTo(java.util.Comparator.comparing(Symptom::since));
            assertThat(analysis.holding()).allMatch(s -> s.evidence().size() <= 16);
        }
    }

    @Test
    void the_input_is_not_touched() {
        Watched watched = history(20);
        Snapshot last = watched.snapshots.getLast();
        Map<?, Map<String, Observation>> before = new HashMap<>(last.latest());
        replay(watched.snapshots);
        assertThat(last.latest()).isEqualTo(before);
    }

    @Test
    void the_self_test_passes() {
        assertThat(new RuleAnalyzer().selfTest().passed()).isTrue();
    }
}
