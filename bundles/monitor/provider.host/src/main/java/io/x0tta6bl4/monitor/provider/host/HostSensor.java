package io.x0tta6bl4.monitor.provider.host;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.element.Subject;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.knowledge.api.observation.Reading;
import io.x0tta6bl4.knowledge.api.observation.Signals;
import io.x0tta6bl4.monitor.api.ObservationSink;
import io.x0tta6bl4.monitor.api.Sensor;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import io.x0tta6bl4.platform.api.SteadyClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import oshi.nativefree.SystemInfo;

/** Sensor for the machine: processor, memory, the file system of the data directory and load, every two seconds. */
@Component(property = {"x0.capability=monitor", "x0.name=" + HostSensor.NAME})
public final class HostSensor implements Sensor, SelfTest {
    static final String NAME = "host";
    private static final Logger LOG = LoggerFactory.getLogger(HostSensor.class);
    private static final Duration PERIOD = Duration.ofSeconds(2);
    /** The library keeps a reading for 300 ms. */
    private static final Duration BETWEEN_TWO_READINGS = Duration.ofMillis(400);

    private final Path data;
    private final InstantSource clock;
    private final SystemInfo system = new SystemInfo();
    private final Gauges gauges;
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, task -> Thread.ofPlatform().name("x0-sensor-host").daemon().unstarted(task));
    private volatile List<ElementId> hosts = List.of();
    private volatile ObservationSink sink = observation -> {};
    private volatile boolean started;

    @Activate
    public HostSensor(BundleContext context) {
        this(dataDirectory(context.getProperty("x0.data")), SteadyClock.system());
    }

    HostSensor(Path data, InstantSource clock) {
        this.data = data;
        this.clock = clock;
        this.gauges = new Gauges(data, system);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    private static Path dataDirectory(@Nullable String property) {
        if (property == null)
            throw new IllegalStateException("the framework property x0.data is not set; it names the data directory");
        return Path.of(property);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public synchronized void watch(Model model, ObservationSink sink) {
        this.sink = sink;
        hosts = model.elements().stream()
                .filter(element -> element.subject() instanceof Subject.Host)
                .map(Element::id)
                .toList();
        if (hosts.isEmpty() || started || timer.isShutdown()) return;
        started = true;
        ScheduledFuture<?> ignored =
                timer.scheduleAtFixedRate(this::observe, 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void observe() {
        if (hosts.isEmpty()) return;
        try {
            Map<String, Reading> readings = gauges.read();
            Instant at = clock.instant();
            for (ElementId host : hosts)
                readings.forEach((signal, reading) -> sink.accept(observation(host, signal, reading, at)));
        } catch (RuntimeException e) {
            LOG.warn("An observation of the host was not taken", e); // an exception would end the timer
        }
    }

    private static Observation observation(ElementId host, String signal, Reading reading, Instant at) {
        return new Observation(
                host, signal, reading, at, NAME, Observation.Provenance.OBSERVED, Observation.Quality.GOOD, "");
    }

    @Override
    public List<Observation> look(Element element) {
        if (!(element.subject() instanceof Subject.Host)) return List.of();
        Map<String, Reading> readings = twice();
        Instant at = clock.instant();
        return readings.entrySet().stream()
                .map(entry -> observation(element.id(), entry.getKey(), entry.getValue(), at))
                .toList();
    }

    /** Afresh: the use of the processor between two readings of its own. */
    private Map<String, Reading> twice() {
        Gauges own = new Gauges(data, system);
        Map<String, Reading> first = own.read();
        try {
            TimeUnit.NANOSECONDS.sleep(BETWEEN_TWO_READINGS.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return first;
        }
        return own.read();
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of("read processor, memory, disk and load of the host", () -> {
            Map<String, Reading> readings = new Gauges(data, system).read();
            for (String signal : List.of(Signals.HOST_MEMORY, Signals.HOST_DISK, Signals.HOST_LOAD))
                if (readings.get(signal) instanceof Reading.Absent(String reason))
                    throw new IllegalStateException(signal + ": " + reason);
            return readings.size() + " gauges";
        });
    }

    /** Ends its thread. */
    @Deactivate
    void close() {
        timer.shutdownNow();
    }
}
