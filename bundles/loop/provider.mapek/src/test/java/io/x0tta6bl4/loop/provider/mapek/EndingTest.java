package io.x0tta6bl4.loop.provider.mapek;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Threshold;
import io.x0tta6bl4.knowledge.api.incident.Incident.State;
import io.x0tta6bl4.knowledge.api.journal.JournalRecord;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.policy.Brakes;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How incidents end that people were called for. */
class EndingTest {
    private static final ElementId BOX = new ElementId("box");
    private static final ElementId STORE = new ElementId("store");
    private static final Threshold FULL = new Threshold(
            "x-full",
            Threshold.Measure.LEVEL,
            Threshold.Direction.ABOVE,
            100,
            90,
            1,
            1,
            Threshold.Response.PAGE,
            Optional.empty());

    /** Something that is measured and has no state of its own, as a host. */
    private static Scene measured() {
        Scene scene = new Scene(Brakes.defaults()).process("box").limit("box", FULL);
        scene.plant.process.remove(BOX);
        scene.plant.http.remove(BOX);
        scene.ready();
        measures(scene, 120, 4);
        assertThat(scene.incident("box").state()).isEqualTo(State.PAGED);
        return scene;
    }

    private static void measures(Scene scene, double value, int seconds) {
        for (int i = 0; i < seconds; i++) {
            scene.observe(Observation.measured(BOX, "x-full", value, "1", scene.now.get(), "test"));
            scene.step(Duration.ofSeconds(1));
        }
    }

    private static Scene paged() {
        Scene scene = new Scene(Brakes.defaults()).process("store").ready();
        scene.plant.incurable.add(STORE);
        scene.kill("store");
        for (int i = 0; i < 60; i++) scene.step(Duration.ofSeconds(5));
        assertThat(scene.incident("store").state()).isEqualTo(State.PAGED);
        return scene;
    }

    @Test
    void of_what_is_only_measured_a_page_is_over_once_it_was_within_its_limits_for_the_stable_window() {
        try (Scene scene = measured()) {
            measures(scene, 50, 20);
            assertThat(scene.incident("box").state()).isEqualTo(State.PAGED);
            measures(scene, 50, 15);
            assertThat(scene.incident("box").state()).isEqualTo(State.CLEARED);
            assertThat(scene.incident("box").note())
                    .isEqualTo("over after people were called: what is measured of it is within its limits");
        }
    }

    @Test
    void a_page_is_over_when_an_operator_stops_the_element_and_a_new_fault_is_a_new_incident() {
        try (Scene scene = paged()) {
            String id = scene.incident("store").id();
            scene.stop("store");
            for (int i = 0; i < 35; i++) scene.step(Duration.ofSeconds(1));
            assertThat(scene.incident("store").state()).isEqualTo(State.CLEARED);
            assertThat(scene.incident("store").note()).endsWith("an operator stopped it");
            scene.revive("store");
            scene.steps(4);
            scene.kill("store");
            scene.steps(4);
            assertThat(scene.incident("store").id()).isNotEqualTo(id);
        }
    }

    @Test
    void a_page_is_over_when_the_element_is_healthy_for_the_stable_window() {
        try (Scene scene = paged()) {
            scene.revive("store");
            for (int i = 0; i < 65; i++) scene.step(Duration.ofSeconds(1));
            assertThat(scene.incident("store").state()).isEqualTo(State.CLEARED);
            assertThat(scene.incident("store").note()).isEqualTo("healthy again after people were called");
        }
    }

    @Test
    void a_page_whose_symptoms_went_without_evidence_of_health_stands_and_says_so_once() {
        try (Scene scene = measured()) {
            measures(scene, 50, 2);
            for (int i = 0; i < 120; i++) scene.step(Duration.ofSeconds(1));
            assertThat(scene.incident("box").state()).isEqualTo(State.PAGED);
            assertThat(scene.incident("box").note())
                    .startsWith("people were called: ")
                    .endsWith("; its symptoms cleared, and it stands because no sensor said anything about its state");
            assertThat(scene.journal.all(JournalRecord.Changed.class))
                    .filteredOn(change -> change.now().note().contains("it stands because"))
                    .hasSize(1);
            measures(scene, 120, 2);
            assertThat(scene.incident("box").note()).doesNotContain("it stands");
        }
    }
}
