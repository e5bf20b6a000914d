package io.x0tta6bl4.monitor.stub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import io.x0tta6bl4.monitor.api.Sensor;
import io.x0tta6bl4.monitor.api.SensorContract;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScriptedSensorTest implements SensorContract {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final ScriptedSensor sensor = new ScriptedSensor(
            new String[] {
                "web http.state state healthy all is well", "web http.latency number 7.5 ms", "web x absent gone"
            },
            100,
            0,
            "stub",
            InstantSource.fixed(NOON));

    @Override
    public Sensor sensor() {
        return sensor;
    }

    @Override
    public Element understood() {
        return Element.discovered(new ElementId("web"), new Subject.Endpoint(), "endpoint", Set.of());
    }

    @AfterEach
    void stop() {
        sensor.close();
    }

    @Test
    void it_says_what_the_script_says() {
        assertThat(sensor.look(understood()).stream().map(Observation::reading))
                .containsExactly(
                        new Reading.State("healthy", "all is well"),
                        new Reading.Measured(7.5, "ms"),
                        new Reading.Absent("gone"));
    }

    @Test
    void a_new_script_takes_effect_at_once_and_can_date_its_words_into_the_future() {
        Queue<Observation> seen = new ConcurrentLinkedQueue<>();
        sensor.watch(model(1, understood()), seen::add);
        sensor.say(-5_000, "web http.state state unreachable");
        await().atMost(PATIENCE)
                .until(() -> seen.stream().anyMatch(o -> o.says("unreachable") && o.at().equals(NOON.plusSeconds(5))));
    }

    @Test
    void a_wrong_line_is_refused_with_the_form_of_a_right_one() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sensor.say(0, "web http.state perhaps"))
                .withMessageContaining("state <value>");
        assertThat(sensor.look(understood())).hasSize(3);
    }

    @Test
    void its_self_test_admits_that_it_is_not_real() {
        assertThat(sensor.selfTest().detail()).contains("nothing real");
    }
}
