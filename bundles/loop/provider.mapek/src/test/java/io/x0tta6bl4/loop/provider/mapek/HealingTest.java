package io.x0tta6bl4.loop.provider.mapek;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.knowledge.api.action.Outcome;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.incident.Cause;
import io.x0tta6bl4.knowledge.api.incident.Incident.State;
import io.x0tta6bl4.knowledge.api.journal.JournalRecord;
import io.x0tta6bl4.knowledge.api.policy.Brakes;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HealingTest {
    private static Scene shop() {
        return new Scene(Brakes.defaults())
                .process("store")
                .process("inventory", "store")
                .process("orders", "inventory")
                .process("web", "orders")
                .ready();
    }

    @Test
    void a_killed_leaf_is_named_and_started_and_its_failing_callers_are_left_alone() {
        try (Scene scene = shop()) {
            scene.kill("store");
            for (String caller : new String[] {"inventory", "orders", "web"}) scene.answers(caller, "wrong");
            scene.plant.beforeEffect = () -> {
                for (String caller : new String[] {"inventory", "orders", "web"}) scene.answers(caller, "healthy");
            };
            scene.steps(8);
            assertThat(scene.commands()).containsExactly("process.start store");
            assertThat(scene.incident("store").state()).isEqualTo(State.WATCHED);
            assertThat(scene.engine.incidents.all()).hasSize(1);
        }
    }

    @Test
    void callers_that_fall_sick_before_the_hanging_leaf_does_are_not_blamed() {
        try (Scene scene = shop()) {
            scene.answers("web", "unresponsive");
            scene.answers("orders", "unresponsive");
            scene.steps(1);
            scene.answers("inventory", "unresponsive");
            scene.answers("store", "unresponsive");
            scene.plant.beforeEffect = () -> {
                for (String caller : new String[] {"inventory", "orders", "web"}) scene.answers(caller, "healthy");
            };
            scene.steps(8);
            assertThat(scene.commands()).containsExactly("process.kill store");
            assertThat(scene.incident("store").diagnosis().cause().orElseThrow().kind())
                    .isEqualTo(Cause.Kind.HANG);
        }
    }

    @Test
    void an_element_that_is_sick_alone_is_blamed_once_its_dependencies_were_seen_healthy() {
        try (Scene scene = shop()) {
            scene.answers("orders", "wrong");
            scene.answers("web", "wrong");
            scene.plant.beforeEffect = () -> scene.answers("web", "healthy");
            scene.steps(8);
            assertThat(scene.commands()).containsExactly("process.restart orders");
        }
    }

    @Test
    void a_repair_that_held_for_the_stable_window_is_resolved_and_its_chain_is_in_the_journal() {
        try (Scene scene = shop()) {
            scene.kill("store");
            scene.steps(3);
            scene.step(Duration.ofSeconds(1)).step(Duration.ofSeconds(20)).step(Duration.ofSeconds(20));
            assertThat(scene.incident("store").state()).isEqualTo(State.RESOLVED);
            String id = scene.incident("store").id();
            assertThat(scene.journal.ofIncident(id).stream()
                            .map(e -> e.record().getClass().getSimpleName()))
                    .containsSubsequence(
                            "Observed", "Raised", "Diagnosed", "Changed", "Planned", "Begun", "Ended", "Changed");
        }
    }

    @Test
    void a_fault_that_no_action_heals_gets_bounded_attempts_then_one_page_and_is_left_alone() {
        try (Scene scene = shop()) {
            scene.plant.incurable.add(new ElementId("store"));
            scene.kill("store");
            for (int i = 0; i < 60; i++) scene.step(Duration.ofSeconds(5));
            assertThat(scene.commands()).hasSizeBetween(2, 4).allMatch(c -> c.endsWith(" store"));
            assertThat(scene.plant.pages).hasSize(1);
            assertThat(scene.incident("store").state()).isEqualTo(State.PAGED);
        }
    }

    @Test
    void a_crash_with_a_changed_configuration_is_rolled_back_not_restarted_for_ever() {
        try (Scene scene = shop()) {
            scene.plant.impossible.clear();
            ElementId orders = new ElementId("orders");
            scene.plant.configuration.put(orders, "changed");
            scene.plant.incurable.add(orders);
            scene.kill("orders");
            for (int i = 0; i < 20; i++) scene.step(Duration.ofSeconds(2));
            assertThat(scene.commands()).contains("configuration.restore orders", "process.restart orders");
            assertThat(scene.incident("orders").state()).isIn(State.WATCHED, State.RESOLVED);
            assertThat(scene.plant.pages).isEmpty();
        }
    }

    @Test
    void what_was_verified_is_preferred_and_failures_are_not_counted_as_success() {
        try (Scene scene = shop()) {
            scene.kill("store");
            scene.steps(4);
            var tally = scene.phases
                    .experience
                    .call(e -> e.of(Cause.Kind.PROCESS_EXITED))
                    .get("process.start");
            assertThat(tally.verified()).isEqualTo(1);
            assertThat(tally.failed()).isZero();
        }
    }

    @Test
    void an_element_that_heals_by_itself_clears_without_an_action() {
        try (Scene scene = shop()) {
            scene.engine.pause("test");
            scene.answers("store", "wrong");
            scene.steps(4);
            scene.answers("store", "healthy");
            scene.steps(4);
            assertThat(scene.incident("store").state()).isEqualTo(State.CLEARED);
            assertThat(scene.commands()).isEmpty();
        }
    }

    @Test
    void every_begun_action_has_its_whole_chain_before_it() {
        try (Scene scene = shop()) {
            scene.kill("store");
            scene.steps(4);
            for (JournalRecord.Begun begun : scene.journal.all(JournalRecord.Begun.class)) {
                var kinds = scene.journal.ofIncident(begun.incident()).stream()
                        .map(e -> e.record().getClass().getSimpleName())
                        .toList();
                assertThat(kinds.subList(0, kinds.indexOf("Begun"))).contains("Observed", "Raised", "Diagnosed");
            }
            assertThat(scene.journal.all(JournalRecord.Ended.class))
                    .anyMatch(e -> e.outcome() instanceof Outcome.Verified);
        }
    }

    @Test
    void after_a_restart_of_the_loop_a_paged_element_is_still_left_alone() {
        try (Scene scene = shop()) {
            scene.plant.incurable.add(new ElementId("store"));
            scene.kill("store");
            for (int i = 0; i < 60; i++) scene.step(Duration.ofSeconds(5));
            int before = scene.commands().size();
            Incidents recalled = new Incidents(scene.engine.chronicle);
            recalled.recall(scene.engine.chronicle.recent(5_000));
            assertThat(recalled.on(new ElementId("store")).state()).isEqualTo(State.PAGED);
            assertThat(recalled.nextId()).isEqualTo("I-000002");
            assertThat(scene.commands()).hasSize(before);
        }
    }

    @Test
    void callers_of_what_an_operator_stopped_are_left_alone_and_clear_when_it_is_started_again() {
        try (Scene scene = shop()) {
            scene.stop("store");
            for (String caller : new String[] {"inventory", "orders", "web"}) scene.answers(caller, "wrong");
            scene.steps(120);
            assertThat(scene.commands()).isEmpty();
            assertThat(scene.engine.incidents.all()).isEmpty();
            assertThat(scene.engine.healing.awaits(new ElementId("inventory")))
                    .contains("awaiting: dependency store stopped by operator");
            scene.revive("store");
            scene.step(Duration.ofMillis(500));
            for (String caller : new String[] {"inventory", "orders", "web"}) scene.answers(caller, "healthy");
            scene.steps(10);
            assertThat(scene.commands()).isEmpty();
            assertThat(scene.engine.incidents.all()).isEmpty();
            assertThat(scene.engine.analysis().holding()).isEmpty();
        }
    }

    @Test
    void a_caller_whose_own_process_ends_is_healed_though_its_dependency_is_stopped() {
        try (Scene scene = shop()) {
            scene.stop("store");
            scene.steps(4);
            scene.kill("inventory");
            scene.steps(4);
            assertThat(scene.commands()).containsExactly("process.start inventory");
        }
    }

    @Test
    void a_stop_by_an_operator_in_the_midst_of_an_incident_holds_it() {
        try (Scene scene = shop()) {
            scene.engine.pause("test");
            scene.answers("inventory", "wrong");
            scene.steps(8);
            assertThat(scene.incident("inventory").state()).isEqualTo(State.HELD);
            scene.stop("store");
            scene.steps(2);
            scene.engine.pause("");
            scene.steps(8);
            assertThat(scene.commands()).isEmpty();
            assertThat(scene.incident("inventory").note()).contains("store stopped by operator");
        }
    }

    @Test
    void symptoms_that_come_just_after_the_fast_repair_of_a_dependency_are_its_echo() {
        try (Scene scene = shop()) {
            scene.kill("store");
            scene.answers("inventory", "wrong");
            scene.step(Duration.ofMillis(500));
            assertThat(scene.commands()).containsExactly("process.start store");
            scene.step(Duration.ofMillis(500));
            scene.answers("inventory", "healthy");
            scene.steps(12);
            assertThat(scene.commands()).containsExactly("process.start store");
            assertThat(scene.engine.incidents.all()).hasSize(1);
        }
    }

    @Test
    void a_caller_that_stays_sick_after_the_repair_of_its_dependency_is_healed() {
        try (Scene scene = shop()) {
            scene.kill("store");
            scene.answers("inventory", "wrong");
            scene.steps(16);
            assertThat(scene.commands()).containsExactly("process.start store", "process.restart inventory");
        }
    }

    @Test
    void a_process_that_starts_again_is_no_hang_until_it_had_the_time_to_start() {
        try (Scene scene = shop()) {
            scene.engine.pause("test");
            scene.kill("store");
            scene.steps(6);
            scene.plant.process.put(new ElementId("store"), "running");
            scene.steps(6);
            assertThat(kind(scene, "store")).isEqualTo(Cause.Kind.PROCESS_EXITED);
            scene.steps(20);
            assertThat(kind(scene, "store")).isEqualTo(Cause.Kind.HANG);
        }
    }

    private static java.util.Map<String, io.x0tta6bl4.knowledge.api.store.Experience.Tally> learnt(
            Scene scene, Cause.Kind cause) {
        return scene.phases.experience.call(e -> e.of(cause));
    }

    private static Cause.Kind kind(Scene scene, String element) {
        return scene.incident(element).diagnosis().cause().orElseThrow().kind();
    }

    @Test
    void an_outcome_is_learnt_under_the_cause_it_was_planned_against() {
        try (Scene scene = shop()) {
            scene.plant.beforeEffect = () -> {
                synchronized (scene.engine) {
                    var now = scene.incident("store");
                    var other = new Cause(now.element(), Cause.Kind.WRONG_ANSWER, 0.5, "changed meanwhile");
                    var diagnosis = new io.x0tta6bl4.knowledge.api.incident.Diagnosis(
                            java.util.List.of(other), now.diagnosis().symptoms(), java.util.Set.of(), "changed");
                    scene.engine.incidents.put(now.diagnosed(diagnosis));
                }
            };
            scene.kill("store");
            scene.steps(4);
            assertThat(learnt(scene, Cause.Kind.PROCESS_EXITED)).containsKey("process.start");
            assertThat(learnt(scene, Cause.Kind.WRONG_ANSWER)).isEmpty();
        }
    }

    @Test
    void a_restored_configuration_is_credited_together_with_its_restart() {
        try (Scene scene = shop()) {
            scene.plant.impossible.clear();
            scene.plant.impossible.add("process.start");
            ElementId orders = new ElementId("orders");
            scene.plant.configuration.put(orders, "changed");
            scene.plant.incurable.add(orders);
            scene.kill("orders");
            scene.steps(6);
            assertThat(scene.commands()).containsExactly("configuration.restore orders", "process.restart orders");
            assertThat(learnt(scene, Cause.Kind.PROCESS_EXITED))
                    .containsOnlyKeys("configuration.restore+process.restart");
        }
    }

    @Test
    void a_crash_loop_that_is_only_remembered_leads_to_no_further_action() {
        try (Scene scene = shop()) {
            for (int i = 0; i < 3; i++) {
                scene.kill("store");
                scene.step(Duration.ofSeconds(2));
                scene.revive("store");
                scene.step(Duration.ofSeconds(2));
            }
            int before = scene.commands().size();
            assertThat(scene.engine.analysis().holding())
                    .anyMatch(s -> s.kind() == io.x0tta6bl4.knowledge.api.incident.Symptom.Kind.CRASH_LOOPING);
            for (int i = 0; i < 200; i++) scene.step(Duration.ofSeconds(1));
            assertThat(scene.commands().size() - before).isLessThanOrEqualTo(1);
            assertThat(scene.engine.analysis().holding()).isEmpty();
            assertThat(scene.engine.incidents.open()).isEmpty();
        }
    }

    @Test
    void people_called_for_a_sensor_are_no_reason_to_leave_a_dead_process_alone() {
        try (Scene scene = shop()) {
            ElementId store = new ElementId("store");
            for (int i = 0; i < 5; i++) {
                scene.observe(io.x0tta6bl4.knowledge.api.observation.Observation.state(
                        store, "http.state", i % 2 == 0 ? "wrong" : "unresponsive", "", scene.now.get(), "liar"));
                scene.step(Duration.ofMillis(500));
            }
            assertThat(scene.incident("store").state()).isEqualTo(State.PAGED);
            scene.kill("store");
            scene.steps(4);
            assertThat(scene.commands()).containsExactly("process.start store");
        }
    }
}
