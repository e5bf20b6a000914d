package io.x0tta6bl4.monitor.provider.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Probe;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import io.x0tta6bl4.monitor.api.Sensor;
import io.x0tta6bl4.monitor.api.SensorContract;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TcpSensorTest implements SensorContract {
    private final TcpSensor sensor = new TcpSensor();
    private final ServerSocket server = listening(200);
    private final List<Socket> open = new ArrayList<>();
    private final Queue<Observation> seen = new ConcurrentLinkedQueue<>();

    private static ServerSocket listening(int backlog) {
        try {
            return new ServerSocket(0, backlog, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Element element(String host, int port, long every, long timeout, int failures) {
        Probe.Schedule schedule =
                new Probe.Schedule(Duration.ofMillis(every), Duration.ofMillis(timeout), failures, failures, 1);
        return new Element(
                new ElementId("db"),
                new Subject.Endpoint(),
                "endpoint",
                "here",
                Element.Origin.CONFIGURED,
                List.of(new Probe.Tcp(host, port, schedule)),
                List.of(),
                Set.of(),
                List.of());
    }

    @Override
    public Sensor sensor() {
        return sensor;
    }

    @Override
    public Element understood() {
        return element("127.0.0.1", server.getLocalPort(), 500, 1_000, 1);
    }

    @AfterEach
    void stop() throws IOException {
        sensor.close();
        server.close();
        for (Socket socket : open) socket.close();
    }

    /** A server whose queue is full: the operating system lets further connections wait. */
    private int hung() throws IOException {
        ServerSocket full = listening(1);
        InetSocketAddress address = new InetSocketAddress(full.getInetAddress(), full.getLocalPort());
        for (int i = 0; i < 100; i++) {
            Socket socket = new Socket();
            open.add(socket);
            try {
                socket.connect(address, 300);
            } catch (SocketTimeoutException e) {
                return full.getLocalPort();
            }
        }
        throw new IllegalStateException("a queue of one took a hundred connections");
    }

    private Stream<Observation> states() {
        return seen.stream().filter(o -> o.signal().equals(Signals.TCP_STATE));
    }

    @Test
    void an_open_port_is_healthy_with_its_latency() {
        assertThat(sensor.look(understood()))
                .anyMatch(o -> o.says("healthy"))
                .anyMatch(o -> o.signal().equals(Signals.TCP_LATENCY) && o.reading() instanceof Reading.Measured);
    }

    @Test
    void a_closed_port_is_unreachable() throws IOException {
        server.close();
        assertThat(sensor.look(understood()))
                .anyMatch(o -> o.says("unreachable"))
                .anyMatch(o -> o.signal().equals(Signals.TCP_LATENCY) && o.reading() instanceof Reading.Absent);
    }

    @Test
    void a_name_with_several_addresses_is_tried_to_the_last() {
        assertThat(sensor.look(element("localhost", server.getLocalPort(), 500, 1_000, 1)))
                .anyMatch(o -> o.says("healthy"));
    }

    @Test
    void an_unknown_host_is_not_healthy() {
        assertThat(sensor.look(element("no-such-host.invalid", 80, 500, 1_500, 1)))
                .anyMatch(o -> o.says("unreachable") || o.says("unresponsive"));
    }

    @Test
    void a_server_that_takes_no_connections_is_unresponsive_and_asked_again_at_once() throws IOException {
        sensor.watch(model(1, element("127.0.0.1", hung(), 3_600_000, 150, 3)), seen::add);
        await().atMost(PATIENCE)
                .until(() -> states().filter(o -> o.says("unresponsive")).count() == 3);
        await().during(Duration.ofMillis(500)).atMost(PATIENCE).until(() -> states().count() == 3);
    }

    @Test
    void its_self_test_connects_for_real() {
        assertThat(sensor.selfTest().passed()).as(sensor.selfTest().detail()).isTrue();
    }

    @Test
    void a_stopped_sensor_leaves_no_thread() {
        sensor.watch(model(1, understood()), seen::add);
        await().atMost(PATIENCE).until(() -> !seen.isEmpty());
        sensor.close();
        await().atMost(PATIENCE)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(t -> t.getName().startsWith("x0-")));
    }
}
