package io.x0tta6bl4.loop.provider.mapek;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.knowledge.api.action.Action;
import io.x0tta6bl4.knowledge.api.action.Command;
import io.x0tta6bl4.knowledge.api.action.Plan;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.policy.Brakes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What an element that is slow to start for the first time means to the others of its class. */
class FirstStartTest {
    private static final ElementId A = new ElementId("a");
    private final CountDownLatch up = new CountDownLatch(1);

    private static Action action(String id, Command command) {
        return new Action(
                "t-" + id,
                new ElementId(id),
                command,
                Action.Precondition.NONE,
                "runs",
                Duration.ZERO,
                Action.SuccessTest.TARGET_HEALTHY,
                Duration.ofSeconds(10),
                Action.Undo.NONE,
                0.1,
                0);
    }

    /** What the blast radius says to a start of b while this is under way on a, which is of the same class. */
    private Optional<Hold> holdsBack(String incident, Command command) {
        try (Scene scene = new Scene(Brakes.defaults())
                .member("twins", "a")
                .member("twins", "b")
                .ready()) {
            scene.plant.beforeEffect = this::awaitUp;
            Plan plan = new Plan(incident, List.of(action("a", command)), "test");
            boolean begun = scene.engine.workers.begin(
                    plan, scene.engine.model().element(A).orElseThrow(), scene.engine.model());
            assertThat(begun).isTrue();
            World world = scene.engine.world(scene.engine.snapshot(), scene.engine.analysis());
            assertThat(world.busy()).containsExactly(A);
            up.countDown();
            return BlastRadius.check(world, action("b", new Command.StartProcess()));
        }
    }

    private void awaitUp() {
        try {
            up.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void a_first_start_takes_nothing_out_of_service_and_holds_nobody_back() {
        assertThat(holdsBack("watch", new Command.StartProcess())).isEmpty();
    }

    @Test
    void a_start_that_heals_counts_as_before() {
        assertThat(holdsBack("I-000001", new Command.StartProcess()))
                .hasValueSatisfying(hold -> assertThat(hold.why()).contains("class twins"));
    }

    @Test
    void a_restart_for_another_description_takes_the_element_out_of_service_and_counts() {
        assertThat(holdsBack("watch", new Command.RestartProcess())).isPresent();
    }
}
