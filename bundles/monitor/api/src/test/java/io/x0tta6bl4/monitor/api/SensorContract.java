package io.x0tta6bl4.monitor.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import io.x0tta6bl4.knowledge.api.policy.Policy;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** What every sensor keeps, the real ones and the stub alike; its test class implements this interface. */
public interface SensorContract {

    /** Within which a sensor is expected to have spoken; generous, because test machines are busy. */
    Duration PATIENCE = Duration.ofSeconds(20);

    /** The sensor under test, the same one for a whole test method; the implementer stops it afterwards. */
    Sensor sensor();

    /** An element that the sensor understands and can see something of. */
    Element understood();

    /** An element that it does not understand. */
    default Element foreign() {
        return Element.discovered(
                new ElementId("component/nobody"), new Subject.Component("nobody", "none"), "component", Set.of());
    }

    @Test
    default void it_has_a_name_of_one_word() {
        assertThat(sensor().name()).matches("[a-z][a-z0-9-]*").isEqualTo(sensor().name());
    }

    @Test
    default void it_sees_nothing_of_an_element_it_does_not_understand() {
        assertThat(sensor().look(foreign())).isEmpty();
        Queue<Observation> seen = new ConcurrentLinkedQueue<>();
        sensor().watch(model(1, foreign(), understood()), seen::add);
        await().atMost(PATIENCE).until(() -> !seen.isEmpty());
        assertThat(seen).noneMatch(o -> o.element().equals(foreign().id()));
    }

    @Test
    default void a_look_tells_what_it_sees_now() {
        List<Observation> seen = sensor().look(understood());
        assertThat(seen).isNotEmpty().allSatisfy(this::isWellFormed);
        assertThat(seen.stream().map(Observation::signal)).doesNotHaveDuplicates();
    }

    @Test
    default void a_watched_element_is_observed() {
        Queue<Observation> seen = new ConcurrentLinkedQueue<>();
        sensor().watch(model(1, understood()), seen::add);
        await().atMost(PATIENCE).until(() -> !seen.isEmpty());
        assertThat(seen).allSatisfy(this::isWellFormed);
    }

    @Test
    default void an_element_that_left_the_model_is_watched_no_more() {
        Queue<Observation> seen = new ConcurrentLinkedQueue<>();
        sensor().watch(model(1, understood()), seen::add);
        await().atMost(PATIENCE).until(() -> !seen.isEmpty());
        sensor().watch(model(2), seen::add);
        await().atMost(PATIENCE).during(Duration.ofMillis(2_500)).until(() -> {
            boolean silent = seen.isEmpty();
            seen.clear();
            return silent;
        });
    }

    @Test
    default void the_newest_sink_gets_the_observations() {
        Queue<Observation> before = new ConcurrentLinkedQueue<>();
        Queue<Observation> after = new ConcurrentLinkedQueue<>();
        sensor().watch(model(1, understood()), before::add);
        await().atMost(PATIENCE).until(() -> !before.isEmpty());
        sensor().watch(model(2, understood()), after::add);
        await().atMost(PATIENCE).until(() -> !after.isEmpty());
    }

    @Test
    default void a_sink_that_throws_does_not_stop_it() {
        Queue<Observation> seen = new ConcurrentLinkedQueue<>();
        ObservationSink angry = o -> {
            seen.add(o);
            throw new IllegalStateException("a sink that breaks its promise");
        };
        assertThatCode(() -> sensor().watch(model(1, understood()), angry)).doesNotThrowAnyException();
        await().atMost(PATIENCE).until(() -> !seen.isEmpty());
        seen.clear();
        await().atMost(PATIENCE).until(() -> !seen.isEmpty());
    }

    /** A model of these elements under the default policy. */
    default Model model(long revision, Element... elements) {
        return new Model(revision, "test", List.of(elements), Policy.defaults());
    }

    private void isWellFormed(Observation o) {
        assertThat(o.element()).isEqualTo(understood().id());
        assertThat(o.sensor()).isEqualTo(sensor().name());
        if (o.reading() instanceof Reading.Measured m && Signals.UNITS.containsKey(o.signal()))
            assertThat(m.unit()).isEqualTo(Signals.UNITS.get(o.signal()));
        assertThat(o.reading() instanceof Reading.State && Signals.UNITS.containsKey(o.signal()))
                .as("%s is a number and reads as a state", o.signal())
                .isFalse();
    }
}
