package io.x0tta6bl4.loop.provider.mapek;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.knowledge.api.action.Action;
import io.x0tta6bl4.knowledge.api.action.Brake;
import io.x0tta6bl4.knowledge.api.action.Command;
import io.x0tta6bl4.knowledge.api.action.Outcome;
import io.x0tta6bl4.knowledge.api.action.Plan;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.incident.Incident.State;
import io.x0tta6bl4.knowledge.api.journal.JournalRecord;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import io.x0tta6bl4.knowledge.api.policy.Brakes;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each brake twice: what it holds back when it is on, and that the very same story ends differently when it is off. A brake
 * that did nothing would fail its first half; a test that could not tell would fail its second.
 */
class BrakesTest {
    private static final Brakes.FlapDamping NO_DAMPING = new Brakes.FlapDamping(false, Duration.ofMinutes(2), 3, 1);
    private static final Brakes.RateLimit NO_LIMIT = new Brakes.RateLimit(false, 3, 0.1, 5);
    private static final Brakes.CoolDown NO_COOL_DOWN =
            new Brakes.CoolDown(false, Duration.ofSeconds(1), 2, Duration.ofMinutes(5), 0, Duration.ofSeconds(30));
    private static final Brakes.Locks NO_LOCKS = new Brakes.Locks(false, 2);
    private static final Brakes.Ladder ENDLESS = new Brakes.Ladder(false, 2, Duration.ofMinutes(5));

    private static Scene pair(Brakes brakes) {
        return new Scene(brakes).process("store").process("web", "store").ready();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void brake_1_the_rate_limit_stops_after_three_actions_on_a_target_within_an_hour(boolean on) {
        Brakes brakes = Switched.with(new Brakes.RateLimit(on, 3, 10, 10), NO_DAMPING, NO_COOL_DOWN, NO_LOCKS, ENDLESS);
        try (Scene scene = pair(brakes)) {
            for (int i = 0; i < 6; i++) {
                scene.kill("store");
                scene.steps(20);
            }
            assertThat(scene.commands().size()).matches(n -> on ? n == 3 : n > 3);
            assertThat(scene.plant.pages).hasSize(on ? 1 : 0);
            assertThat(scene.plant.pages)
                    .as("the page names what holds the loop")
                    .allMatch(page -> page.contains("3 actions on store within an hour"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void brake_1_the_node_begins_no_more_than_its_burst_at_once(boolean on) {
        Brakes brakes = Switched.with(
                new Brakes.RateLimit(on, 3, 0.1, 2),
                new Brakes.HealthQuorum(false, .51, .55, 10, 5),
                new Brakes.BlastRadius(false, 1, Map.of()));
        try (Scene scene = new Scene(brakes)) {
            for (int i = 0; i < 6; i++) scene.process("p" + i);
            scene.ready();
            for (int i = 0; i < 6; i++) scene.kill("p" + i);
            scene.steps(4);
            assertThat(scene.commands()).hasSize(on ? 2 : 6);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void brake_2_only_one_of_a_small_class_is_in_the_loops_hands_at_a_time(boolean on) {
        Brakes brakes = Switched.with(
                new Brakes.BlastRadius(on, 0.1, Map.of()), new Brakes.HealthQuorum(false, .51, .55, 10, 5), NO_LIMIT);
        try (Scene scene = new Scene(brakes)) {
            scene.member("twins", "a").member("twins", "b").ready();
            scene.kill("a");
            scene.kill("b");
            World world = scene.engine.world(scene.engine.snapshot(), scene.engine.analysis());
            World busy = new World(
                    world.now(),
                    world.localTime(),
                    world.model(),
                    world.open(),
                    Set.of(new ElementId("a")),
                    world.holding(),
                    world.target(),
                    world.tokens(),
                    "",
                    "",
                    world.zones(),
                    Set.of(),
                    Set.of());
            assertThat(BlastRadius.check(busy, start("b")).isPresent()).isEqualTo(on);
        }
    }

    private static Action start(String id) {
        return new Action(
                "t-1",
                new ElementId(id),
                new Command.StartProcess(),
                Action.Precondition.TARGET_STILL_SICK,
                "runs",
                Duration.ZERO,
                Action.SuccessTest.TARGET_HEALTHY,
                Duration.ofSeconds(1),
                Action.Undo.NONE,
                0.1,
                0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void brake_3_when_all_looks_sick_nothing_is_done_and_people_are_called(boolean on) {
        Brakes brakes = Switched.with(new Brakes.HealthQuorum(on, .51, .55, 10, 5), NO_LIMIT);
        try (Scene scene = new Scene(brakes)) {
            for (int i = 0; i < 6; i++) scene.process("p" + i);
            scene.ready();
            for (int i = 0; i < 6; i++) scene.kill("p" + i);
            scene.steps(12);
            assertThat(scene.commands().isEmpty()).isEqualTo(on);
            assertThat(scene.plant.pages.isEmpty()).isEqualTo(!on);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void brake_5_one_bad_answer_of_three_is_no_symptom(boolean on) {
        try (Scene scene = pair(Switched.with(new Brakes.Hysteresis(on), new Brakes.Precondition(false)))) {
            scene.answers("store", "wrong");
            scene.step(Duration.ofMillis(500));
            scene.answers("store", "healthy");
            scene.steps(4);
            assertThat(scene.journal.all(JournalRecord.Raised.class).isEmpty()).isEqualTo(on);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void brake_6_an_element_that_flaps_for_an_hour_is_acted_on_at_most_twice(boolean on) {
        Brakes brakes = Switched.with(
                new Brakes.FlapDamping(on, Duration.ofMinutes(2), 3, 1), NO_LIMIT, NO_COOL_DOWN, NO_LOCKS, ENDLESS);
        try (Scene scene = pair(brakes)) {
            for (int i = 0; i < 90; i++) {
                scene.answers("store", "unresponsive");
                for (int s = 0; s < 20; s++) scene.step(Duration.ofSeconds(1));
                scene.answers("store", "healthy");
                for (int s = 0; s < 20; s++) scene.step(Duration.ofSeconds(1));
            }
            assertThat(scene.commands().size()).matches(n -> on ? n <= 2 : n > 10);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void brake_7_attempts_that_fail_come_further_and_further_apart(boolean on) {
        Brakes brakes = Switched.with(
                new Brakes.CoolDown(on, Duration.ofSeconds(10), 2, Duration.ofMinutes(5), 0, Duration.ofSeconds(30)),
                NO_LIMIT,
                ENDLESS);
        try (Scene scene = pair(brakes)) {
            scene.plant.incurable.add(new ElementId("store"));
            scene.kill("store");
            for (int i = 0; i < 60; i++) scene.step(Duration.ofSeconds(1));
            assertThat(scene.commands().size()).matches(n -> on ? n == 3 : n > 20);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void brake_8_the_ladder_ends_with_people(boolean on) {
        Brakes brakes = Switched.with(new Brakes.Ladder(on, 1, Duration.ofMinutes(5)), NO_LIMIT, NO_COOL_DOWN);
        try (Scene scene = pair(brakes)) {
            scene.plant.incurable.add(new ElementId("store"));
            scene.kill("store");
            for (int i = 0; i < 60; i++) scene.step(Duration.ofSeconds(1));
            assertThat(scene.plant.pages).hasSize(on ? 1 : 0);
            assertThat(scene.commands().size()).matches(n -> on ? n <= 3 : n > 20);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void brake_9_a_dry_run_writes_the_plan_and_does_nothing(boolean on) {
        try (Scene scene = pair(Switched.with(new Brakes.DryRun(on, Set.of())))) {
            scene.kill("store");
            scene.steps(4);
            assertThat(scene.commands()).hasSize(on ? 0 : 1);
            assertThat(scene.journal.all(JournalRecord.Planned.class).stream()
                            .map(JournalRecord.Planned::plan)
                            .flatMap((Plan p) -> p.actions().stream())
                            .map(a -> a.command().name()))
                    .contains("process.start");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void brake_10_an_action_that_needs_approval_waits_for_it_and_an_expired_one_never_happens(boolean on) {
        Brakes brakes = Switched.with(new Brakes.Approval(on, Set.of("process"), 1_000, Duration.ofSeconds(20)));
        try (Scene scene = pair(brakes)) {
            scene.kill("store");
            scene.steps(4);
            assertThat(scene.commands()).hasSize(on ? 0 : 1);
            if (!on) return;
            new Operations(scene.engine, "test").approve("I-000001-1");
            scene.steps(2);
            assertThat(scene.commands()).containsExactly("process.start store");
            scene.steps(120);
            scene.kill("store");
            scene.steps(2);
            scene.step(Duration.ofSeconds(30)).steps(4);
            assertThat(scene.commands()).hasSize(1);
            assertThat(scene.plant.pages).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void brake_11_a_target_that_healed_between_plan_and_action_is_left_alone(boolean on) {
        try (Scene scene = pair(Switched.with(new Brakes.Precondition(on)))) {
            scene.answers("store", "wrong");
            scene.step(Duration.ofMillis(500));
            scene.now.updateAndGet(t -> t.plusMillis(500));
            scene.plant.tell(new ElementId("store"));
            scene.plant.tell(new ElementId("web"));
            scene.answers("store", "healthy");
            scene.engine.tick();
            org.awaitility.Awaitility.await()
                    .until(() -> scene.engine.workers.busy().isEmpty());
            scene.engine.tick();
            assertThat(scene.incident("store").attempts()).isEqualTo(on ? 0 : 1);
            assertThat(scene.commands()).hasSize(on ? 0 : 1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void brake_12_only_what_was_seen_healthy_afterwards_counts_as_verified(boolean on) {
        Brakes brakes = Switched.with(new Brakes.Verification(on, 2, Duration.ofMillis(1)));
        try (Scene scene = pair(brakes)) {
            scene.answers("store", "unresponsive");
            scene.plant.lies.put(new ElementId("store"), "unresponsive");
            scene.steps(3);
            var outcomes = scene.journal.all(JournalRecord.Ended.class).stream()
                    .map(JournalRecord.Ended::outcome)
                    .toList();
            assertThat(outcomes).isNotEmpty().noneMatch(Outcome.Verified.class::isInstance);
            assertThat(outcomes.getFirst()).isInstanceOf(on ? Outcome.Failed.class : Outcome.ExecutedUnverified.class);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void brake_13_an_action_with_the_same_id_has_its_effect_once(boolean on) {
        Brakes brakes = Switched.with(new Brakes.Idempotence(on), new Brakes.Precondition(false));
        try (Scene scene = pair(brakes)) {
            var element = scene.engine.model().element(new ElementId("store")).orElseThrow();
            Execution execution = new Execution(scene.phases, scene.engine.chronicle, () -> "");
            execution.carryOut("I-1", start("store"), element, scene.engine.model());
            execution.carryOut("I-1", start("store"), element, scene.engine.model());
            assertThat(scene.commands()).hasSize(on ? 1 : 2);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void brake_15_when_another_hand_undoes_our_repair_we_stop_after_two_rounds_and_report(boolean on) {
        Brakes brakes = Switched.with(new Brakes.Locks(on, 2), NO_LIMIT, NO_DAMPING, NO_COOL_DOWN, ENDLESS);
        try (Scene scene = pair(brakes)) {
            for (int i = 0; i < 6; i++) {
                scene.kill("store");
                scene.steps(6);
            }
            assertThat(scene.commands().size()).matches(n -> on ? n == 2 : n == 6);
            assertThat(scene.plant.pages).hasSize(on ? 1 : 0);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void brake_15_a_dependent_is_not_started_before_what_it_needs_is_healthy(boolean on) {
        Brakes brakes = Switched.with(
                new Brakes.Locks(on, 2), new Brakes.Approval(true, Set.of("leaf"), 1_000, Duration.ofHours(1)));
        try (Scene scene = new Scene(brakes)) {
            scene.member("leaf", "store").process("web", "store").ready();
            scene.kill("store");
            scene.kill("web");
            scene.steps(4);
            assertThat(scene.commands()).hasSize(on ? 0 : 1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void brake_16_a_pause_and_a_maintenance_window_hold_every_new_action(boolean on) {
        var noon = new Brakes.Window(LocalTime.of(11, 0), LocalTime.of(13, 0), Set.of());
        try (Scene scene = pair(Switched.with(new Brakes.Maintenance(on, List.of(noon))))) {
            scene.kill("store");
            scene.steps(4);
            assertThat(scene.commands()).hasSize(on ? 0 : 1);
        }
        try (Scene scene = pair(Switched.with(new Brakes.Maintenance(on, List.of())))) {
            scene.engine.pause("test");
            scene.kill("store");
            scene.steps(4);
            assertThat(scene.commands()).hasSize(on ? 0 : 1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void brake_17_no_action_when_one_sensor_says_the_opposite_of_another(boolean on) {
        Brakes brakes =
                Switched.with(new Brakes.Plausibility(on, Duration.ofSeconds(2), 100), new Brakes.Precondition(false));
        try (Scene scene = pair(brakes)) {
            for (int i = 0; i < 6; i++) {
                scene.observe(Observation.state(
                        new ElementId("store"),
                        Signals.PROCESS_STATE,
                        "exited",
                        "",
                        scene.now.get().plusMillis(400),
                        "liar"));
                scene.step(Duration.ofMillis(500));
            }
            assertThat(scene.commands().isEmpty()).isEqualTo(on);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void brake_17_no_action_on_an_observation_from_the_future(boolean on) {
        Brakes brakes =
                Switched.with(new Brakes.Plausibility(on, Duration.ofSeconds(2), 100), new Brakes.Precondition(false));
        try (Scene scene = new Scene(brakes)) {
            scene.process("store").ready();
            scene.observe(Observation.state(
                    new ElementId("store"),
                    Signals.TCP_STATE,
                    "unreachable",
                    "",
                    scene.now.get().plusSeconds(3_600),
                    "clock"));
            scene.observe(Observation.state(
                    new ElementId("store"),
                    Signals.TCP_STATE,
                    "unreachable",
                    "",
                    scene.now.get().plusSeconds(3_601),
                    "clock"));
            scene.steps(2);
            assertThat(scene.commands().isEmpty()).isEqualTo(on);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void brake_18_no_action_while_the_journal_takes_no_record_of_it(boolean on) {
        try (Scene scene = pair(Switched.with(new Brakes.Audit(on)))) {
            scene.journal.full = true;
            scene.kill("store");
            scene.steps(4);
            assertThat(scene.commands()).hasSize(on ? 0 : 1);
            scene.journal.full = false;
            scene.steps(6);
            assertThat(scene.commands()).hasSize(1);
            String id = scene.incident("store").id();
            assertThat(scene.journal.ofIncident(id).stream()
                            .map(e -> e.record().getClass().getSimpleName()))
                    .contains("Observed", "Raised", "Diagnosed");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void brake_19_an_effector_refuses_what_it_has_no_right_to_and_people_are_called(boolean on) {
        try (Scene scene = pair(Switched.with(new Brakes.Privileges(on, Set.of("page"))))) {
            scene.kill("store");
            scene.steps(8);
            assertThat(scene.commands()).hasSize(on ? 0 : 1);
            assertThat(scene.plant.pages).hasSize(on ? 1 : 0);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void brake_20_in_a_storm_measurements_are_shed_and_states_are_not(boolean on) {
        try (Scene scene = pair(Switched.with(new Brakes.Budget(on, Duration.ofMillis(50), 100)))) {
            for (int i = 0; i < 10_000; i++)
                scene.observe(
                        Observation.measured(new ElementId("store"), "x-storm", i, "1", scene.now.get(), "storm"));
            scene.kill("store");
            scene.steps(2);
            assertThat(scene.commands()).containsExactly("process.start store");
            assertThat(scene.engine.ticks().shed() > 9_000).isEqualTo(on);
        }
    }

    @org.junit.jupiter.api.Test
    void every_brake_is_explained_with_its_setting() {
        try (Scene scene = pair(Brakes.defaults())) {
            assertThat(Explanation.of(scene.engine))
                    .hasSize(Brake.values().length)
                    .allMatch(b -> !b.setting().isBlank());
        }
    }

    @org.junit.jupiter.api.Test
    void a_held_incident_names_its_brake() {
        try (Scene scene =
                pair(Switched.with(new Brakes.Approval(true, Set.of("process"), 1_000, Duration.ofMinutes(10))))) {
            scene.kill("store");
            scene.steps(2);
            assertThat(scene.incident("store").state()).isEqualTo(State.HELD);
            assertThat(scene.incident("store").note()).contains("approval").contains("loop:approve I-000001-1");
        }
    }
}
