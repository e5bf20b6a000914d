package io.x0tta6bl4.analyze.provider.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.analyze.api.Analysis;
import io.x0tta6bl4.knowledge.api.element.Subject.Restart;
import io.x0tta6bl4.knowledge.api.element.Threshold.Response;
import io.x0tta6bl4.knowledge.api.incident.Symptom;
import io.x0tta6bl4.knowledge.api.incident.Symptom.Kind;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ProcessRulesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ALWAYS     | : exit code 0        | true",
                "ALWAYS     | : exit code 3        | true",
                "ALWAYS     | : killed by signal 9 | true",
                "ON_FAILURE | : exit code 0        | false",
                "ON_FAILURE | : exit code 10       | true",
                "ON_FAILURE | : exit code 100      | true",
                "ON_FAILURE | : killed by signal 9 | true",
                "ON_FAILURE | ; its number belongs to another process now | true",
                "NEVER      | : exit code 0        | false",
                "NEVER      | : exit code 1        | false",
                "NEVER      | : killed by signal 9 | false"
            })
    void the_end_of_a_process_is_a_symptom_when_its_restart_policy_wants_it_back(
            Restart restart, String how, boolean raises) {
        Watched watched = Watched.process(restart).settled();
        Analysis analysis = watched.exits(how);
        assertThat(analysis.raised()).hasSize(raises ? 1 : 0);
        if (!raises) return;
        Symptom symptom = analysis.raised().getFirst();
        assertThat(symptom.kind()).isEqualTo(Kind.DOWN);
        assertThat(symptom.signal()).isEqualTo(Signals.PROCESS_STATE);
        assertThat(symptom.response()).isEqualTo(Response.HEAL);
        assertThat(symptom.since()).isEqualTo(watched.now);
        assertThat(symptom.summary()).contains("the process has ended", "process 123 ended" + how);
    }

    @ParameterizedTest
    @EnumSource(
            value = Restart.class,
            names = {"ON_FAILURE", "NEVER"})
    void a_process_that_ended_as_it_should_is_not_blamed_for_the_silence_of_its_probes(Restart restart) {
        Watched watched = Watched.process(restart).settled();
        watched.http("unreachable");
        watched.seconds(1).exits(": exit code 0");
        for (int i = 0; i < 10; i++) watched.seconds(1).http("unreachable");
        assertThat(watched.raised()).isZero();
        watched.seconds(1).runs();
        watched.seconds(1).http("healthy");
        for (int i = 0; i < 3; i++) watched.seconds(1).http("unreachable");
        assertThat(watched.kinds()).containsExactly(Kind.DOWN);
    }

    @Test
    void an_exit_without_a_told_code_counts_as_a_failure() {
        assertThat(Watched.process(Restart.ON_FAILURE).settled().exits("").raised())
                .hasSize(1);
    }

    @Test
    void a_process_that_stays_down_is_raised_once_and_clears_once_with_the_evidence_that_it_runs() {
        Watched watched = Watched.process(Restart.ALWAYS).settled();
        watched.exits(": exit code 1");
        for (int i = 0; i < 5; i++) watched.seconds(1).exits(": exit code 1");
        assertThat(watched.raised()).isEqualTo(1);
        Analysis back = watched.seconds(1).runs();
        assertThat(back.holding()).isEmpty();
        assertThat(back.cleared()).singleElement().satisfies(c -> {
            assertThat(c.symptom().kind()).isEqualTo(Kind.DOWN);
            assertThat(c.evidence()).isNotEmpty();
            assertThat(c.evidence().getLast().says("running")).isTrue();
            assertThat(c.at()).isEqualTo(watched.now);
        });
        assertThat(watched.seconds(1).quiet().cleared()).isEmpty();
    }

    @Test
    void a_process_that_was_never_started_is_a_symptom_only_beyond_its_start_limit() {
        Watched watched = Watched.process(Restart.ALWAYS);
        watched.neverStarted("");
        assertThat(watched.seconds(10).neverStarted("").holding()).isEmpty();
        Analysis late = watched.after(Duration.ofMillis(1)).neverStarted("");
        assertThat(late.raised())
                .singleElement()
                .matches(s -> s.kind() == Kind.DOWN && s.summary().contains("could not be started"));
        assertThat(watched.seconds(1).runs().cleared()).hasSize(1);
    }

    @Test
    void one_that_an_operator_stopped_is_no_symptom_however_long_and_clears_what_held_with_evidence() {
        Watched watched = Watched.process(Restart.ALWAYS).settled();
        watched.http("unresponsive");
        watched.seconds(1).http("unresponsive");
        watched.seconds(1).exits(": killed by signal 15");
        assertThat(watched.kinds()).containsExactlyInAnyOrder(Kind.UNRESPONSIVE, Kind.DOWN);
        Analysis stopped = watched.seconds(1).neverStarted("stopped by operator");
        assertThat(stopped.holding()).isEmpty();
        assertThat(stopped.cleared())
                .hasSize(2)
                .allSatisfy(c -> assertThat(c.evidence()).isNotEmpty());
        for (int i = 0; i < 30; i++) {
            watched.seconds(1).neverStarted("stopped by operator");
            watched.http("unreachable");
        }
        assertThat(watched.history.getLast().holding()).isEmpty();
        assertThat(watched.history.getLast().suspect()).isEmpty();
        assertThat(watched.raised()).isEqualTo(2);
    }

    @Test
    void the_start_limit_counts_anew_after_an_operator_let_go() {
        Watched watched = Watched.process(Restart.ALWAYS);
        watched.neverStarted("stopped by operator");
        watched.seconds(60).neverStarted("stopped by operator");
        assertThat(watched.seconds(9).neverStarted("").holding()).isEmpty();
        assertThat(watched.seconds(2).neverStarted("").holding()).hasSize(1);
    }

    @Test
    void three_ends_within_a_minute_are_a_crash_loop_and_half_a_minute_of_running_ends_it() {
        Watched watched = Watched.process(Restart.ALWAYS).settled();
        for (int i = 0; i < 2; i++) {
            watched.seconds(5).exits(": exit code 1");
            watched.seconds(5).runs();
        }
        assertThat(watched.kinds()).isEmpty();
        watched.seconds(5).exits(": exit code 1");
        assertThat(watched.kinds()).containsExactlyInAnyOrder(Kind.DOWN, Kind.CRASH_LOOPING);
        watched.seconds(1).runs();
        assertThat(watched.kinds()).containsExactly(Kind.CRASH_LOOPING);
        assertThat(watched.history.getLast().holding().getFirst().summary())
                .as("whoever sees it running is told why it still counts as sick, and until when")
                .isEqualTo("ended 3 times within 60 s; this is over once it has run for 30 s in one go");
        watched.after(Duration.ofMillis(29_999)).runs();
        assertThat(watched.kinds()).containsExactly(Kind.CRASH_LOOPING);
        Analysis stable = watched.after(Duration.ofMillis(1)).runs();
        assertThat(stable.holding()).isEmpty();
        assertThat(stable.cleared())
                .singleElement()
                .satisfies(c -> assertThat(c.evidence()).isNotEmpty());
    }

    @Test
    void three_ends_in_more_than_a_minute_are_no_crash_loop_nor_is_one_end_that_is_told_again_and_again() {
        Watched slow = Watched.process(Restart.ALWAYS).settled();
        for (int i = 0; i < 5; i++) {
            slow.seconds(31).exits(": exit code 1");
            slow.seconds(1).runs();
        }
        assertThat(slow.history).noneMatch(a -> a.holding().stream().anyMatch(s -> s.kind() == Kind.CRASH_LOOPING));
        Watched told = Watched.process(Restart.ALWAYS).settled();
        for (int i = 0; i < 20; i++) told.seconds(1).exits(": exit code 1");
        assertThat(told.kinds()).containsExactly(Kind.DOWN);
    }

    @Test
    void a_crash_loop_goes_with_the_operator_who_stops_the_process() {
        Watched watched = Watched.process(Restart.ALWAYS).settled();
        for (int i = 0; i < 3; i++) {
            watched.seconds(1).exits(": exit code 1");
            watched.seconds(1).runs();
        }
        assertThat(watched.kinds()).containsExactly(Kind.CRASH_LOOPING);
        Analysis stopped = watched.seconds(1).neverStarted("stopped by operator");
        assertThat(stopped.cleared())
                .singleElement()
                .satisfies(c -> assertThat(c.evidence()).isNotEmpty());
        watched.seconds(1).runs();
        watched.seconds(1).exits(": exit code 1");
        assertThat(watched.kinds()).containsExactly(Kind.DOWN);
    }

    @Test
    void a_bundle_or_component_that_does_not_run_is_a_symptom_and_one_that_an_operator_stopped_is_none() {
        var bundle = Watched.element(new io.x0tta6bl4.knowledge.api.element.Subject.Bundle("some.bundle"));
        Watched watched = new Watched(bundle);
        for (String well : new String[] {"active", "lazy", "stopped-by-operator"})
            assertThat(watched.sees(watched.state(Signals.BUNDLE_STATE, well, ""))
                            .holding())
                    .isEmpty();
        Analysis sick = watched.seconds(1).sees(watched.state(Signals.BUNDLE_STATE, "installed", "1.0.1"));
        assertThat(sick.raised())
                .singleElement()
                .matches(s -> s.kind() == Kind.NOT_RUNNING && s.summary().equals("bundle.state is installed (1.0.1)"));
        assertThat(watched.seconds(1)
                        .sees(watched.state(Signals.BUNDLE_STATE, "active", ""))
                        .cleared())
                .hasSize(1);
        assertThat(watched.sees(watched.state(Signals.COMPONENT_STATE, "unsatisfied", "x"))
                        .raised())
                .hasSize(1);
    }

    @Test
    void a_certificate_near_its_end_is_a_symptom_at_once_and_an_authority_only_when_it_is_away_twice() {
        var part = io.x0tta6bl4.knowledge.api.element.Subject.Identity.Part.SVID;
        Watched watched = new Watched(Watched.element(new io.x0tta6bl4.knowledge.api.element.Subject.Identity(part)));
        assertThat(watched.sees(watched.state(Signals.IDENTITY_STATE, "valid", ""))
                        .holding())
                .isEmpty();
        assertThat(watched.seconds(2)
                        .sees(watched.state(Signals.IDENTITY_STATE, "expiring", "600 s are left"))
                        .raised())
                .singleElement()
                .matches(s -> s.kind() == Kind.MALFUNCTIONING
                        && s.summary().equals("identity.state is expiring (600 s are left)"));
        assertThat(watched.seconds(2)
                        .sees(watched.state(Signals.IDENTITY_STATE, "valid", ""))
                        .cleared())
                .hasSize(1);
        assertThat(watched.sees(watched.state(Signals.AUTHORITY_STATE, "unreachable", ""))
                        .raised())
                .isEmpty();
        assertThat(watched.seconds(2)
                        .sees(watched.state(Signals.AUTHORITY_STATE, "unreachable", ""))
                        .raised())
                .hasSize(1);
    }
}
