package io.x0tta6bl4.loop.provider.mapek;

import io.x0tta6bl4.knowledge.api.incident.Incident;
import io.x0tta6bl4.loop.api.BrakeState;
import io.x0tta6bl4.loop.api.ElementHealth;
import io.x0tta6bl4.loop.api.Lesson;
import io.x0tta6bl4.loop.api.LevelState;
import io.x0tta6bl4.loop.api.Loop;
import io.x0tta6bl4.loop.api.LoopStatus;
import io.x0tta6bl4.platform.api.SelfTest;
import io.x0tta6bl4.platform.api.SelfTestResult;
import io.x0tta6bl4.platform.api.SteadyClock;
import io.x0tta6bl4.platform.api.Swappable;
import io.x0tta6bl4.platform.api.Swappables;
import io.x0tta6bl4.telemetry.api.Metric;
import io.x0tta6bl4.telemetry.api.MetricSource;
import io.x0tta6bl4.telemetry.api.Sample;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The loop as a component: binds the phases to their hot references and lets the ticker run. */
@Component(
        immediate = true,
        service = {Loop.class, SelfTest.class, Swappables.class, MetricSource.class},
        property = {"x0.capability=loop", "x0.name=mapek"})
public final class MapekLoop implements Loop, SelfTest, Swappables, MetricSource {
    /** A loop of which no tick came to its end for this long is stuck. */
    private static final Duration STUCK = Duration.ofSeconds(10);

    private final Phases phases;
    private final Semaphore wake = new Semaphore(0);
    private final Engine engine;
    private final Ticker ticker;
    private final LoopMetrics numbers;
    private final Turn turn;
    private final Instant began = SteadyClock.system().instant();

    @Activate
    public MapekLoop(
            BundleContext context, @Reference(policyOption = ReferencePolicyOption.GREEDY) PhaseReferences references) {
        phases = references.phases;
        turn = new Turn(context);
        engine = new Engine(
                phases,
                SteadyClock.system(),
                Clock.systemDefaultZone(),
                wake::release,
                new Recorder(
                        path(context, "x0.data").map(data -> data.resolve("recording")), path(context, "x0.watch")));
        numbers = new LoopMetrics(engine);
        ticker = new Ticker(engine, wake);
        references.onUrgent(wake::release);
        phases.turn(turn::waits);
        ticker.start();
    }

    private static Optional<Path> path(BundleContext context, String property) {
        return Optional.ofNullable(context.getProperty(property)).map(Path::of);
    }

    @Deactivate
    void deactivate() {
        ticker.close();
        engine.recorder.close();
        engine.workers.close();
        phases.close();
    }

    @Override
    public LoopStatus status() {
        return View.status(engine);
    }

    @Override
    public List<BrakeState> explain() {
        return Explanation.of(engine);
    }

    @Override
    public List<String> opinions() {
        return List.of(engine.heartbeats.words(), engine.considered.words());
    }

    @Override
    public List<Lesson> lessons() {
        return View.lessons(engine);
    }

    @Override
    public List<LevelState> levels() {
        synchronized (engine) {
            return engine.levels.states();
        }
    }

    @Override
    public List<Incident> incidents() {
        synchronized (engine) {
            return engine.incidents.all();
        }
    }

    @Override
    public List<ElementHealth> health() {
        return View.health(engine);
    }

    @Override
    public Operator operator(String who) {
        return new Operations(engine, who);
    }

    @Override
    public List<Metric> metrics() {
        return LoopMetrics.metrics();
    }

    @Override
    public List<Sample> samples() {
        return numbers.samples();
    }

    @Override
    public List<Swappable> swappables() {
        return phases.swappables();
    }

    /** A journal that takes nothing any more, or takes records again, is said in readiness at once and not after a minute. */
    @Override
    public long changes() {
        return engine.chronicle.trouble().isEmpty() ? 0 : 1;
    }

    @Override
    public SelfTestResult selfTest() {
        return SelfTestResult.of("the loop ticks, has all its phases and may write", () -> {
            Instant now = SteadyClock.system().instant();
            if (turn.waits() && began.plus(Turn.LIMIT).isAfter(now)) return "waits for the loop before this one to end";
            List<String> missing = phases.missing();
            if (!missing.isEmpty())
                throw new IllegalStateException("the loop is blind; missing: " + String.join(", ", missing));
            Ticks ticks = engine.ticks();
            Instant whole = ticks.whole().orElse(began);
            if (whole.plus(STUCK).isBefore(now))
                throw new IllegalStateException(
                        "no tick came to its end since " + whole + ", the last one: " + ticks.trouble());
            engine.outlook.trouble(now).ifPresent(why -> {
                throw new IllegalStateException(why);
            });
            String trouble = engine.chronicle.trouble();
            if (!trouble.isEmpty()) throw new IllegalStateException("the journal takes no records: " + trouble);
            return ticks.count() + " ticks";
        });
    }
}
