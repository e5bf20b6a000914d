package io.x0tta6bl4.loop.provider.mapek;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.policy.api.LocalIdentity;
import io.x0tta6bl4.policy.api.Request;
import org.junit.jupiter.api.Test;

/** Every call of an effector asks the policy, by the loop's identity or by the operator's. */
class PolicyTest {
    @Test
    void the_loop_asks_before_it_heals_and_heals_nothing_that_policy_denies() {
        try (Scene scene = new Scene(Switched.with()).process("web").ready()) {
            scene.forbidden.add("process.restart");
            scene.forbidden.add("process.start");
            scene.kill("web");
            scene.steps(10);
            assertThat(scene.plant.done)
                    .noneMatch(o -> o.action().command().name().startsWith("process."));
            assertThat(scene.policy.asked)
                    .filteredOn(request -> request.action().startsWith("process."))
                    .isNotEmpty()
                    .allMatch(r ->
                            r.who().equals(LocalIdentity.LOOP) && r.target().equals("element:web"));
        }
    }

    @Test
    void what_policy_allows_is_done() {
        try (Scene scene = new Scene(Switched.with()).process("web").ready()) {
            scene.kill("web");
            scene.steps(10);
            assertThat(scene.plant.done).isNotEmpty();
        }
    }

    @Test
    void an_operator_asks_in_the_name_of_the_user_of_the_node() {
        try (Scene scene = new Scene(Switched.with()).process("web").ready()) {
            scene.forbidden.add("process.stop");
            String said = new Operations(scene.engine, "ann").stop(new ElementId("web"));
            assertThat(said).contains("policy: told not to");
            assertThat(scene.plant.done).isEmpty();
            assertThat(scene.policy.asked).contains(new Request(LocalIdentity.owner(), "process.stop", "element:web"));
        }
    }
}
