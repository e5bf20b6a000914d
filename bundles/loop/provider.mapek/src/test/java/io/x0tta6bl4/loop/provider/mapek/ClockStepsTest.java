package io.x0tta6bl4.loop.provider.mapek;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.knowledge.api.journal.JournalRecord;
import io.x0tta6bl4.knowledge.api.policy.Brakes;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The wall clock is set, or the host sleeps, while the loop runs. */
class ClockStepsTest {
    private final Scene scene = new Scene(Brakes.defaults()).process("store").ready();

    private List<String> noted() {
        return scene.journal.all(JournalRecord.Noted.class).stream()
                .map(JournalRecord.Noted::what)
                .filter(what -> what.contains("wall clock"))
                .toList();
    }

    @Test
    void a_step_is_written_down_once_with_its_direction_and_what_it_makes_of_the_loops_time() {
        try (scene) {
            scene.step(Duration.ofSeconds(1));
            scene.ahead.set(Duration.ofHours(2));
            scene.step(Duration.ofSeconds(1));
            scene.step(Duration.ofSeconds(1));
            assertThat(noted()).singleElement().asString().contains("set 7200.0 s ahead", "7200.0 s behind it");
            scene.ahead.set(Duration.ZERO);
            scene.step(Duration.ofSeconds(1));
            assertThat(noted()).hasSize(2).last().asString().contains("set 7200.0 s back", "now the wall clock's");
        }
    }

    @Test
    void two_clocks_that_drift_apart_slowly_are_no_step() {
        try (scene) {
            for (int second = 0; second < 5; second++) {
                scene.ahead.set(Duration.ofMillis(190L * second));
                scene.step(Duration.ofSeconds(1));
            }
            assertThat(noted()).isEmpty();
        }
    }

    @Test
    void nothing_is_done_about_elements_because_the_wall_clock_was_set() {
        try (scene) {
            scene.step(Duration.ofSeconds(1));
            for (int hours : List.of(2, -2, 24 * 400, 0)) {
                scene.ahead.set(Duration.ofHours(hours));
                for (int second = 0; second < 10; second++) scene.step(Duration.ofSeconds(1));
            }
            assertThat(scene.plant.done).isEmpty();
            assertThat(scene.engine.incidents.all()).isEmpty();
        }
    }
}
