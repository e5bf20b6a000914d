package io.x0tta6bl4.plan.provider.ladder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.x0tta6bl4.knowledge.api.action.Action;
import io.x0tta6bl4.knowledge.api.action.Plan;
import io.x0tta6bl4.knowledge.api.incident.Cause;
import io.x0tta6bl4.knowledge.api.incident.Cause.Kind;
import io.x0tta6bl4.knowledge.api.runbook.RunbookAction;
import io.x0tta6bl4.knowledge.api.store.Experience;
import io.x0tta6bl4.plan.api.Situation;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunbookStepsTest {
    private static final String DIGEST = "0123456789ab";
    private static final String ID = "I-000007-runbook-" + DIGEST + "-1";
    private final LadderPlanner planner = new LadderPlanner();

    private static RunbookAction says(String step, String hook) {
        return new RunbookAction(
                "/runbooks/store.md",
                1,
                DIGEST,
                Set.of(Kind.UNKNOWN, Kind.HANG),
                "store",
                "",
                "process.state",
                step,
                hook.isEmpty() ? Optional.empty() : Optional.of(URI.create(hook)));
    }

    private static Situation situation(
            Setting setting, RunbookAction runbook, Map<String, Experience.Tally> known, String... approved) {
        Situation plain = setting.situation(true, true);
        return new Situation(
                plain.at(),
                plain.model(),
                plain.incident(),
                plain.tried(),
                known,
                plain.possible(),
                List.of(runbook),
                Set.of(approved));
    }

    private static Setting unknown() {
        return Setting.process(Cause.Kind.UNKNOWN).hook("http://127.0.0.1:9/heal");
    }

    @Test
    void what_was_never_verified_is_offered_with_its_provenance_and_not_planned() {
        Situation situation = situation(unknown(), says("process.restart", ""), Map.of());

        Action offer = planner.offers(situation).getFirst();
        assertThat(offer.id()).isEqualTo(ID);
        assertThat(offer.provenance()).contains(new Action.Provenance("/runbooks/store.md:1", DIGEST, false));
        Plan plan = planner.plan(situation);
        assertThat(Setting.names(plan)).containsExactly("page");
        assertThat(plan.actions().getFirst().page().orElseThrow().text())
                .contains("/runbooks/store.md:1 proposes process.restart: loop:approve " + ID);
    }

    @Test
    void what_a_person_agreed_to_is_planned_and_is_no_offer_any_more() {
        Situation situation = situation(unknown(), says("process.restart", ""), Map.of(), ID);

        assertThat(Setting.names(planner.plan(situation))).containsExactly("process.restart");
        assertThat(planner.plan(situation).reason())
                .contains("/runbooks/store.md:1")
                .contains("a person agreed");
        assertThat(planner.offers(situation)).isEmpty();
    }

    @Test
    void what_was_verified_comes_before_the_ladder_until_it_fails_more_often_than_it_helps() {
        String rung = "runbook." + DIGEST + "(process.restart)";
        Setting hang = Setting.process(Kind.HANG).probed();

        Plan proven =
                planner.plan(situation(hang, says("process.restart", ""), Map.of(rung, new Experience.Tally(1, 0))));
        assertThat(Setting.names(proven)).containsExactly("process.restart");
        assertThat(proven.actions().getFirst().provenance().orElseThrow().proven())
                .isTrue();
        Plan failing =
                planner.plan(situation(hang, says("process.restart", ""), Map.of(rung, new Experience.Tally(1, 2))));
        assertThat(Setting.names(failing)).containsExactly("process.kill");
    }

    @Test
    void what_was_learnt_of_the_command_itself_proves_nothing_of_the_runbook() {
        Situation situation = situation(
                unknown(), says("process.restart", ""), Map.of("process.restart", new Experience.Tally(99, 0)));
        assertThat(Setting.names(planner.plan(situation))).containsExactly("page");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "process.stop",
                "page.all",
                "bundle.restart",
                "shell.run",
                "process.restart+process.restart",
                "configuration.restore"
            })
    void a_step_that_the_catalogue_does_not_have_for_this_element_is_never_offered(String step) {
        assertThat(planner.offers(situation(unknown(), says(step, ""), Map.of())))
                .isEmpty();
        String id = ID;
        assertThat(Setting.names(planner.plan(situation(unknown(), says(step, ""), Map.of(), id))))
                .containsExactly("page");
    }

    @Test
    void a_hook_is_called_only_when_the_watch_file_gives_it_to_the_element() {
        assertThat(planner.offers(situation(unknown(), says("hook.call", "http://127.0.0.1:9/heal"), Map.of())))
                .hasSize(1);
        assertThat(planner.offers(situation(unknown(), says("hook.call", "http://198.51.100.1/x"), Map.of())))
                .isEmpty();
        assertThat(planner.offers(situation(unknown(), says("hook.call", ""), Map.of())))
                .isEmpty();
    }

    @Test
    void a_runbook_for_a_faulty_sensor_or_for_any_unknown_cause_is_refused() {
        assertThatThrownBy(() -> new RunbookAction(
                        "a.md", 1, DIGEST, Set.of(Kind.SENSOR_FAULT), "", "", "", "process.restart", Optional.empty()))
                .hasMessageContaining("faulty sensor");
        assertThatThrownBy(() -> new RunbookAction(
                        "a.md", 1, DIGEST, Set.of(Kind.UNKNOWN), "store", "", "", "process.restart", Optional.empty()))
                .hasMessageContaining("name the element and the signal");
    }
}
