package io.x0tta6bl4.monitor.provider.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import io.x0tta6bl4.monitor.api.Sensor;
import io.x0tta6bl4.monitor.api.SensorContract;
import io.x0tta6bl4.platform.api.SteadyClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostSensorTest implements SensorContract {
    @TempDir
    private static Path data;

    private final HostSensor sensor = new HostSensor(data, SteadyClock.system());

    @Override
    public Sensor sensor() {
        return sensor;
    }

    @Override
    public Element understood() {
        return Element.discovered(new ElementId("host"), new Subject.Host(), "host", Set.of());
    }

    @AfterEach
    void stop() {
        sensor.close();
    }

    @Test
    void all_four_gauges_are_read_as_numbers_in_their_range() {
        Queue<Observation> seen = new ConcurrentLinkedQueue<>();
        sensor.watch(model(1, understood()), seen::add);
        for (String signal : Set.of(Signals.HOST_CPU, Signals.HOST_MEMORY, Signals.HOST_DISK, Signals.HOST_LOAD))
            await().atMost(PATIENCE)
                    .until(() -> seen.stream()
                            .anyMatch(o -> o.signal().equals(signal) && o.reading() instanceof Reading.Measured));
        assertThat(seen)
                .filteredOn(o -> !o.signal().equals(Signals.HOST_LOAD) && o.reading() instanceof Reading.Measured)
                .allMatch(o -> o.reading() instanceof Reading.Measured m && m.value() >= 0 && m.value() <= 1);
    }

    @Test
    void memory_is_what_is_not_available_rather_than_what_is_not_free() throws Exception {
        long total = 0;
        long available = 0;
        for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
            if (line.startsWith("MemTotal:")) total = kilobytes(line);
            if (line.startsWith("MemAvailable:")) available = kilobytes(line);
        }
        double expected = 1 - (double) available / total;
        assertThat(sensor.look(understood()))
                .anyMatch(o -> o.signal().equals(Signals.HOST_MEMORY)
                        && o.reading() instanceof Reading.Measured m
                        && Math.abs(m.value() - expected) < 0.05);
    }

    private static long kilobytes(String line) {
        return Long.parseLong(line.replaceAll("\\D", ""));
    }

    @Test
    void a_look_measures_the_processor_by_itself() {
        assertThat(sensor.look(understood()))
                .anyMatch(o -> o.signal().equals(Signals.HOST_CPU) && o.reading() instanceof Reading.Measured);
    }

    @Test
    void a_data_directory_that_is_gone_is_an_absent_disk_and_a_failed_self_test() {
        HostSensor lost = new HostSensor(data.resolve("gone"), SteadyClock.system());
        try {
            assertThat(lost.look(understood()))
                    .anyMatch(o -> o.signal().equals(Signals.HOST_DISK) && o.reading() instanceof Reading.Absent)
                    .anyMatch(o -> o.signal().equals(Signals.HOST_MEMORY) && o.reading() instanceof Reading.Measured);
            assertThat(lost.selfTest().passed()).isFalse();
            assertThat(lost.selfTest().detail()).contains("gone");
        } finally {
            lost.close();
        }
    }

    @Test
    void its_self_test_reads_the_host() {
        assertThat(sensor.selfTest().passed()).as(sensor.selfTest().detail()).isTrue();
    }

    @Test
    void a_stopped_sensor_leaves_no_thread() {
        sensor.watch(model(1, understood()), o -> {});
        sensor.close();
        await().atMost(PATIENCE)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(t -> t.getName().equals("x0-sensor-host")));
    }
}
