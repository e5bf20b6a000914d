package io.x0tta6bl4.loop.provider.mapek;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.incident.Incident.State;
import io.x0tta6bl4.knowledge.api.policy.Brakes;
import io.x0tta6bl4.monitor.provider.snapshot.SnapshotMonitorAccess;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WholeTicksTest {
    private static Scene pair() {
        return new Scene(Brakes.defaults())
                .process("store")
                .process("web", "store")
                .ready();
    }

    @Test
    void a_tick_that_a_phase_breaks_is_no_whole_tick_and_says_what_broke() {
        try (Scene scene = pair()) {
            var before = scene.engine.ticks().whole();
            assertThat(before).isPresent();
            scene.phases.localizer.bind(2, (snapshot, analysis) -> {
                throw new NoClassDefFoundError("a class of a bundle that was replaced");
            });
            scene.steps(3);
            assertThat(scene.engine.ticks().whole()).isEqualTo(before);
            assertThat(scene.engine.ticks().trouble()).contains("a class of a bundle that was replaced");
            scene.phases.localizer.unbind(2);
            scene.kill("store");
            scene.steps(3);
            assertThat(scene.incident("store").state()).isEqualTo(State.WATCHED);
            assertThat(scene.engine.ticks().trouble()).isEmpty();
        }
    }

    @Test
    void what_a_new_monitor_was_not_told_of_yet_is_not_taken_for_taken_out_of_the_watch_file() {
        try (Scene scene = pair()) {
            Model full = scene.inForce;
            SnapshotMonitorAccess.watch(scene.monitor, Model.empty("scene"));
            scene.steps(3);
            assertThat(scene.commands()).isEmpty();
            assertThat(scene.engine.ticks().trouble()).contains("does not look at [store, web]");
            SnapshotMonitorAccess.watch(scene.monitor, full);
            scene.steps(3);
            assertThat(scene.commands()).isEmpty();
            assertThat(scene.engine.ticks().trouble()).isEmpty();
        }
    }

    @Test
    void a_loop_whose_monitor_stays_without_the_elements_of_the_watch_file_says_so_after_the_grace() {
        try (Scene scene = pair()) {
            SnapshotMonitorAccess.watch(scene.monitor, Model.empty("scene"));
            scene.step(Duration.ofSeconds(1));
            assertThat(scene.engine.outlook.trouble(scene.now.get())).isEmpty();
            scene.step(Outlook.GRACE);
            assertThat(scene.engine.outlook.trouble(scene.now.get()))
                    .hasValueSatisfying(why -> assertThat(why).contains("store").contains("web"));
        }
    }
}
