package io.x0tta6bl4.monitor.provider.osgi;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EmissionsTest {
    private static final ElementId ID = new ElementId("bundle/a");
    private static final Reading GOOD = new Reading.State("active", "1.0.0");
    private static final Reading RESOLVED = new Reading.State("resolved", "2.0.0");
    private static final Reading STARTING = new Reading.State("starting", "2.0.0");

    private final Emissions emissions = new Emissions(Duration.ofMillis(300), Duration.ofSeconds(5));

    private static long ms(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    @Test
    void a_good_reading_is_said_at_once_and_again_only_when_it_changes_or_grows_old() {
        assertThat(emissions.due(ID, GOOD, false, ms(0))).isTrue();
        assertThat(emissions.due(ID, GOOD, false, ms(1_000))).isFalse();
        assertThat(emissions.due(ID, new Reading.State("active", "1.1.0"), false, ms(1_001)))
                .isTrue();
        assertThat(emissions.due(ID, new Reading.State("active", "1.1.0"), false, ms(6_001)))
                .isTrue();
    }

    @Test
    void a_bad_reading_is_said_only_when_badness_has_lasted_whatever_its_form() {
        assertThat(emissions.due(ID, RESOLVED, true, ms(0))).isFalse();
        assertThat(emissions.untilNext(ms(100))).isEqualTo(ms(200));
        assertThat(emissions.due(ID, STARTING, true, ms(299))).isFalse();
        assertThat(emissions.due(ID, RESOLVED, true, ms(300))).isTrue();
        assertThat(emissions.untilNext(ms(300))).isNegative();
    }

    @Test
    void a_blink_between_good_and_good_leaves_no_trace() {
        emissions.due(ID, GOOD, false, ms(0));
        assertThat(emissions.due(ID, RESOLVED, true, ms(1_000))).isFalse();
        assertThat(emissions.due(ID, GOOD, false, ms(1_200))).isFalse();
        assertThat(emissions.due(ID, RESOLVED, true, ms(1_400)))
                .as("badness counts anew")
                .isFalse();
    }

    @Test
    void a_pardoned_or_forgotten_element_starts_anew() {
        emissions.due(ID, RESOLVED, true, ms(0));
        emissions.pardon(ID);
        assertThat(emissions.due(ID, RESOLVED, true, ms(400))).isFalse();
        emissions.retain(Set.of());
        assertThat(emissions.untilNext(ms(400))).isNegative();
    }
}
