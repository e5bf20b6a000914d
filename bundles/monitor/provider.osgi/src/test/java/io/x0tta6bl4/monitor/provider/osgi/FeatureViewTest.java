package io.x0tta6bl4.monitor.provider.osgi;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.feature.api.WatchedChange;
import io.x0tta6bl4.feature.api.WatchedChange.Standing;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FeatureViewTest {

    private static WatchedChange change(Standing standing, boolean takenBack, boolean byNode) {
        return new WatchedChange(
                "greet ers",
                "a:g:1",
                "a:g:2",
                Set.of("greeter"),
                standing,
                "said hrmpf",
                Instant.EPOCH,
                takenBack,
                byNode);
    }

    private static Reading reading(Standing standing, boolean takenBack, boolean byNode) {
        return FeatureView.reading(change(standing, takenBack, byNode));
    }

    @Test
    void a_change_that_serves_and_one_that_is_worse_are_states_that_name_the_change() {
        assertThat(reading(Standing.SERVING, false, false))
                .isEqualTo(new Reading.State("serving", "changed from a:g:1 to a:g:2"));
        assertThat(reading(Standing.WORSE, false, false))
                .isEqualTo(new Reading.State("worse", "changed from a:g:1 to a:g:2: said hrmpf"));
    }

    @Test
    void a_doubt_is_neither_good_nor_bad() {
        assertThat(reading(Standing.DOUBTFUL, false, false)).isInstanceOf(Reading.Absent.class);
    }

    @Test
    void what_the_node_takes_back_by_its_own_hand_is_nothing_for_the_loop() {
        assertThat(reading(Standing.WORSE, false, true)).isInstanceOf(Reading.Absent.class);
        assertThat(reading(Standing.WORSE, true, true)).isInstanceOf(Reading.State.class);
    }

    @Test
    void a_feature_is_an_element_whatever_it_is_called() {
        assertThat(FeatureView.element(change(Standing.SERVING, false, false))).satisfies(element -> {
            assertThat(element.id().value()).isEqualTo("feature/greet_ers");
            assertThat(element.subject()).isEqualTo(new Subject.Feature("greet ers"));
        });
    }
}
