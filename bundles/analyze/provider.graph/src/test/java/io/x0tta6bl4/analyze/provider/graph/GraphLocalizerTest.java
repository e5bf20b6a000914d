package io.x0tta6bl4.analyze.provider.graph;

import static io.x0tta6bl4.analyze.provider.graph.Case.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.element.Threshold.Response;
import io.x0tta6bl4.knowledge.api.incident.Cause;
import io.x0tta6bl4.knowledge.api.incident.Diagnosis;
import io.x0tta6bl4.knowledge.api.incident.Symptom.Kind;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraphLocalizerTest {
    private static Case chain() {
        return new Case()
                .process("store")
                .process("inventory", "store")
                .process("orders", "inventory")
                .process("web", "orders");
    }

    private static Case diamond() {
        return new Case()
                .process("store")
                .process("left", "store")
                .process("right", "store")
                .process("web", "left", "right");
    }

    @Test
    void no_symptom_is_no_diagnosis() {
        assertThat(chain().healthy(1, "store", "web").diagnoses()).isEmpty();
    }

    @Test
    void in_a_chain_the_deepest_sick_element_is_named_and_explains_the_others() {
        Diagnosis diagnosis = chain().sick("web", Kind.MALFUNCTIONING, 1)
                .sick("orders", Kind.MALFUNCTIONING, 2)
                .sick("inventory", Kind.UNRESPONSIVE, 3)
                .sick("store", Kind.UNRESPONSIVE, 4)
                .diagnosis();
        assertThat(diagnosis.cause().orElseThrow())
                .matches(c -> c.element().equals(id("store")) && c.kind() == Cause.Kind.HANG);
        assertThat(diagnosis.blastRadius()).containsExactly(id("inventory"), id("orders"), id("web"));
        assertThat(diagnosis.symptoms()).hasSize(4);
        assertThat(diagnosis.explanation()).contains("store", "it explains the symptoms of [inventory, orders, web]");
    }

    private static Case web(String... needs) {
        return new Case()
                .clustered("cluster-node/one", new Subject.ClusterNode("one"))
                .clustered(
                        "web",
                        new Subject.Workload(
                                Subject.Workload.Controller.DEPLOYMENT,
                                "shop",
                                "web",
                                Optional.empty(),
                                Duration.ofSeconds(60)),
                        needs);
    }

    @Test
    void a_template_is_to_blame_for_the_pods_that_need_it() {
        Diagnosis diagnosis = web().clustered(
                        "pod/shop/web-b", new Subject.Pod("shop", "web-b"), "web", "cluster-node/one")
                .seen("cluster-node/one", Signals.CLUSTER_NODE_STATE, "ready", 0)
                .seen("web", Signals.WORKLOAD_ROLLOUT, "failed", 2)
                .seen("pod/shop/web-b", Signals.POD_STATE, "crash-looping", 1)
                .symptom("web", Kind.MALFUNCTIONING, Signals.WORKLOAD_ROLLOUT, 2, Response.HEAL)
                .symptom("pod/shop/web-b", Kind.NOT_RUNNING, Signals.POD_STATE, 1, Response.HEAL)
                .diagnosis();
        assertThat(diagnosis.cause().orElseThrow())
                .matches(c -> c.element().equals(id("web")) && c.kind() == Cause.Kind.BAD_ROLLOUT);
    }

    @Test
    void a_machine_is_to_blame_for_its_pods_and_they_for_their_workload() {
        Diagnosis diagnosis = web("pod/shop/web-a")
                .clustered("pod/shop/web-a", new Subject.Pod("shop", "web-a"), "cluster-node/one")
                .seen("cluster-node/one", Signals.CLUSTER_NODE_STATE, "not-ready", 1)
                .symptom("cluster-node/one", Kind.NOT_RUNNING, Signals.CLUSTER_NODE_STATE, 1, Response.HEAL)
                .symptom("pod/shop/web-a", Kind.NOT_RUNNING, Signals.POD_STATE, 2, Response.HEAL)
                .symptom("web", Kind.NOT_RUNNING, Signals.WORKLOAD_STATE, 3, Response.HEAL)
                .diagnosis();
        assertThat(diagnosis.cause().orElseThrow())
                .matches(
                        c -> c.element().equals(id("cluster-node/one")) && c.kind() == Cause.Kind.CLUSTER_NODE_FAILING);
    }

    @Test
    void in_a_diamond_one_leaf_explains_both_sides() {
        assertThat(diamond()
                        .sick("web", Kind.MALFUNCTIONING, 1)
                        .sick("left", Kind.MALFUNCTIONING, 1)
                        .sick("right", Kind.MALFUNCTIONING, 1)
                        .exited("store", 1)
                        .blamed())
                .containsExactly("store");
    }

    @Test
    void in_a_diamond_with_one_sick_side_that_side_is_named() {
        assertThat(diamond()
                        .sick("web", Kind.MALFUNCTIONING, 1)
                        .sick("left", Kind.MALFUNCTIONING, 1)
                        .healthy(2, "right", "store")
                        .blamed())
                .containsExactly("left");
    }

    @Test
    void two_independent_faults_are_two_diagnoses_and_the_one_that_came_first_explains_the_common_caller() {
        Case two = new Case()
                .process("a")
                .process("b")
                .process("web", "a", "b")
                .sick("web", Kind.MALFUNCTIONING, 4)
                .sick("a", Kind.UNRESPONSIVE, 3)
                .sick("b", Kind.UNRESPONSIVE, 2);
        assertThat(two.diagnoses()).hasSize(2);
        assertThat(two.diagnoses().stream().filter(d -> d.blastRadius().contains(id("web"))))
                .singleElement()
                .matches(d -> d.cause().orElseThrow().element().equals(id("b")));
    }

    @Test
    void whoever_is_blamed_shows_a_symptom_of_its_own_though_many_paths_lead_there() {
        Case many = new Case()
                .process("a")
                .process("b")
                .process("c", "a")
                .process("web", "a", "b", "c")
                .sick("web", Kind.MALFUNCTIONING, 9)
                .sick("a", Kind.UNRESPONSIVE, 3)
                .sick("b", Kind.UNRESPONSIVE, 2)
                .sick("c", Kind.MALFUNCTIONING, 1);
        assertThat(many.diagnoses())
                .hasSize(2)
                .allMatch(d -> d.cause().orElseThrow().kind() == Cause.Kind.HANG);
        assertThat(many.blamed()).containsExactly("a", "b");
    }

    @Test
    void callers_that_fall_sick_before_their_leaf_wait_for_it_and_are_then_explained() {
        Case early = chain().sick("web", Kind.UNRESPONSIVE, 1)
                .healthy(0.4, "orders", "inventory", "store")
                .time(1.2);
        Diagnosis waiting = early.diagnosis();
        assertThat(waiting.cause()).isEmpty();
        assertThat(waiting.explanation()).contains("web is not blamed yet", "has not been seen healthy since");
        early.sick("store", Kind.UNRESPONSIVE, 1.4)
                .sick("orders", Kind.UNRESPONSIVE, 1.5)
                .sick("inventory", Kind.UNRESPONSIVE, 1.5);
        assertThat(early.time(1.6).blamed()).containsExactly("store");
        assertThat(early.diagnosis().blastRadius()).contains(id("web"));
    }

    @Test
    void a_caller_is_blamed_once_all_it_needs_was_seen_healthy_after_it_fell_sick() {
        Case alone = chain().sick("web", Kind.UNRESPONSIVE, 1).time(1.6);
        assertThat(alone.healthy(1.5, "orders", "inventory")
                        .healthy(0.4, "store")
                        .blamed())
                .isEmpty();
        assertThat(alone.healthy(1.5, "store").blamed()).containsExactly("web");
    }

    @Test
    void a_suspect_dependency_is_waited_for_though_it_was_seen_healthy() {
        Case suspect = chain().sick("orders", Kind.UNRESPONSIVE, 1)
                .healthy(1.2, "inventory", "store")
                .suspect("store")
                .time(1.4);
        assertThat(suspect.blamed()).isEmpty();
    }

    @Test
    void nobody_waits_longer_than_two_rounds_of_the_slowest_probe() {
        Case never = chain().sick("web", Kind.UNRESPONSIVE, 1)
                .healthy(0.5, "orders", "inventory", "store")
                .suspect("store");
        assertThat(never.time(3.999).blamed()).isEmpty();
        assertThat(never.time(4).blamed()).containsExactly("web");
    }

    @Test
    void nobody_waits_for_what_nobody_watches_and_only_a_moment_for_what_has_no_probe() {
        Case blind = new Case()
                .process("web", "unseen")
                .process("unseen")
                .sick("web", Kind.UNRESPONSIVE, 1)
                .time(1.001);
        assertThat(blind.blamed()).containsExactly("web");
        Case events = new Case()
                .unprobed("some.bundle")
                .process("web", "some.bundle")
                .sick("web", Kind.UNRESPONSIVE, 1)
                .seen("some.bundle", Signals.FRAMEWORK_ERROR, "error", 0);
        assertThat(events.time(1.049).blamed()).isEmpty();
        assertThat(events.time(1.05).blamed()).containsExactly("web");
    }

    @Test
    void an_element_that_was_seen_healthy_since_breaks_the_chain() {
        Case broken = chain().sick("web", Kind.UNRESPONSIVE, 1)
                .healthy(2, "orders", "inventory")
                .sick("store", Kind.UNRESPONSIVE, 1);
        assertThat(broken.blamed()).containsExactlyInAnyOrder("web", "store");
    }

    @Test
    void an_element_that_nobody_has_seen_healthy_does_not_break_the_chain() {
        Case open = chain().sick("web", Kind.UNRESPONSIVE, 1)
                .sick("store", Kind.UNRESPONSIVE, 1)
                .healthy(0.5, "orders");
        assertThat(open.blamed()).containsExactly("store");
    }

    @Test
    void the_end_of_a_process_explains_all_its_own_symptoms_and_is_nobody_elses_fault() {
        Case both = chain().exited("orders", 2)
                .sick("orders", Kind.UNRESPONSIVE, 1)
                .sick("store", Kind.UNRESPONSIVE, 1)
                .healthy(3, "inventory");
        assertThat(both.blamed()).containsExactlyInAnyOrder("orders", "store");
        Diagnosis orders = both.diagnoses().getFirst();
        assertThat(orders.cause().orElseThrow().kind()).isEqualTo(Cause.Kind.PROCESS_EXITED);
        assertThat(orders.symptoms()).hasSize(2);
    }

    @Test
    void the_end_of_a_process_or_its_listening_is_told_at_once_though_its_dependencies_were_not_looked_at() {
        assertThat(chain().exited("web", 1)
                        .healthy(0.1, "orders")
                        .suspect("store")
                        .time(1)
                        .blamed())
                .containsExactly("web");
        assertThat(chain().sick("web", Kind.DOWN, 1)
                        .healthy(0.1, "orders")
                        .suspect("store")
                        .time(1)
                        .blamed())
                .containsExactly("web");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void of_two_that_need_one_another_the_one_that_fell_sick_first_is_blamed(boolean first) {
        Case cycle = new Case()
                .endpoint("a", "b")
                .endpoint("b", "a")
                .sick("a", Kind.MALFUNCTIONING, first ? 1 : 2)
                .sick("b", Kind.MALFUNCTIONING, first ? 2 : 1);
        assertThat(cycle.diagnosis().cause().orElseThrow().element()).isEqualTo(id(first ? "a" : "b"));
    }

    @Test
    void of_two_that_need_one_another_and_fell_sick_at_the_same_moment_one_is_blamed_for_both() {
        Diagnosis tie = new Case()
                .endpoint("a", "b")
                .endpoint("b", "a")
                .sick("a", Kind.MALFUNCTIONING, 1)
                .sick("b", Kind.MALFUNCTIONING, 1)
                .diagnosis();
        assertThat(tie.cause().orElseThrow().kind()).isEqualTo(Cause.Kind.WRONG_ANSWER);
        assertThat(tie.symptoms()).hasSize(2);
    }

    @Test
    void a_mere_warning_explains_nobody() {
        Case warning = chain().symptom("store", Kind.BEYOND_THRESHOLD, Signals.PROCESS_MEMORY, 1, Response.PAGE)
                .sick("web", Kind.UNRESPONSIVE, 2)
                .sick("orders", Kind.UNRESPONSIVE, 2)
                .sick("inventory", Kind.UNRESPONSIVE, 2)
                .healthy(3, "store");
        assertThat(warning.blamed()).containsExactly("inventory", "store");
        assertThat(warning.diagnoses().getLast())
                .matches(d ->
                        d.blastRadius().isEmpty() && d.cause().orElseThrow().kind() == Cause.Kind.UNKNOWN);
    }

    @Test
    void a_fault_of_a_sensor_explains_nobody_and_is_explained_by_nobody() {
        Case blind = chain().symptom("inventory", Kind.SENSOR_FAULT, Signals.HTTP_STATE, 1, Response.PAGE)
                .sick("web", Kind.MALFUNCTIONING, 2)
                .sick("store", Kind.UNRESPONSIVE, 2);
        assertThat(blind.diagnoses())
                .hasSize(2)
                .anyMatch(
                        d -> d.symptoms().size() == 1 && d.cause().orElseThrow().kind() == Cause.Kind.SENSOR_FAULT);
    }

    @Test
    void memory_is_an_elements_own_fault_and_latency_may_be_inherited() {
        Case slow = chain().symptom("web", Kind.BEYOND_THRESHOLD, Signals.HTTP_LATENCY, 1, Response.HEAL)
                .symptom("orders", Kind.BEYOND_THRESHOLD, Signals.PROCESS_MEMORY, 2, Response.HEAL)
                .healthy(3, "web", "inventory", "store");
        Diagnosis diagnosis = slow.diagnosis();
        assertThat(diagnosis.cause().orElseThrow())
                .matches(c -> c.element().equals(id("orders")) && c.kind() == Cause.Kind.RESOURCE_EXHAUSTION);
        assertThat(diagnosis.blastRadius()).containsExactly(id("web"));
    }

    @Test
    void a_changed_configuration_is_the_first_cause_of_a_crash_loop_and_the_second_of_a_plain_exit() {
        Case exit = chain().exited("store", 1).seen("store", Signals.CONFIGURATION_STATE, "changed", 1);
        assertThat(exit.diagnosis().causes())
                .extracting(Cause::kind)
                .containsExactly(Cause.Kind.PROCESS_EXITED, Cause.Kind.BAD_CONFIGURATION);
        Case loop = exit.symptom("store", Kind.CRASH_LOOPING, Signals.PROCESS_STATE, 2, Response.HEAL);
        assertThat(loop.diagnosis().causes())
                .extracting(Cause::kind)
                .containsExactly(Cause.Kind.BAD_CONFIGURATION, Cause.Kind.CRASH_LOOP, Cause.Kind.PROCESS_EXITED);
        assertThat(loop.diagnosis().causes())
                .isSortedAccordingTo((a, b) -> Double.compare(b.confidence(), a.confidence()));
    }

    @Test
    void a_configuration_as_it_last_worked_is_no_cause() {
        assertThat(chain().exited("store", 1)
                        .seen("store", Signals.CONFIGURATION_STATE, "baseline", 1)
                        .diagnosis()
                        .causes())
                .extracting(Cause::kind)
                .containsExactly(Cause.Kind.PROCESS_EXITED);
    }

    @Test
    void many_sufferers_strengthen_the_belief_which_stays_below_certainty() {
        double alone =
                chain().exited("store", 1).diagnosis().cause().orElseThrow().confidence();
        Case crowd = chain().exited("store", 1);
        for (int i = 0; i < 50; i++) crowd.process("caller" + i, "store").sick("caller" + i, Kind.MALFUNCTIONING, 2);
        assertThat(crowd.diagnosis().cause().orElseThrow().confidence())
                .isGreaterThan(alone)
                .isLessThanOrEqualTo(0.95);
    }

    @Test
    void each_kind_of_symptom_has_its_kind_of_cause() {
        assertThat(kind(new Case().endpoint("x").sick("x", Kind.DOWN, 1))).isEqualTo(Cause.Kind.ENDPOINT_UNREACHABLE);
        assertThat(kind(new Case().endpoint("x").sick("x", Kind.UNRESPONSIVE, 1)))
                .isEqualTo(Cause.Kind.ENDPOINT_UNREACHABLE);
        assertThat(kind(new Case().process("x").sick("x", Kind.DOWN, 1))).isEqualTo(Cause.Kind.HANG);
        assertThat(kind(new Case().process("x").sick("x", Kind.UNRESPONSIVE, 1)))
                .isEqualTo(Cause.Kind.HANG);
        assertThat(kind(new Case().process("x").sick("x", Kind.MALFUNCTIONING, 1)))
                .isEqualTo(Cause.Kind.WRONG_ANSWER);
        assertThat(kind(new Case()
                        .add("x", new Subject.Bundle("x"))
                        .symptom("x", Kind.NOT_RUNNING, Signals.BUNDLE_STATE, 1, Response.HEAL)))
                .isEqualTo(Cause.Kind.BUNDLE_NOT_RUNNING);
        assertThat(kind(new Case()
                        .add("x", new Subject.Component("x", "y"))
                        .symptom("x", Kind.NOT_RUNNING, Signals.COMPONENT_STATE, 1, Response.HEAL)))
                .isEqualTo(Cause.Kind.COMPONENT_NOT_RUNNING);
    }

    @Test
    void what_the_trust_of_the_node_rests_on_has_causes_of_its_own() {
        java.util.Map<String, Cause.Kind> kinds = java.util.Map.of(
                Signals.IDENTITY_STATE, Cause.Kind.IDENTITY_EXPIRING,
                Signals.AUTHORITY_STATE, Cause.Kind.AUTHORITY_UNAVAILABLE,
                Signals.BUNDLES_STATE, Cause.Kind.TRUST_BUNDLE_UNREADABLE,
                Signals.KEYSTORE_STATE, Cause.Kind.KEY_STORE_UNREADABLE,
                Signals.CLOCK_STATE, Cause.Kind.CLOCK_STEPPED,
                Signals.PEERS_STATE, Cause.Kind.PEERS_REFUSED);
        kinds.forEach((signal, kind) -> assertThat(
                        kind(new Case().unprobed("x").symptom("x", Kind.MALFUNCTIONING, signal, 1, Response.HEAL)))
                .isEqualTo(kind));
    }

    @Test
    void an_svid_that_was_not_renewed_because_the_key_store_is_damaged_is_no_fault_of_its_own() {
        Case damaged = new Case()
                .unprobed("key-store")
                .unprobed("authority", "key-store")
                .unprobed("svid", "authority")
                .symptom("key-store", Kind.MALFUNCTIONING, Signals.KEYSTORE_STATE, 1, Response.HEAL)
                .symptom("authority", Kind.MALFUNCTIONING, Signals.AUTHORITY_STATE, 2, Response.HEAL)
                .symptom("svid", Kind.MALFUNCTIONING, Signals.IDENTITY_STATE, 3, Response.HEAL);

        assertThat(damaged.diagnoses()).hasSize(1);
        assertThat(damaged.diagnosis().cause().orElseThrow().element()).isEqualTo(Case.id("key-store"));
    }

    @Test
    void a_change_found_worse_is_blamed_and_not_the_bundles_that_came_with_it() {
        Case upgraded = new Case()
                .feature("feature/f")
                .unprobed("b", "feature/f")
                .unprobed("user", "b")
                .symptom("b", Kind.NOT_RUNNING, Signals.BUNDLE_STATE, 1, Response.HEAL)
                .symptom("user", Kind.NOT_RUNNING, Signals.BUNDLE_STATE, 1.5, Response.HEAL)
                .seen("feature/f", Signals.FEATURE_STATE, "worse", 4)
                .symptom("feature/f", Kind.MALFUNCTIONING, Signals.FEATURE_STATE, 4, Response.HEAL);

        assertThat(upgraded.diagnoses()).hasSize(1);
        assertThat(upgraded.diagnosis().cause().orElseThrow()).satisfies(cause -> {
            assertThat(cause.element()).isEqualTo(Case.id("feature/f"));
            assertThat(cause.kind()).isEqualTo(Cause.Kind.BAD_UPGRADE);
        });
    }

    @Test
    void a_bundle_that_came_with_a_change_is_blamed_only_once_the_change_was_seen_serving_after_it_fell_sick() {
        Case early = new Case()
                .feature("feature/f")
                .unprobed("b", "feature/f")
                .seen("b", Signals.BUNDLE_STATE, "installed", 1)
                .symptom("b", Kind.NOT_RUNNING, Signals.BUNDLE_STATE, 1, Response.HEAL)
                .seen("feature/f", Signals.FEATURE_STATE, "serving", 0.5);
        early.now = Case.at(20);
        assertThat(early.diagnosis().cause()).isEmpty();
        assertThat(early.diagnosis().explanation()).contains("feature/f has not been seen healthy");

        assertThat(early.seen("feature/f", Signals.FEATURE_STATE, "serving", 2)
                        .diagnosis()
                        .cause()
                        .orElseThrow()
                        .kind())
                .isEqualTo(Cause.Kind.BUNDLE_NOT_RUNNING);
    }

    @Test
    void nobody_waits_longer_than_half_a_minute_for_a_change_to_be_looked_at() {
        Case late = new Case()
                .feature("feature/f")
                .unprobed("b", "feature/f")
                .symptom("b", Kind.NOT_RUNNING, Signals.BUNDLE_STATE, 1, Response.HEAL)
                .seen("feature/f", Signals.FEATURE_STATE, "serving", 0.5);
        late.now = Case.at(32);

        assertThat(late.diagnosis().cause()).isPresent();
    }

    private static Cause.Kind kind(Case one) {
        return one.diagnosis().cause().orElseThrow().kind();
    }

    @Test
    void a_symptom_of_an_element_that_has_left_the_model_is_still_in_a_diagnosis() {
        assertThat(new Case()
                        .symptom("gone", Kind.UNRESPONSIVE, Signals.HTTP_STATE, 1, Response.HEAL)
                        .diagnoses())
                .hasSize(1);
    }

    @Test
    void the_self_test_passes() {
        assertThat(new GraphLocalizer().selfTest().passed()).isTrue();
    }

    @Test
    void a_dependency_that_an_operator_stopped_explains_its_callers_for_as_long_as_it_is_stopped() {
        Case stopped = chain().stopped("store")
                .sick("web", Kind.MALFUNCTIONING, 3)
                .sick("orders", Kind.UNRESPONSIVE, 2)
                .sick("inventory", Kind.MALFUNCTIONING, 1)
                .time(3_000);
        assertThat(stopped.blamed()).isEmpty();
        assertThat(stopped.diagnosis().explanation())
                .isEqualTo("inventory is not blamed yet: awaiting: dependency store stopped by operator");
    }

    @Test
    void a_caller_whose_own_process_ended_is_blamed_though_its_dependency_is_stopped() {
        assertThat(chain().stopped("store").exited("inventory", 1).blamed()).containsExactly("inventory");
    }

    @Test
    void a_healthy_element_between_breaks_the_chain_to_a_stopped_one() {
        assertThat(chain().stopped("store")
                        .sick("web", Kind.MALFUNCTIONING, 1)
                        .healthy(2, "orders", "inventory")
                        .blamed())
                .containsExactly("web");
    }

    @Test
    void a_sensor_fault_is_told_though_the_answers_of_the_element_wait_for_a_stopped_dependency() {
        Case doubtful = chain().stopped("store")
                .sick("inventory", Kind.MALFUNCTIONING, 1)
                .symptom("inventory", Kind.SENSOR_FAULT, Signals.PROCESS_STATE, 2, Response.PAGE);
        assertThat(doubtful.diagnosis().causes()).singleElement().matches(c -> c.kind() == Cause.Kind.SENSOR_FAULT);
    }
}
