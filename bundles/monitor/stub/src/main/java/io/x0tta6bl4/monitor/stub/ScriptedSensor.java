package io.x0tta6bl4.monitor.stub;

import io.x0tta6bl4.knowledge.api.element.Element;
import io.x0tta6bl4.knowledge.api.element.ElementId;
import io.x0tta6bl4.knowledge.api.element.Model;
import io.x0tta6bl4.knowledge.api.observation.Observation;
import io.x0tta6bl4.monitor.api.ObservationSink;
import io.x0tta6bl4.monitor.api.Sensor;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import io.x0tta6bl4.platform.api.SteadyClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sensor that looks at nothing and says what its configuration tells it, again and again: for a lab, to see what the loop
 * makes of a sensor that lies, freezes or dates its words wrongly. Elements that are not in its script it does not understand.
 */
@Component(
        property = {"x0.capability=monitor", "x0.name=stub", "service.ranking:Integer=-1000"},
        configurationPid = ScriptedSensor.PID)
public final class ScriptedSensor implements Sensor, SelfTest {
    /** Configuration of the script; may change while it runs. */
    public static final String PID = "io.x0tta6bl4.monitor.stub.ScriptedSensor";

    private static final Logger LOG = LoggerFactory.getLogger(ScriptedSensor.class);
    private static final int LINES = 10_000;

    /** What it says. */
    public @interface Config {
        /** Lines of the script, see {@code Line}; at most 10,000. */
        String[] says() default {};

        /** How often everything is said again, in milliseconds. */
        int every_ms() default 500;

        /** By how much the words are dated back, in milliseconds; negative for the future. */
        long age_ms() default 0;

        /** The name under which it speaks. */
        String speaks_as() default "stub";
    }

    private record Script(List<Line> lines, Duration age, String name) {}

    private final InstantSource clock;
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, task -> Thread.ofPlatform().name("x0-sensor-stub").daemon().unstarted(task));
    private final long everyMillis;
    private volatile Script script;
    private volatile Set<ElementId> elements = Set.of();
    private volatile ObservationSink sink = observation -> {};
    private volatile boolean started;

    @Activate
    public ScriptedSensor(Config config) {
        this(config.says(), config.every_ms(), config.age_ms(), config.speaks_as(), SteadyClock.system());
    }

    ScriptedSensor(String[] says, int everyMillis, long ageMillis, String name, InstantSource clock) {
        this.clock = clock;
        this.everyMillis = everyMillis;
        this.script = script(says, ageMillis, name);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    private static Script script(String[] says, long ageMillis, String name) {
        if (says.length > LINES) throw new IllegalArgumentException("a script has at most " + LINES + " lines");
        return new Script(java.util.Arrays.stream(says).map(Line::of).toList(), Duration.ofMillis(ageMillis), name);
    }

    /** Takes a new script; the name and the rhythm stay. A wrong script is refused and the old one goes on. */
    @Modified
    void modified(Config config) {
        say(config.age_ms(), config.says());
    }

    /** Changes what it says from now on. */
    public void say(long ageMillis, String... says) {
        script = script(says, ageMillis, script.name());
        if (started && !timer.isShutdown()) timer.execute(this::speak);
    }

    @Override
    public String name() {
        return script.name();
    }

    @Override
    public synchronized void watch(Model model, ObservationSink sink) {
        this.sink = sink;
        elements = model.elements().stream().map(Element::id).collect(Collectors.toUnmodifiableSet());
        if (started || elements.isEmpty() || timer.isShutdown()) return;
        started = true;
        ScheduledFuture<?> ignored = timer.scheduleWithFixedDelay(this::speak, 0, everyMillis, TimeUnit.MILLISECONDS);
    }

    private void speak() {
        try {
            Script now = script;
            for (Line line : now.lines()) if (elements.contains(line.element())) sink.accept(observation(now, line));
        } catch (RuntimeException e) {
            LOG.warn("An observation of the stub was not taken", e); // an exception would end the timer
        }
    }

    private Observation observation(Script from, Line line) {
        Instant at = clock.instant().minus(from.age());
        return new Observation(
                line.element(),
                line.signal(),
                line.reading(),
                at,
                from.name(),
                Observation.Provenance.OBSERVED,
                Observation.Quality.GOOD,
                "");
    }

    @Override
    public List<Observation> look(Element element) {
        Script now = script;
        return now.lines().stream()
                .filter(line -> line.element().equals(element.id()))
                .map(line -> observation(now, line))
                .toList();
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of("read its script", () -> script.lines().size() + " lines; it looks at nothing real");
    }

    /** Ends its thread. */
    @Deactivate
    void close() {
        timer.shutdownNow();
    }
}
