package io.x0tta6bl4.knowledge.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.x0tta6bl4.knowledge.api.action.Action;
import io.x0tta6bl4.knowledge.api.action.Command;
import io.x0tta6bl4.knowledge.api.action.Plan;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Probe;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.element.Threshold;
import io.x0tta6bl4.knowledge.api.incident.Cause;
import io.x0tta6bl4.knowledge.api.incident.Diagnosis;
import io.x0tta6bl4.knowledge.api.incident.Incident;
import io.x0tta6bl4.knowledge.api.incident.Symptom;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import io.x0tta6bl4.knowledge.api.policy.Brakes;
import io.x0tta6bl4.knowledge.api.store.Experience;
import io.x0tta6bl4.knowledge.api.store.ProcessLedger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records refuse what cannot be true. */
class RecordsTest {
    private static final Probe.Schedule SCHEDULE =
            new Probe.Schedule(Duration.ofSeconds(1), Duration.ofSeconds(1), 2, 3, 2);

    private static void refused(ThrowingCallable making) {
        assertThatThrownBy(making).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-a", ".a", "/a", "a b", "a\n", "ü", "a%b", "a\\b"})
    void what_is_no_element_name_is_refused(String name) {
        refused(() -> new ElementId(name));
    }

    @Test
    void element_names_have_at_most_two_hundred_characters() {
        assertThat(new ElementId("a".repeat(200)).value()).hasSize(200);
        refused(() -> new ElementId("a".repeat(201)));
        assertThat(new ElementId("component/a.b.C$D@1:x_y-z")).hasToString("component/a.b.C$D@1:x_y-z");
    }

    @Test
    void readings_are_finite_named_and_explained() {
        refused(() -> new Reading.Measured(Double.NaN, "1"));
        refused(() -> new Reading.Measured(Double.POSITIVE_INFINITY, "1"));
        refused(() -> new Reading.State(" ", ""));
        refused(() -> new Reading.Absent(""));
    }

    @Test
    void a_doubt_goes_with_a_lower_quality_and_only_with_it() {
        Observation good = Samples.observations().getFirst();
        refused(() -> good.doubted(Observation.Quality.STALE, ""));
        refused(() -> good.doubted(Observation.Quality.GOOD, "why"));
        assertThat(good.says("exited")).isTrue();
        assertThat(good.says("running")).isFalse();
    }

    @Test
    void probes_need_times_ports_hosts_and_possible_counts() {
        refused(() -> new Probe.Schedule(Duration.ZERO, Duration.ofSeconds(1), 1, 1, 1));
        refused(() -> new Probe.Schedule(Duration.ofSeconds(1), Duration.ofSeconds(-1), 1, 1, 1));
        refused(() -> new Probe.Schedule(Duration.ofSeconds(1), Duration.ofSeconds(1), 3, 2, 1));
        refused(() -> new Probe.Schedule(Duration.ofSeconds(1), Duration.ofSeconds(1), 1, 1, 0));
        for (int port : new int[] {0, -1, 65_536}) refused(() -> new Probe.Tcp("localhost", port, SCHEDULE));
        refused(() -> new Probe.Tcp(" ", 80, SCHEDULE));
        refused(() -> new Probe.Http(URI.create("ftp://host/"), 200, 299, "", SCHEDULE));
        refused(() -> new Probe.Http(URI.create("http:///path"), 200, 299, "", SCHEDULE));
        refused(() -> new Probe.Http(URI.create("http://host/"), 300, 200, "", SCHEDULE));
        refused(() -> new Probe.Http(URI.create("http://host/"), 99, 200, "", SCHEDULE));
    }

    @Test
    void the_clear_level_is_on_the_healthy_side() {
        refused(() -> threshold(Threshold.Direction.ABOVE, 0.9, 0.95, 1, 1));
        refused(() -> threshold(Threshold.Direction.BELOW, 0.1, 0.05, 1, 1));
        refused(() -> threshold(Threshold.Direction.ABOVE, Double.NaN, 0.5, 1, 1));
        refused(() -> threshold(Threshold.Direction.ABOVE, 0.9, 0.8, 2, 1));
        assertThat(threshold(Threshold.Direction.ABOVE, 0.9, 0.9, 1, 1).clear()).isEqualTo(0.9);
    }

    private static Threshold threshold(
            Threshold.Direction direction, double fire, double clear, int samples, int window) {
        return new Threshold(
                "s", Threshold.Measure.LEVEL, direction, fire, clear, samples, window, Threshold.Response.PAGE);
    }

    @Test
    void processes_have_a_command_an_absolute_directory_and_limits() {
        refused(() -> process(List.of(), Path.of("/srv"), Duration.ofSeconds(1)));
        refused(() -> process(List.of("a"), Path.of("srv"), Duration.ofSeconds(1)));
        refused(() -> process(List.of("a"), Path.of("/srv"), Duration.ZERO));
        refused(() -> new Subject.Bundle(""));
    }

    private static Subject process(List<String> command, Path directory, Duration limit) {
        return new Subject.Process(command, directory, Map.of(), List.of(), Subject.Restart.ALWAYS, limit, limit);
    }

    @Test
    void nothing_depends_on_itself() {
        refused(() -> Element.discovered(Samples.WEB, new Subject.Host(), "c", Set.of(Samples.WEB)));
        refused(() -> new Subject.Certificate(java.nio.file.Path.of("svid.pem"), ""));
        refused(() -> new Subject.Certificate(java.nio.file.Path.of("/"), ""));
        for (String svid : new String[] {"shop", "/", "/../node", "/a//b", "/a b"})
            refused(() -> new Subject.Certificate(java.nio.file.Path.of("/svid.pem"), svid));
        refused(() -> Element.discovered(Samples.WEB, new Subject.Host(), " ", Set.of()));
    }

    @Test
    void a_symptom_keeps_its_newest_sixteen_pieces_of_evidence() {
        List<Observation> many = Collections.nCopies(20, Samples.observations().get(1));
        Symptom sample = Samples.symptom(Samples.STORE);
        assertThat(symptom(many, 1).evidence()).hasSize(16);
        assertThat(symptom(many, 1).key()).isEqualTo("store|DOWN|s");
        assertThat(sample.sameAs(Samples.symptom(Samples.WEB))).isFalse();
        refused(() -> symptom(List.of(), 1));
        for (double score : new double[] {0, -1, 1.01, Double.NaN}) refused(() -> symptom(many, score));
    }

    private static Symptom symptom(List<Observation> evidence, double score) {
        return new Symptom(
                Samples.STORE, Symptom.Kind.DOWN, "s", Samples.AT, score, "d", Threshold.Response.PAGE, evidence, "");
    }

    @Test
    void causes_diagnoses_and_incidents_are_believable() {
        for (double confidence : new double[] {0, 1.1, Double.NaN})
            refused(() -> new Cause(Samples.STORE, Cause.Kind.HANG, confidence, ""));
        refused(() -> new Diagnosis(List.of(), List.of(), Set.of(), ""));
        Incident incident = Samples.incident("I-1");
        refused(() -> Samples.incident(" "));
        assertThat(incident.open()).isTrue();
        assertThat(incident.in(Incident.State.RESOLVED, Samples.AT, "").open()).isFalse();
        assertThat(incident.in(Incident.State.PAGED, Samples.AT, "").open()).isTrue();
        assertThat(incident.attempted().attempts()).isEqualTo(1);
    }

    @Test
    void actions_have_an_id_a_possible_deadline_cost_and_rung() {
        Action a = Samples.action(new Command.StartProcess());
        refused(() -> action("", a.settling(), a.deadline(), a.cost(), a.rung()));
        refused(() -> action("A", Duration.ofSeconds(2), Duration.ofSeconds(1), 0, 0));
        refused(() -> action("A", Duration.ofSeconds(-2), Duration.ofSeconds(1), 0, 0));
        for (double cost : new double[] {-0.1, 1.1, Double.NaN})
            refused(() -> action("A", a.settling(), a.deadline(), cost, 0));
        refused(() -> action("A", a.settling(), a.deadline(), 0, -1));
        refused(() -> new Plan("", List.of(), ""));
    }

    private static Action action(String id, Duration settling, Duration deadline, double cost, int rung) {
        return new Action(
                id,
                Samples.STORE,
                new Command.StartProcess(),
                Action.Precondition.NONE,
                "",
                settling,
                Action.SuccessTest.TARGET_HEALTHY,
                deadline,
                Action.Undo.NONE,
                cost,
                rung);
    }

    @Test
    void every_command_is_a_privilege_and_every_privilege_a_command() {
        Set<String> names = Samples.commands().stream().map(Command::name).collect(Collectors.toSet());
        assertThat(names).isEqualTo(Brakes.ALL_PRIVILEGES);
        assertThat(Samples.commands()).hasSize(Command.class.getPermittedSubclasses().length);
    }

    @Test
    void the_healthy_states_belong_to_known_signals_and_the_defaults_are_on() {
        assertThat(Signals.HEALTHY_STATES).containsEntry(Signals.PROCESS_STATE, Set.of("running"));
        assertThat(Signals.UNITS.keySet()).doesNotContainAnyElementsOf(Signals.HEALTHY_STATES.keySet());
        assertThat(Brakes.defaults().rateLimit().on()).isTrue();
        assertThat(Brakes.defaults().dryRun().all()).isFalse();
    }

    @Test
    void experience_starts_undecided_and_process_numbers_above_zero() {
        assertThat(new Experience.Tally(0, 0).expectedSuccess()).isEqualTo(0.5);
        assertThat(new Experience.Tally(8, 0).expectedSuccess()).isEqualTo(0.9);
        refused(() -> new ProcessLedger.Identity(0, Samples.AT, "A"));
    }

    @Test
    void the_fingerprint_of_a_process_tells_what_starts_it_apart_and_nothing_else() {
        Subject.Process one = process(java.util.List.of("run", "a b"), java.util.Map.of("A", "1", "B", "2"), 1);
        assertThat(process(java.util.List.of("run", "a b"), java.util.Map.of("B", "2", "A", "1"), 9)
                        .fingerprint())
                .isEqualTo(one.fingerprint())
                .hasSize(64);
        assertThat(process(java.util.List.of("run", "a", "b"), one.environment(), 1)
                        .fingerprint())
                .isNotEqualTo(one.fingerprint());
        assertThat(process(one.command(), java.util.Map.of("A", "1"), 1).fingerprint())
                .isNotEqualTo(one.fingerprint());
    }

    private static Subject.Process process(
            java.util.List<String> command, java.util.Map<String, String> environment, int seconds) {
        var limit = java.time.Duration.ofSeconds(seconds);
        return new Subject.Process(
                command,
                java.nio.file.Path.of("/"),
                environment,
                java.util.List.of(),
                Subject.Restart.ALWAYS,
                limit,
                limit);
    }
}
