package io.x0tta6bl4.loop.provider.mapek;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Threshold;
import io.x0tta6bl4.knowledge.api.incident.Incident.State;
import io.x0tta6bl4.knowledge.api.journal.JournalRecord;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.policy.Brakes;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LevelsTest {
    private static final ElementId STORE = new ElementId("store");
    private static final Threshold QUEUE = new Threshold(
            "x-queue",
            Threshold.Measure.LEVEL,
            Threshold.Direction.ABOVE,
            100,
            90,
            1,
            1,
            Threshold.Response.HEAL,
            Optional.of(new Threshold.Bounds(50, 200)));

    private static Scene scene() {
        Scene scene = new Scene(Brakes.defaults()).process("store");
        return scene.limit("store", QUEUE).ready();
    }

    private static void queue(Scene scene, double value) {
        scene.observe(Observation.measured(STORE, "x-queue", value, "1", scene.now.get(), "test"));
        scene.step(Duration.ofMillis(500));
    }

    private static double level(Scene scene) {
        return scene.engine.levels.states().getFirst().fire();
    }

    /** The queue grows while the loop is paused, and shrinks by itself. */
    private static void wentAlone(Scene scene, double value) {
        scene.engine.pause("looking only");
        scene.step(Duration.ofMinutes(5));
        queue(scene, value);
        assertThat(scene.incident("store").open()).isTrue();
        queue(scene, 10);
        scene.steps(2);
        assertThat(scene.incident("store").state()).isEqualTo(State.CLEARED);
    }

    @Test
    void a_moved_level_is_in_force_at_once_and_a_reverted_one_too() {
        try (Scene scene = scene()) {
            scene.engine.pause("looking only");
            new Operations(scene.engine, "ada").move(STORE, "x-queue", 150, "");
            queue(scene, 140);
            assertThat(scene.engine.analysis().holding()).isEmpty();
            assertThat(new Operations(scene.engine, "ada").revert(STORE, "x-queue"))
                    .contains("fires at 100.0 now, before at 150.0");
            queue(scene, 140);
            assertThat(scene.engine.analysis().holding()).hasSize(1);
        }
    }

    @Test
    void a_level_never_leaves_its_bounds_and_one_without_bounds_never_moves() {
        try (Scene scene = scene()) {
            Operations ada = new Operations(scene.engine, "ada");
            assertThatThrownBy(() -> ada.move(STORE, "x-queue", 201, ""))
                    .hasMessageContaining("between 50.0 and 200.0");
            assertThatThrownBy(() -> ada.move(STORE, "x-other", 1, "")).hasMessageContaining("may-move");
            for (int i = 0; i < 60; i++) wentAlone(scene, 500);
            assertThat(level(scene)).isEqualTo(200);
        }
    }

    @Test
    void three_incidents_in_a_row_that_went_by_themselves_move_a_level_one_step_and_a_verified_repair_moves_it_back() {
        try (Scene scene = scene()) {
            wentAlone(scene, 120);
            wentAlone(scene, 120);
            assertThat(level(scene)).isEqualTo(100);
            wentAlone(scene, 120);
            assertThat(level(scene)).isEqualTo(115);
            assertThat(scene.engine.levels.states().getFirst().lastMove()).startsWith("loop: 3 incidents in a row");
            scene.engine.levels.confirmed(scene.incident("store"));
            assertThat(level(scene)).isEqualTo(100);
        }
    }

    @Test
    void every_move_is_in_the_journal_and_in_force_after_a_restart_until_the_watch_file_has_another_level() {
        try (Scene scene = scene()) {
            new Operations(scene.engine, "ada").move(STORE, "x-queue", 150, "too early");
            var entries = scene.journal.ofIncident(JournalRecord.LEVELS);
            assertThat(entries).hasSize(1);
            Levels after = new Levels(scene.engine.chronicle);
            after.recall(entries);
            after.apply(scene.monitor.snapshot());
            assertThat(after.states().getFirst().fire()).isEqualTo(150);
            scene.limit(
                    "store",
                    new Threshold(
                            "x-queue",
                            Threshold.Measure.LEVEL,
                            Threshold.Direction.ABOVE,
                            110,
                            90,
                            1,
                            1,
                            Threshold.Response.HEAL,
                            QUEUE.bounds()));
            scene.watch();
            after.apply(scene.monitor.snapshot());
            assertThat(after.states().getFirst().fire()).isEqualTo(110);
        }
    }
}
