package io.x0tta6bl4.loop.provider.mapek;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.journal.JournalRecord;
import io.x0tta6bl4.knowledge.api.policy.Brakes;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class WorkersTest {
    private static final Brakes WIDE = Switched.with(
            new Brakes.RateLimit(true, 1_000, 1_000, 1_000),
            new Brakes.HealthQuorum(false, .51, .55, 10, 5),
            new Brakes.BlastRadius(false, 1, Map.of()),
            new Brakes.Precondition(false));

    @Test
    void a_plan_for_which_no_worker_is_free_is_not_written_down_and_begins_when_one_is() {
        CountDownLatch go = new CountDownLatch(1);
        try (Scene scene = new Scene(WIDE)) {
            for (int i = 0; i <= Workers.LIMIT; i++) scene.process("p" + i);
            scene.ready();
            scene.plant.beforeEffect = () -> waitFor(go);
            for (int i = 0; i <= Workers.LIMIT; i++) scene.kill("p" + i);
            tickUntilAllAreBusy(scene);
            int planned = scene.journal.all(JournalRecord.Planned.class).size();
            for (int i = 0; i < 5; i++) tick(scene);

            assertThat(planned).isEqualTo(Workers.LIMIT);
            assertThat(scene.journal.all(JournalRecord.Planned.class)).hasSize(planned);

            go.countDown();
            scene.steps(8);
            assertThat(scene.commands()).hasSize(Workers.LIMIT + 1);
        } finally {
            go.countDown();
        }
    }

    private static void tickUntilAllAreBusy(Scene scene) {
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            tick(scene);
            return scene.engine.workers.busy().size() == Workers.LIMIT;
        });
    }

    /** Unlike a step of the scene it does not wait for what runs. */
    private static void tick(Scene scene) {
        scene.now.updateAndGet(t -> t.plusMillis(500));
        for (int i = 0; i <= Workers.LIMIT; i++) scene.plant.tell(new ElementId("p" + i));
        scene.engine.tick();
    }

    private static void waitFor(CountDownLatch go) {
        try {
            go.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
