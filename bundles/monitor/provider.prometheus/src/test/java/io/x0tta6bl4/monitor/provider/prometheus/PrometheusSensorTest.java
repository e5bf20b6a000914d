package io.x0tta6bl4.monitor.provider.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.x0tta6bl4.knowledge.api.element.AnomalyWatch;
import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.element.TelemetryWatch;
import io.x0tta6bl4.knowledge.api.element.TelemetryWatch.Query;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import io.x0tta6bl4.monitor.api.Sensor;
import io.x0tta6bl4.monitor.api.SensorContract;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrometheusSensorTest implements SensorContract {
    private static final Duration EVERY = Duration.ofMillis(200);

    private final PrometheusSensor sensor = new PrometheusSensor();
    private final OddPrometheus server = new OddPrometheus();

    private static Element element(URI at, Duration timeout, String... queries) {
        List<Query> all = new ArrayList<>();
        for (String query : queries) all.add(new Query(at, query, "x-" + all.size(), EVERY, timeout));
        return new Element(
                new ElementId("shop"),
                new Subject.Endpoint(),
                "endpoint",
                "here",
                Element.Origin.CONFIGURED,
                List.of(),
                List.of(),
                Set.of(),
                List.of(),
                AnomalyWatch.NONE,
                new TelemetryWatch(all, Optional.empty()));
    }

    private Observation look(String query, Duration timeout) {
        return sensor.look(element(server.address(), timeout, query)).getFirst();
    }

    @Override
    public Sensor sensor() {
        return sensor;
    }

    @Override
    public Element understood() {
        return element(server.address(), Duration.ofSeconds(5), "1", "2");
    }

    @AfterEach
    void stop() {
        sensor.close();
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"0.25,0.25", "-3,-3", "1e12,1e12", "0,0"})
    void a_number_becomes_the_signal(String query, double value) {
        Observation seen = look(query, Duration.ofSeconds(5));
        assertThat(seen.signal()).isEqualTo("x-0");
        assertThat(seen.reading()).isEqualTo(new Reading.Measured(value, "1"));
        assertThat(seen.quality()).isEqualTo(Observation.Quality.GOOD);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NaN|the value is NaN",
                "+Inf|the value is Infinity",
                "-Inf|the value is -Infinity",
                "word|Prometheus gave no number",
                "empty|no series",
                "many|the query gives 2 series",
                "matrix|the query gives a matrix",
                "broken|Prometheus answers with status 500",
                "refused|Prometheus refused the query: parse error",
                "garbage|what answered is no Prometheus",
                "halfjson|what answered is no Prometheus",
                "huge|the answer is longer than",
                "future|of the future",
                "past|of the past",
                "notime|a time stamp of no time"
            })
    void what_is_no_number_is_a_doubt_of_the_sensor_and_no_fault_of_the_element(String query, String doubt) {
        Observation seen = look(query, Duration.ofSeconds(5));
        assertThat(seen.quality()).isEqualTo(Observation.Quality.DOUBTFUL);
        assertThat(seen.reading()).isInstanceOf(Reading.Absent.class);
        assertThat(seen.doubt()).contains(doubt);
    }

    @ParameterizedTest
    @CsvSource({"hang", "trickle"})
    void a_prometheus_that_hangs_is_given_up_and_holds_up_no_other_query(String query) {
        Queue<Observation> seen = new ConcurrentLinkedQueue<>();
        sensor.watch(model(1, element(server.address(), Duration.ofMillis(300), query, "7")), seen::add);
        await().atMost(PATIENCE)
                .until(() -> seen.stream().filter(o -> o.signal().equals("x-1")).count() > 3
                        && seen.stream().filter(o -> o.signal().equals("x-0")).count() > 1);
        assertThat(seen)
                .filteredOn(o -> o.signal().equals("x-0"))
                .allSatisfy(o -> assertThat(o.doubt()).isEqualTo("Prometheus did not answer within 300 ms"));
        assertThat(seen)
                .filteredOn(o -> o.signal().equals("x-1"))
                .allSatisfy(o -> assertThat(o.reading()).isInstanceOf(Reading.Measured.class));
    }

    @Test
    void a_prometheus_that_is_not_there_is_named() {
        server.close();
        assertThat(look("1", Duration.ofSeconds(5)).doubt()).startsWith("Prometheus cannot be asked: ");
    }

    @Test
    void the_self_test_tells_how_many_answers_had_no_number() {
        look("NaN", Duration.ofSeconds(5));
        look("1", Duration.ofSeconds(5));
        assertThat(sensor.selfTest().passed()).isTrue();
        assertThat(sensor.selfTest().detail()).isEqualTo("2 questions so far, 1 of them without a number");
    }
}
