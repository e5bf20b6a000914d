package io.x0tta6bl4.plan.provider.ladder;

import static io.x0tta6bl4.plan.provider.ladder.Setting.names;
import static io.x0tta6bl4.plan.provider.ladder.Setting.process;
import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.knowledge.api.action.Action;
import io.x0tta6bl4.knowledge.api.action.Command;
import io.x0tta6bl4.knowledge.api.action.Plan;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.element.Subject.Identity.Part;
import io.x0tta6bl4.knowledge.api.incident.Cause;
import io.x0tta6bl4.knowledge.api.policy.Brakes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LadderPlannerTest {
    private static final String RESTORE = "configuration.restore+process.restart";

    private static String once(Setting setting) {
        return String.join(" ", setting.ladder(true, 1, Duration.ofMinutes(5)).climb());
    }

    @ParameterizedTest
    @CsvSource({
        "PROCESS_EXITED, process.start " + RESTORE + " process.kill page",
        "CRASH_LOOP, " + RESTORE + " process.start process.kill page",
        "BAD_CONFIGURATION, " + RESTORE + " process.start process.kill page",
        "HANG, process.kill " + RESTORE + " page",
        "ENDPOINT_UNREACHABLE, process.kill " + RESTORE + " page",
        "WRONG_ANSWER, process.restart " + RESTORE + " process.kill page",
        "RESOURCE_EXHAUSTION, process.restart process.kill page",
        "SENSOR_FAULT, page",
        "UNKNOWN, page"
    })
    void each_kind_of_cause_has_its_ladder_for_a_process(Cause.Kind cause, String ladder) {
        assertThat(once(process(cause))).isEqualTo(ladder);
    }

    @ParameterizedTest
    @CsvSource({
        "BAD_ROLLOUT, workload.roll-back page",
        "REPLICAS_MISSING, workload.restart page",
        "SCALE_OUT_OF_BOUNDS, workload.scale page",
        "RESOURCE_EXHAUSTION, workload.scale workload.restart page",
        "SENSOR_FAULT, page"
    })
    void a_workload_is_rolled_back_only_for_its_template_and_people_come_after(Cause.Kind cause, String ladder) {
        Subject workload = new Subject.Workload(
                Subject.Workload.Controller.DEPLOYMENT,
                "shop",
                "web",
                Optional.of(new Subject.Workload.Scale(1, 3)),
                Duration.ofSeconds(30));
        assertThat(once(new Setting(workload, cause))).isEqualTo(ladder);
    }

    @Test
    void a_pod_is_evicted_and_a_machine_held_back_or_used_again() {
        assertThat(once(new Setting(new Subject.Pod("shop", "web-0"), Cause.Kind.POD_FAILING)))
                .isEqualTo("pod.evict page");
        assertThat(once(new Setting(new Subject.ClusterNode("one"), Cause.Kind.CLUSTER_NODE_FAILING)))
                .isEqualTo("cluster-node.cordon page");
        assertThat(once(new Setting(new Subject.ClusterNode("one"), Cause.Kind.CLUSTER_NODE_HELD)))
                .isEqualTo("cluster-node.uncordon page");
    }

    @Test
    void bundles_and_components_are_rolled_back_first_and_endpoints_and_hosts_have_hooks_only() {
        assertThat(once(new Setting(new Subject.Bundle("b"), Cause.Kind.BUNDLE_NOT_RUNNING)))
                .isEqualTo("bundle.roll-back bundle.restart bundle.refresh page");
        assertThat(once(new Setting(new Subject.Component("b", "c"), Cause.Kind.COMPONENT_NOT_RUNNING)))
                .isEqualTo("bundle.roll-back component.restart bundle.restart page");
        assertThat(once(new Setting(new Subject.Feature("f"), Cause.Kind.BAD_UPGRADE)))
                .isEqualTo("feature.revert page");
        assertThat(once(new Setting(new Subject.Bundle("b"), Cause.Kind.SENSOR_FAULT)))
                .isEqualTo("page");
        assertThat(once(new Setting(new Subject.Endpoint(), Cause.Kind.ENDPOINT_UNREACHABLE).hook("http://a/")))
                .isEqualTo("hook.call page");
        assertThat(once(new Setting(new Subject.Host(), Cause.Kind.RESOURCE_EXHAUSTION)))
                .isEqualTo("page");
    }

    @Test
    void an_svid_is_renewed_and_what_else_the_trust_of_the_node_rests_on_is_mended_by_people_alone() {
        var file = java.nio.file.Path.of("/shop/svid.pem");
        assertThat(once(new Setting(new Subject.Identity(Part.SVID), Cause.Kind.IDENTITY_EXPIRING)))
                .isEqualTo("identity.renew page");
        assertThat(once(new Setting(new Subject.Certificate(file, "/shop"), Cause.Kind.IDENTITY_EXPIRING)
                        .hook("http://a/")))
                .isEqualTo("identity.renew hook.call page");
        assertThat(once(new Setting(new Subject.Certificate(file, ""), Cause.Kind.IDENTITY_EXPIRING)))
                .isEqualTo("page");
        for (Part part : Part.values())
            if (part != Part.SVID)
                assertThat(once(new Setting(new Subject.Identity(part), Cause.Kind.AUTHORITY_UNAVAILABLE)))
                        .isEqualTo("page");
    }

    @ParameterizedTest
    @EnumSource(
            value = Cause.Kind.class,
            names = {"SENSOR_FAULT", "UNKNOWN"})
    void nothing_is_done_to_any_element_for_a_faulty_sensor_or_an_unknown_reason_not_even_a_hook(Cause.Kind cause) {
        for (Subject subject : List.of(
                Setting.PROCESS,
                new Subject.Bundle("b"),
                new Subject.Component("b", "c"),
                new Subject.Endpoint(),
                new Subject.Host()))
            assertThat(once(new Setting(subject, cause).hook("http://a/"))).isEqualTo("page");
    }

    @Test
    void each_rung_is_tried_so_often_and_then_the_next() {
        assertThat(process(Cause.Kind.PROCESS_EXITED)
                        .ladder(true, 2, Duration.ofMinutes(5))
                        .climb())
                .containsExactly(
                        "process.start", "process.start", RESTORE, RESTORE, "process.kill", "process.kill", "page");
    }

    @Test
    void rungs_that_are_not_possible_are_skipped_and_a_rung_needs_all_its_commands() {
        assertThat(once(process(Cause.Kind.PROCESS_EXITED).without("configuration.restore")))
                .isEqualTo("process.start process.kill page");
        assertThat(once(process(Cause.Kind.CRASH_LOOP).without("process.restart")))
                .isEqualTo("process.start process.kill page");
        Plan nothing = process(Cause.Kind.HANG)
                .without("process.kill", "process.restart")
                .plan();
        assertThat(names(nothing)).containsExactly("page");
        assertThat(nothing.reason()).isEqualTo("no action of the catalogue mends this");
    }

    @Test
    void a_rung_that_becomes_possible_later_is_taken_in_its_place() {
        Setting setting = process(Cause.Kind.PROCESS_EXITED)
                .without("process.start", "process.kill")
                .ladder(true, 1, Duration.ofMinutes(5));
        assertThat(String.join("+", names(setting.fails()))).isEqualTo(RESTORE);
        assertThat(names(setting.plan())).containsExactly("page");
    }

    @Test
    void a_harsher_rung_never_comes_before_a_gentler_one_because_it_did_well() {
        assertThat(once(process(Cause.Kind.PROCESS_EXITED)
                        .without("configuration.restore")
                        .knows("process.kill", 30, 0)))
                .isEqualTo("process.start process.kill page");
        assertThat(once(process(Cause.Kind.PROCESS_EXITED)
                        .without("configuration.restore")
                        .knows("process.start", 20, 1)
                        .knows("process.kill", 30, 0)))
                .isEqualTo("process.start process.kill page");
    }

    @Test
    void a_rung_that_surely_helps_in_less_than_half_of_the_cases_is_put_last() {
        Setting setting = process(Cause.Kind.PROCESS_EXITED)
                .without("configuration.restore")
                .knows("process.start", 0, 5);
        assertThat(setting.plan().reason())
                .isEqualTo("rung 1, attempt 1 against PROCESS_EXITED; helped so far: process.kill untried, drawn 0.05;"
                        + " process.start 0.14 (90 % sure: 0.01 to 0.39; 0 verified, 5 failed), drawn 0.15,"
                        + " put last: it helps in less than half of the cases");
        assertThat(once(setting)).isEqualTo("process.kill process.start page");
        assertThat(once(process(Cause.Kind.PROCESS_EXITED)
                        .without("configuration.restore")
                        .knows("process.start", 0, 3)))
                .isEqualTo("process.start process.kill page");
    }

    @Test
    void among_alike_rungs_the_better_one_comes_first_mostly_and_the_other_one_is_still_tried_now_and_then() {
        int first = 0;
        for (int i = 0; i < 1_000; i++)
            if (names(process(Cause.Kind.HANG)
                            .knows("process.kill", 4, 6)
                            .knows(RESTORE, 8, 2)
                            .incident(i)
                            .plan())
                    .contains("configuration.restore")) first++;
        assertThat(first).isBetween(900, 999);
    }

    @Test
    void without_any_experience_alike_rungs_keep_the_order_of_the_catalogue_in_every_incident() {
        for (int i = 0; i < 100; i++)
            assertThat(names(process(Cause.Kind.HANG).incident(i).plan())).containsExactly("process.kill");
    }

    @Test
    void a_rung_of_two_actions_is_credited_as_a_whole() {
        int first = 0;
        for (int i = 0; i < 200; i++) {
            Setting setting = process(Cause.Kind.WRONG_ANSWER).incident(i).knows("process.restart", 1, 4);
            if (names(setting.knows("configuration.restore", 99, 0).plan()).contains("configuration.restore")) first++;
            assertThat(names(setting.knows(RESTORE, 60, 0).plan())).contains("configuration.restore");
        }
        assertThat(first).isLessThan(180);
    }

    @Test
    void the_restart_after_a_restored_configuration_is_no_try_of_a_restart_alone() {
        assertThat(once(process(Cause.Kind.WRONG_ANSWER).knows(RESTORE, 60, 0).knows("process.restart", 1, 4)))
                .isEqualTo(RESTORE + " process.restart process.kill page");
    }

    @Test
    void people_are_called_when_the_incident_is_older_than_the_limit_whatever_is_left_to_try() {
        Setting setting = process(Cause.Kind.PROCESS_EXITED).ladder(true, 2, Duration.ofMinutes(5));
        assertThat(names(setting.after(Duration.ofMinutes(5)).plan())).containsExactly("process.start");
        Plan late = setting.after(Duration.ofMinutes(5).plusNanos(1)).plan();
        assertThat(names(late)).containsExactly("page");
        assertThat(late.reason()).isEqualTo("nothing could be done in time: held");
    }

    @Test
    void a_page_names_the_element_the_diagnosis_what_was_tried_and_why_it_was_given_up() {
        Setting setting =
                process(Cause.Kind.HANG).without("configuration.restore").ladder(true, 2, Duration.ofMinutes(5));
        setting.fails();
        setting.fails();
        Action action = setting.plan().actions().getFirst();
        Command.Page page = action.page().orElseThrow();
        assertThat(page.title()).isEqualTo("I-000007: store needs a person");
        assertThat(page.text())
                .contains(
                        "store is sick because of HANG",
                        "Tried: process.kill (Failed), process.kill (Failed); the last one: no effect.",
                        "2 actions did not mend it for good",
                        "leaves store alone until its symptoms clear");
        assertThat(action.success()).isEqualTo(Action.SuccessTest.DELIVERED);
        assertThat(action.precondition()).isEqualTo(Action.Precondition.NONE);
        assertThat(action.cost()).isZero();
    }

    @Test
    void a_page_without_any_attempt_says_so() {
        assertThat(process(Cause.Kind.SENSOR_FAULT)
                        .plan()
                        .actions()
                        .getFirst()
                        .page()
                        .orElseThrow()
                        .text())
                .contains("Tried: nothing");
    }

    @Test
    void to_restore_a_configuration_is_a_plan_of_two_actions_each_with_its_own_proof() {
        Plan plan = process(Cause.Kind.CRASH_LOOP).plan();
        assertThat(names(plan)).containsExactly("configuration.restore", "process.restart");
        Action restore = plan.actions().getFirst();
        Action restart = plan.actions().getLast();
        assertThat(restore.success()).isEqualTo(Action.SuccessTest.CONFIGURATION_RESTORED);
        assertThat(restore.undo()).isEqualTo(Action.Undo.PUT_BACK);
        assertThat(restart.success()).isEqualTo(Action.SuccessTest.TARGET_HEALTHY);
        assertThat(List.of(restore.id(), restart.id())).containsExactly("I-000007-1", "I-000007-2");
        assertThat(plan.reason()).isEqualTo("rung 1, attempt 1 against CRASH_LOOP");
    }

    @Test
    void hooks_come_last_and_each_of_them_is_a_rung_of_its_own_in_order() {
        Setting setting = process(Cause.Kind.RESOURCE_EXHAUSTION)
                .hook("http://a/")
                .hook("http://b/")
                .ladder(true, 2, Duration.ofMinutes(5));
        List<String> steps = setting.climb();
        assertThat(steps)
                .containsExactly(
                        "process.restart",
                        "process.restart",
                        "process.kill",
                        "process.kill",
                        "hook.call",
                        "hook.call",
                        "hook.call",
                        "hook.call",
                        "page");
        assertThat(setting.tried.stream()
                        .map(a -> a.action().command())
                        .filter(Command.CallHook.class::isInstance)
                        .map(c -> ((Command.CallHook) c).url().toString()))
                .containsExactly("http://a/", "http://a/", "http://b/", "http://b/");
    }

    @Test
    void with_the_brake_off_it_never_gives_up_and_never_climbs() {
        Setting setting = process(Cause.Kind.PROCESS_EXITED)
                .ladder(false, 1, Duration.ofSeconds(1))
                .after(Duration.ofDays(1));
        for (int i = 0; i < 50; i++) assertThat(names(setting.fails())).containsExactly("process.start");
    }

    @Test
    void every_action_of_an_incident_has_an_id_of_its_own() {
        Setting setting = process(Cause.Kind.WRONG_ANSWER).hook("http://a/");
        setting.climb();
        assertThat(setting.tried.stream().map(a -> a.action().id()))
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(5);
    }

    @ParameterizedTest
    @EnumSource(Cause.Kind.class)
    void every_ladder_ends_with_a_page_after_a_bounded_number_of_attempts(Cause.Kind cause) {
        for (Subject subject : List.of(
                Setting.PROCESS,
                new Subject.Bundle("b"),
                new Subject.Component("b", "c"),
                new Subject.Endpoint(),
                new Subject.Host()))
            assertThat(new Setting(subject, cause).hook("http://a/").climb())
                    .hasSizeLessThanOrEqualTo(9)
                    .last()
                    .isEqualTo("page");
    }

    @Test
    void a_process_with_probes_is_judged_at_once_and_one_without_must_run_a_while_first() {
        Action probed =
                process(Cause.Kind.PROCESS_EXITED).probed().plan().actions().getFirst();
        Action blind = process(Cause.Kind.PROCESS_EXITED).plan().actions().getFirst();
        assertThat(probed.settling()).isZero();
        assertThat(blind.settling()).isEqualTo(Duration.ofSeconds(1));
        assertThat(blind.deadline()).isEqualTo(Duration.ofSeconds(27));
        assertThat(blind.precondition()).isEqualTo(Action.Precondition.TARGET_STILL_SICK);
    }

    @Test
    void gentle_actions_cost_less_than_harsh_ones_and_a_roll_back_can_be_taken_back() {
        double start =
                process(Cause.Kind.PROCESS_EXITED).plan().actions().getFirst().cost();
        double restart =
                process(Cause.Kind.WRONG_ANSWER).plan().actions().getFirst().cost();
        double kill = process(Cause.Kind.HANG).plan().actions().getFirst().cost();
        assertThat(start).isLessThan(restart);
        assertThat(restart).isLessThan(kill);
        assertThat(new Setting(new Subject.Bundle("b"), Cause.Kind.BUNDLE_NOT_RUNNING)
                        .plan()
                        .actions()
                        .getFirst())
                .matches(a -> a.undo() == Action.Undo.PUT_BACK && a.command().equals(new Command.RollBackBundle("b")));
    }

    @Test
    void every_command_of_the_catalogue_needs_a_privilege_that_exists() {
        for (Cause.Kind cause : Cause.Kind.values())
            for (Subject subject : List.of(Setting.PROCESS, new Subject.Bundle("b"), new Subject.Component("b", "c"))) {
                Setting setting = new Setting(subject, cause).hook("http://a/");
                setting.climb();
                assertThat(setting.tried)
                        .allMatch(a -> Brakes.ALL_PRIVILEGES.contains(
                                a.action().command().name()));
            }
    }

    @Test
    void without_a_cause_or_an_element_there_is_nothing_to_do_and_the_plan_says_why() {
        LadderPlanner planner = new LadderPlanner();
        Setting setting = process(Cause.Kind.HANG);
        assertThat(planner.plan(setting.situation(true, false)))
                .matches(p -> p.actions().isEmpty() && p.reason().equals("store is sick because of HANG"));
        assertThat(planner.plan(setting.situation(false, true)))
                .matches(p -> p.actions().isEmpty() && p.reason().equals("store left the model"));
    }

    @ParameterizedTest
    @EnumSource(Cause.Kind.class)
    void the_same_situation_gives_the_same_plan(Cause.Kind cause) {
        Setting setting =
                process(cause).hook("http://a/").knows("process.kill", 2, 1).knows("hook.call", 1, 1);
        for (int i = 0; i < 6; i++) {
            assertThat(setting.plan()).isEqualTo(new LadderPlanner().plan(setting.situation(true, true)));
            setting.fails();
        }
    }

    @Test
    void the_self_test_passes() {
        assertThat(new LadderPlanner().selfTest().passed()).isTrue();
    }
}
