package io.x0tta6bl4.analyze.provider.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.analyze.api.Analysis;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.Probe;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.element.Subject.Restart;
import io.x0tta6bl4.knowledge.api.incident.Symptom.Kind;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeRulesTest {
    private static Watched endpoint() {
        return new Watched(Watched.element(new Subject.Endpoint()));
    }

    private static void answers(Watched watched, String... states) {
        for (String state : states) watched.seconds(1).http(state);
    }

    @Test
    void one_failure_makes_suspect_two_of_three_make_a_symptom_that_dates_from_the_first() {
        Watched watched = endpoint();
        answers(watched, "healthy", "unresponsive");
        Instant first = watched.now;
        assertThat(watched.history.getLast())
                .matches(a -> a.holding().isEmpty() && a.suspect().contains(Watched.ID));
        answers(watched, "healthy");
        assertThat(watched.kinds()).isEmpty();
        answers(watched, "unresponsive");
        assertThat(watched.history.getLast().raised())
                .singleElement()
                .matches(s -> s.since().equals(first));
        assertThat(watched.history.getLast().suspect()).isEmpty();
    }

    @Test
    void two_failures_farther_apart_than_the_window_are_no_symptom() {
        Watched watched = endpoint();
        for (int i = 0; i < 20; i++) answers(watched, "unresponsive", "healthy", "healthy");
        assertThat(watched.raised()).isZero();
    }

    @Test
    void failures_within_the_window_count_though_good_answers_that_would_clear_lie_between_them() {
        Probe.Schedule schedule = new Probe.Schedule(Duration.ofSeconds(1), Duration.ofMillis(200), 3, 9, 2);
        Probe probe = new Probe.Http(URI.create("http://127.0.0.1:1/"), 200, 299, "", schedule);
        Watched watched = new Watched(new Element(
                Watched.ID,
                new Subject.Endpoint(),
                "backend",
                "default",
                Element.Origin.CONFIGURED,
                List.of(probe),
                List.of(),
                Set.of(),
                List.of()));
        answers(
                watched, "wrong", "healthy", "healthy", "healthy", "healthy", "healthy", "healthy", "healthy",
                "healthy");
        answers(watched, "wrong", "healthy", "healthy", "wrong", "healthy", "healthy");
        assertThat(watched.raised()).isZero();
        answers(watched, "wrong");
        assertThat(watched.history.getLast().raised()).singleElement().satisfies(s -> {
            assertThat(s.evidence()).hasSize(3);
            assertThat(s.since()).isEqualTo(watched.now.minusSeconds(6));
        });
    }

    @Test
    void a_symptom_clears_only_after_so_many_good_answers_in_a_row() {
        Watched watched = endpoint();
        answers(watched, "wrong", "wrong", "healthy", "wrong", "healthy");
        assertThat(watched.kinds()).containsExactly(Kind.MALFUNCTIONING);
        answers(watched, "healthy");
        assertThat(watched.history.getLast().cleared())
                .singleElement()
                .satisfies(c -> assertThat(c.evidence()).hasSize(2).allMatch(o -> o.says("healthy")));
        assertThat(watched.raised()).isEqualTo(1);
        answers(watched, "wrong");
        assertThat(watched.kinds()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"unreachable,DOWN", "unresponsive,UNRESPONSIVE", "wrong,MALFUNCTIONING"})
    void each_way_to_fail_has_its_kind(String state, Kind kind) {
        Watched watched = endpoint();
        answers(watched, state, state);
        assertThat(watched.kinds()).containsExactly(kind);
        assertThat(watched.history.getLast().raised().getFirst().summary()).isEqualTo("http.state is " + state);
    }

    @Test
    void without_hysteresis_one_failure_fires_and_one_success_clears() {
        Watched watched = endpoint().withoutHysteresis(Watched.element(new Subject.Endpoint()));
        answers(watched, "wrong", "healthy", "wrong", "healthy");
        assertThat(watched.raised()).isEqualTo(2);
        assertThat(watched.cleared()).isEqualTo(2);
    }

    @Test
    void a_probe_without_a_schedule_of_its_kind_needs_two_of_three() {
        Watched watched =
                new Watched(Element.discovered(Watched.ID, new Subject.Endpoint(), "endpoint", java.util.Set.of()));
        assertThat(watched.sees(watched.state(Signals.TCP_STATE, "unreachable", ""))
                        .holding())
                .isEmpty();
        assertThat(watched.seconds(1)
                        .sees(watched.state(Signals.TCP_STATE, "unreachable", ""))
                        .holding())
                .hasSize(1);
    }

    @Test
    void a_process_that_has_just_started_raises_nothing_from_its_probes_until_its_start_limit() {
        Watched watched = Watched.process(Restart.ALWAYS);
        watched.runs();
        for (int i = 0; i < 9; i++) watched.seconds(1).http("unreachable");
        assertThat(watched.raised()).isZero();
        assertThat(watched.history.getLast().suspect()).isEmpty();
        watched.seconds(1).http("unreachable");
        watched.seconds(1).http("unreachable");
        assertThat(watched.kinds()).containsExactly(Kind.DOWN);
    }

    @Test
    void the_grace_of_a_start_ends_with_the_first_good_answer() {
        Watched watched = Watched.process(Restart.ALWAYS);
        watched.runs();
        answers(watched, "unreachable", "unreachable", "healthy", "unresponsive", "unresponsive");
        assertThat(watched.kinds()).containsExactly(Kind.UNRESPONSIVE);
    }

    @Test
    void the_news_again_and_again_that_it_runs_prolong_no_grace() {
        Watched watched = Watched.process(Restart.ALWAYS);
        for (int i = 0; i < 12; i++) {
            watched.seconds(1).runs();
            watched.http("unresponsive");
        }
        assertThat(watched.kinds()).containsExactly(Kind.UNRESPONSIVE);
    }

    @Test
    void first_signs_from_before_a_restart_do_not_count_after_it() {
        Watched watched = Watched.process(Restart.ALWAYS).settled();
        watched.http("unresponsive");
        watched.seconds(1).exits(": killed by signal 9");
        watched.seconds(1).runs();
        answers(watched, "healthy", "unresponsive");
        assertThat(watched.history.getLast().holding()).isEmpty();
    }

    @Test
    void probes_of_a_process_that_was_never_seen_raise_nothing() {
        Watched watched = Watched.process(Restart.ALWAYS);
        for (int i = 0; i < 60; i++) watched.seconds(1).http("unreachable");
        assertThat(watched.raised()).isZero();
    }

    @Test
    void an_exit_and_the_silence_after_it_are_two_symptoms_of_one_element() {
        Watched watched = Watched.process(Restart.ALWAYS).settled();
        watched.exits(": killed by signal 9");
        answers(watched, "unreachable", "unreachable");
        assertThat(watched.kinds()).containsExactly(Kind.DOWN, Kind.DOWN);
        assertThat(watched.history.getLast().holding())
                .extracting(s -> s.signal())
                .containsExactly(Signals.PROCESS_STATE, Signals.HTTP_STATE);
    }

    @Test
    void doubtful_observations_are_a_fault_of_the_sensor_after_three_and_never_a_state_of_the_element() {
        Watched watched = Watched.process(Restart.ALWAYS).settled();
        for (int i = 0; i < 2; i++) watched.seconds(1).doubtful(Signals.PROCESS_STATE, "exited");
        assertThat(watched.kinds()).isEmpty();
        watched.seconds(1).doubtful(Signals.PROCESS_STATE, "exited");
        assertThat(watched.kinds()).containsExactly(Kind.SENSOR_FAULT);
        for (int i = 0; i < 10; i++) watched.seconds(1).doubtful(Signals.HTTP_STATE, "unreachable");
        assertThat(watched.kinds()).containsOnly(Kind.SENSOR_FAULT);
        assertThat(watched.history.getLast().holding()).allSatisfy(s -> {
            assertThat(s.response()).isEqualTo(io.x0tta6bl4.knowledge.api.element.Threshold.Response.PAGE);
            assertThat(s.summary()).contains("cannot be");
        });
        for (int i = 0; i < 2; i++) watched.seconds(1).runs();
        assertThat(watched.kinds()).hasSize(2);
        assertThat(watched.seconds(1).runs().cleared())
                .singleElement()
                .satisfies(c -> assertThat(c.evidence()).isNotEmpty());
    }

    @Test
    void two_doubtful_ones_with_a_good_one_between_are_no_fault() {
        Watched watched = endpoint();
        for (int i = 0; i < 10; i++) {
            watched.seconds(1).doubtful(Signals.HTTP_STATE, "wrong");
            watched.seconds(1).doubtful(Signals.HTTP_STATE, "wrong");
            watched.seconds(1).http("healthy");
        }
        assertThat(watched.raised()).isZero();
    }

    @Test
    void a_sensor_that_falls_silent_is_a_fault_that_clears_when_it_speaks_again() {
        Watched watched = endpoint();
        watched.http("healthy");
        Analysis silent = watched.seconds(30).stale(Signals.HTTP_STATE, "healthy");
        assertThat(silent.raised())
                .singleElement()
                .matches(s ->
                        s.kind() == Kind.SENSOR_FAULT && s.summary().equals("sensor probe is silent on http.state"));
        for (int i = 0; i < 20; i++) watched.seconds(1).stale(Signals.HTTP_STATE, "healthy");
        assertThat(watched.raised()).isEqualTo(1);
        answers(watched, "healthy", "healthy", "healthy");
        assertThat(watched.history.getLast().holding()).isEmpty();
        assertThat(watched.cleared()).isEqualTo(1);
    }

    @Test
    void a_sensor_whose_probe_was_taken_away_is_no_longer_at_fault() {
        Watched watched = endpoint();
        watched.http("healthy");
        watched.seconds(30).stale(Signals.HTTP_STATE, "healthy");
        assertThat(watched.history.getLast().holding()).hasSize(1);
        Element before = Watched.element(new Subject.Endpoint());
        watched.model(new Element(
                before.id(),
                before.subject(),
                before.elementClass(),
                before.zone(),
                before.origin(),
                java.util.List.of(),
                before.thresholds(),
                before.dependsOn(),
                before.hooks()));
        watched.forgets().seconds(1).quiet();
        assertThat(watched.history.getLast().holding()).isEmpty();
    }

    @Test
    void news_that_were_old_on_arrival_neither_raise_nor_clear_a_state() {
        Watched watched = endpoint();
        for (int i = 0; i < 5; i++)
            watched.seconds(1)
                    .sees(watched.state(Signals.HTTP_STATE, "wrong", "").doubted(Observation.Quality.STALE, "old"));
        assertThat(watched.kinds()).containsExactly(Kind.SENSOR_FAULT);
    }

    @Test
    void silence_of_a_mere_number_is_no_fault() {
        Watched watched = endpoint();
        watched.measures(Signals.HTTP_LATENCY, 3);
        assertThat(watched.after(Duration.ofMinutes(2))
                        .stale(Signals.HTTP_LATENCY, "x")
                        .holding())
                .isEmpty();
    }

    @Test
    void absence_neither_fires_nor_clears() {
        Watched watched = endpoint();
        answers(watched, "wrong", "wrong");
        for (int i = 0; i < 5; i++)
            watched.seconds(1)
                    .sees(Observation.absent(Watched.ID, Signals.HTTP_STATE, "no socket", watched.now, "probe"));
        assertThat(watched.kinds()).containsExactly(Kind.MALFUNCTIONING);
    }

    @Test
    void evidence_is_bounded_and_newest_last() {
        Watched watched = endpoint();
        for (int i = 0; i < 100; i++) answers(watched, "wrong");
        var evidence = watched.history.getLast().holding().getFirst().evidence();
        assertThat(evidence).hasSize(8);
        assertThat(evidence.getLast().at()).isEqualTo(watched.now);
        assertThat(watched.history.getLast().holding().getFirst().since())
                .isBefore(evidence.getFirst().at());
    }
}
