package io.x0tta6bl4.monitor.provider.alertmanager;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Observation.Quality;
import io.x0tta6bl4.monitor.api.ObservationSink;
import io.x0tta6bl4.monitor.api.Sensor;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import io.x0tta6bl4.platform.api.SteadyClock;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes what an Alertmanager tells, and tells it to the loop each second. */
@Component(
        service = {Sensor.class, SelfTest.class, AlertmanagerSensor.class},
        immediate = true,
        property = {"x0.capability=monitor", "x0.name=" + AlertmanagerSensor.NAME})
public final class AlertmanagerSensor implements Sensor, SelfTest {
    static final String NAME = "alertmanager";
    private static final Logger LOG = LoggerFactory.getLogger(AlertmanagerSensor.class);
    private static final ElementId SELF = new ElementId("component/" + AlertmanagerSensor.class.getName());

    private record Watched(Model model, ObservationSink sink) {}

    private final InstantSource clock;
    private final Board board = new Board();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("x0-sensor-alertmanager").factory());
    private volatile Watched watched = new Watched(Model.empty("node"), observation -> {});

    @Activate
    public AlertmanagerSensor() {
        this(SteadyClock.system());
        timer.scheduleWithFixedDelay(this::turn, 1, 1, TimeUnit.SECONDS);
    }

    AlertmanagerSensor(InstantSource clock) {
        this.clock = clock;
    }

    /** @throws IllegalArgumentException with words why it is no notification */
    void take(byte[] octets) {
        Model model = watched.model();
        board.take(Notification.read(octets), name -> isElement(model, name), clock.instant());
    }

    Board board() {
        return board;
    }

    private static boolean isElement(Model model, String name) {
        return model.elements().stream()
                .anyMatch(element -> element.id().value().equals(name));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void watch(Model model, ObservationSink sink) {
        watched = new Watched(model, sink);
    }

    void turn() {
        Watched now = watched;
        Instant at = clock.instant();
        for (Observation observation : board.tell(at)) tell(now, observation);
        Observation said = Observation.measured(SELF, "x-alerts.refused", 0, "1", at, NAME);
        tell(now, board.takeDoubt() ? said.doubted(Quality.DOUBTFUL, board.words()) : said);
    }

    private static void tell(Watched now, Observation observation) {
        if (now.model().element(observation.element()).isEmpty()) return;
        try {
            now.sink().accept(observation);
        } catch (RuntimeException e) {
            LOG.warn("An observation was not taken", e);
        }
    }

    /** What was told before: a receiver cannot ask. */
    @Override
    public List<Observation> look(Element element) {
        return board.tell(clock.instant()).stream()
                .filter(one -> one.element().equals(element.id()))
                .toList();
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of("take a known notification onto a board of its own", () -> {
            Board trial = new Board();
            String known = "{\"version\":\"4\",\"alerts\":[{\"status\":\"firing\",\"labels\":{\"alertname\":\"T\","
                    + "\"element\":\"trial\"}}]}";
            trial.take(Notification.read(known.getBytes(StandardCharsets.UTF_8)), _ -> true, clock.instant());
            if (trial.tell(clock.instant()).size() != 2)
                throw new IllegalStateException("a known notification is not taken: " + trial.words());
            return board.words();
        });
    }

    @Deactivate
    void close() {
        timer.shutdownNow();
    }
}
