package io.x0tta6bl4.monitor.provider.alertmanager;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import io.x0tta6bl4.monitor.api.Sensor;
import io.x0tta6bl4.monitor.api.SensorContract;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlertmanagerSensorTest implements SensorContract {
    private final AlertmanagerSensor sensor = new AlertmanagerSensor();

    @BeforeEach
    void fire() {
        sensor.watch(model(1, understood()), observation -> {});
        take("firing", "Slow", "shop", "a");
    }

    @AfterEach
    void stop() {
        sensor.close();
    }

    private void take(String status, String name, String element, String instance) {
        String alert = "{\"status\":\"%s\",\"labels\":{\"alertname\":\"%s\",\"element\":\"%s\",\"instance\":\"%s\"}}";
        String all = "{\"version\":\"4\",\"alerts\":[" + alert.formatted(status, name, element, instance) + "]}";
        sensor.take(all.getBytes(UTF_8));
    }

    private Map<String, Double> signals() {
        return sensor.look(understood()).stream()
                .collect(Collectors.toMap(Observation::signal, one -> ((Reading.Measured) one.reading()).value()));
    }

    @Override
    public Sensor sensor() {
        return sensor;
    }

    @Override
    public Element understood() {
        return Element.discovered(new ElementId("shop"), new Subject.Endpoint(), "endpoint", Set.of());
    }

    @Test
    void firing_alerts_are_counted_and_resolved_ones_read_zero() {
        take("firing", "Slow", "shop", "b");
        take("firing", "Slow", "shop", "b");
        take("firing", "Full disk", "shop", "a");
        assertThat(signals()).isEqualTo(Map.of("x-alert.Slow", 2.0, "x-alert.Full_disk", 1.0, "x-alerts.firing", 3.0));
        take("resolved", "Slow", "shop", "a");
        take("resolved", "Slow", "shop", "b");
        assertThat(signals()).isEqualTo(Map.of("x-alert.Slow", 0.0, "x-alert.Full_disk", 1.0, "x-alerts.firing", 1.0));
    }

    @Test
    void an_unknown_element_is_counted_and_named() {
        take("firing", "Slow", "nobody", "a");
        assertThat(sensor.selfTest().detail())
                .isEqualTo("1 alerts known; not taken: {of an unknown element=1}, for example 'nobody'");
        assertThat(sensor.board().takeDoubt()).isTrue();
        assertThat(sensor.board().takeDoubt()).isFalse();
    }

    @Test
    void what_the_node_told_itself_does_not_come_back() {
        take("firing", "X0Incident", "shop", "a");
        assertThat(signals()).containsOnlyKeys("x-alert.Slow", "x-alerts.firing");
    }

    @Test
    void a_flood_is_bounded() {
        for (int i = 0; i < Board.MOST + 10; i++) take("firing", "Slow", "shop", "n" + i);
        assertThat(signals()).containsEntry("x-alerts.firing", (double) Board.MOST);
        assertThat(sensor.selfTest().detail()).contains("over the limit=11");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"version\":\"4\"}",
                "{\"version\":\"3\",\"alerts\":[]}",
                "{\"version\":\"4\",\"alerts\":[1]}",
                "{\"version\":\"4\",\"alerts\":[{\"status\":\"firing\"}]}",
                "{\"version\":\"4\",\"alerts\":[{\"status\":\"odd\",\"labels\":{\"alertname\":\"A\"}}]}"
            })
    void what_is_no_notification_is_refused_whole(String body) {
        assertThatThrownBy(() -> sensor.take(body.getBytes(UTF_8))).isInstanceOf(IllegalArgumentException.class);
        assertThat(signals()).containsEntry("x-alerts.firing", 1.0);
    }
}
