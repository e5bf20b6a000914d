package io.x0tta6bl4.loop.provider.mapek;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.knowledge.api.action.Action;
import io.x0tta6bl4.knowledge.api.action.Plan;
import io.x0tta6bl4.knowledge.api.incident.Cause;
import io.x0tta6bl4.knowledge.api.incident.Incident;
import io.x0tta6bl4.knowledge.api.journal.JournalRecord;
import io.x0tta6bl4.knowledge.api.policy.Brakes;
import io.x0tta6bl4.knowledge.api.runbook.RunbookAction;
import io.x0tta6bl4.plan.api.Planner;
import io.x0tta6bl4.plan.api.Situation;
import io.x0tta6bl4.plan.provider.ladder.LadderPlanner;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** From what a document says to what the loop does: a person is between the two until it was seen to help. */
class RunbooksTest {
    private static final String DIGEST = "0123456789ab";
    private static final RunbookAction RESTART = new RunbookAction(
            "/runbooks/store.md",
            3,
            DIGEST,
            Set.of(Cause.Kind.WRONG_ANSWER),
            "store",
            "",
            "",
            "process.kill",
            Optional.empty());

    private static Scene scene() {
        Brakes brakes = Switched.with(
                new Brakes.Approval(true, Set.of(), 1_000, Duration.ofHours(1)),
                new Brakes.RateLimit(true, 100, 10, 100),
                new Brakes.FlapDamping(false, Duration.ofMinutes(2), 3, 1),
                new Brakes.CoolDown(true, Duration.ofMillis(500), 1, Duration.ofSeconds(1), 0, Duration.ofSeconds(3)),
                new Brakes.Ladder(true, 2, Duration.ofMinutes(5)));
        Scene scene = new Scene(brakes).process("store").ready();
        scene.phases.runbooks.bind(1, () -> List.of(RESTART));
        return scene;
    }

    private static List<String> notes(Scene scene) {
        return scene.journal.read(1, 100_000).stream()
                .map(e -> e.record())
                .filter(JournalRecord.Noted.class::isInstance)
                .map(r -> ((JournalRecord.Noted) r).what())
                .filter(w -> w.contains("runbook"))
                .toList();
    }

    /** The store answers wrongly, and nothing that the ladder does helps. */
    private static Incident page(Scene scene) {
        scene.plant.useless = Set.of("process.restart", "process.kill", "process.start");
        scene.answers("store", "wrong");
        for (int i = 0; i < 200 && scene.plant.pages.isEmpty(); i++) scene.step(Duration.ofMillis(500));
        assertThat(scene.plant.pages).hasSize(1);
        scene.step(Duration.ofMillis(500));
        return scene.incident("store");
    }

    @Test
    void an_offer_waits_for_a_person_while_the_loop_goes_its_way_and_is_carried_out_once_approved() {
        try (Scene scene = scene()) {
            scene.answers("store", "wrong");
            scene.plant.useless = Set.of("process.restart");
            scene.steps(4);
            assertThat(notes(scene)).hasSize(1);
            assertThat(notes(scene).getFirst())
                    .contains("/runbooks/store.md:3 proposes process.kill")
                    .contains("loop:approve I-000001-runbook-" + DIGEST + "-1");
            assertThat(scene.commands()).as("the ladder goes on meanwhile").contains("process.restart store");

            new Operations(scene.engine, "ann").approve("I-000001-runbook-" + DIGEST + "-1");
            scene.steps(6);
            assertThat(scene.commands()).contains("process.kill store");
            assertThat(planned(scene)).anyMatch(p -> p.reason().contains("/runbooks/store.md:3"));
            assertThat(notes(scene).getLast()).contains("learnt").contains("runbook." + DIGEST);

            scene.steps(30);
            int before = scene.commands().size();
            scene.answers("store", "wrong");
            scene.steps(4);
            assertThat(scene.commands().subList(before, scene.commands().size()))
                    .as("what was verified comes first the next time, and nobody is asked")
                    .containsExactly("process.kill store");
        }
    }

    private static List<Plan> planned(Scene scene) {
        return scene.journal.read(1, 100_000).stream()
                .map(e -> e.record())
                .filter(JournalRecord.Planned.class::isInstance)
                .map(r -> ((JournalRecord.Planned) r).plan())
                .toList();
    }

    @Test
    void a_person_who_was_paged_can_still_take_the_offer() {
        try (Scene scene = scene()) {
            Incident incident = page(scene);
            assertThat(incident.state()).isEqualTo(Incident.State.PAGED);
            scene.plant.useless = Set.of();
            String offered = scene.engine.approvals.waiting().iterator().next();
            int before = scene.commands().size();

            new Operations(scene.engine, "ann").approve(offered);
            scene.steps(8);

            assertThat(scene.commands()).hasSize(before + 1);
            assertThat(scene.commands().getLast()).isEqualTo("process.kill store");
            assertThat(scene.incident("store").state()).isIn(Incident.State.WATCHED, Incident.State.RESOLVED);
        }
    }

    @Test
    void what_was_refused_is_not_offered_again_and_what_nobody_answered_holds_nothing_up() {
        try (Scene scene = scene()) {
            Incident incident = page(scene);
            String offered = scene.engine.approvals.waiting().iterator().next();
            new Operations(scene.engine, "ann").refuse(offered);
            int before = scene.commands().size();
            scene.step(Duration.ofHours(2)).steps(20);

            assertThat(scene.engine.approvals.waiting()).isEmpty();
            assertThat(scene.commands()).hasSize(before);
            assertThat(scene.incident("store").id()).isEqualTo(incident.id());
        }
    }

    /** A planner that a mistake, or a hostile bundle, made plan what a document says at once. */
    private static final class Gullible implements Planner {
        @Override
        public Plan plan(Situation situation) {
            Action action = new LadderPlanner().offers(situation).getFirst();
            return new Plan(situation.incident().id(), List.of(action), "the document says so");
        }
    }

    @Test
    void the_brake_holds_what_was_never_verified_even_when_approvals_are_switched_off() {
        Brakes brakes = Switched.with(new Brakes.Approval(false, Set.of(), 1_000, Duration.ofHours(1)));
        try (Scene scene = new Scene(brakes).process("store").ready()) {
            scene.phases.runbooks.bind(1, () -> List.of(RESTART));
            scene.phases.planner.unbind(1);
            scene.phases.planner.bind(1, new Gullible());
            scene.answers("store", "wrong");
            scene.steps(10);

            assertThat(scene.commands()).isEmpty();
            assertThat(scene.incident("store").note()).contains("approval").contains("never verified");
        }
    }

    @Test
    void without_runbooks_nothing_is_offered() {
        try (Scene scene = scene()) {
            scene.phases.runbooks.unbind(1);
            page(scene);
            assertThat(notes(scene)).isEmpty();
            assertThat(scene.engine.approvals.waiting()).isEmpty();
        }
    }
}
