package io.x0tta6bl4.analyze.provider.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.x0tta6bl4.knowledge.api.element.Subject.Restart;
import io.x0tta6bl4.knowledge.api.element.Threshold;
import io.x0tta6bl4.knowledge.api.element.Threshold.Direction;
import io.x0tta6bl4.knowledge.api.element.Threshold.Measure;
import io.x0tta6bl4.knowledge.api.element.Threshold.Response;
import io.x0tta6bl4.knowledge.api.incident.Symptom.Kind;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import org.junit.jupiter.api.Test;

/** A sensor lies about a healthy element while another one tells the truth: the element is never to blame. */
class LyingSensorTest {
    private static final Threshold MEMORY =
            new Threshold(Signals.PROCESS_MEMORY, Measure.LEVEL, Direction.ABOVE, 500, 400, 3, 5, Response.HEAL);

    private final Watched store = Watched.process(Restart.ALWAYS, MEMORY).settled();

    private Observation memory(String sensor, double bytes) {
        return Observation.measured(Watched.ID, Signals.PROCESS_MEMORY, bytes, "By", store.now, sensor);
    }

    @Test
    void an_extreme_value_that_another_sensor_contradicts_is_a_fault_of_the_sensor() {
        for (int second = 0; second < 60; second++) {
            store.seconds(1).sees(memory("liar", 1e12));
            if (second % 2 == 0) store.sees(memory("process", 100));
        }
        assertThat(store.kinds()).containsExactly(Kind.SENSOR_FAULT);
        assertThat(store.history)
                .allSatisfy(a -> assertThat(a.holding())
                        .allSatisfy(s -> assertThat(s.kind()).isEqualTo(Kind.SENSOR_FAULT)));
    }

    @Test
    void the_fault_is_over_when_the_liar_is_gone_and_then_a_real_one_is_found() {
        for (int second = 0; second < 20; second++) {
            store.seconds(1).sees(memory("process", 100));
            store.sees(memory("liar", 1e12));
        }
        for (int second = 0; second < 40; second++) store.seconds(1).sees(memory("process", 100));
        assertThat(store.kinds()).isEmpty();

        for (int second = 0; second < 5; second++) store.seconds(1).sees(memory("process", 600));
        assertThat(store.kinds()).containsExactly(Kind.BEYOND_THRESHOLD);
    }

    @Test
    void two_sensors_that_agree_are_believed() {
        for (int second = 0; second < 5; second++) {
            store.seconds(1).sees(memory("process", 600));
            store.sees(memory("other", 650));
        }
        assertThat(store.kinds()).containsExactly(Kind.BEYOND_THRESHOLD);
    }

    @Test
    void a_state_that_cannot_be_one_of_the_element_is_a_fault_of_the_sensor() {
        for (String signal : new String[] {Signals.TCP_STATE, Signals.BUNDLE_STATE, Signals.SERVICE_STATE})
            for (int second = 0; second < 5; second++)
                store.seconds(1).sees(Observation.state(Watched.ID, signal, "unreachable", "", store.now, "liar"));
        assertThat(store.kinds()).containsOnly(Kind.SENSOR_FAULT).hasSize(3);
    }
}
